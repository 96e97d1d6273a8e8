/** A field of a form: its label, its control, a hint and what is wrong with it. */
import { TEXTS } from "../texts/fields.ts";
import { Field } from "../ui/field.tsx";
import { ZONE } from "./dates.ts";
import { FieldInput, type FieldInputProps } from "./field-input.tsx";
import type { ShownField } from "./shown-field.ts";
import { TextWithRecords } from "./text-with-records.tsx";

export interface LabelledFieldProps extends Omit<FieldInputProps, "control" | "label"> {
  readonly error?: string | null | undefined;
  readonly required?: boolean;
}

export function LabelledField({ error, required = false, ...props }: LabelledFieldProps) {
  const label = required ? (
    <>
      {props.field.label} <span className="font-normal text-quiet">({TEXTS.required})</span>
    </>
  ) : (
    props.field.label
  );
  return (
    <Field label={label} hint={hintOf(props.field)} error={error ? <TextWithRecords text={error} /> : null}>
      {(control) => <FieldInput {...props} control={control} />}
    </Field>
  );
}

function hintOf({ kind, format }: ShownField): string | undefined {
  if (kind === "json") return TEXTS.hints.json;
  if (format === "date-time") return TEXTS.hints["date-time"](ZONE);
  return format === "phone" || format === "url" ? TEXTS.hints[format] : undefined;
}

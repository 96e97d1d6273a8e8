/** What a value is filled in with, by the definition of its field. The control alone: its label and its error stand elsewhere. */
import { useEffect, useRef } from "react";
import type { Fields, Json } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import type { ControlProps } from "../ui/field.tsx";
import { BooleanInput, OptionInput, OptionsInput } from "./choice-inputs.tsx";
import { CurrencyInput } from "./currency-input.tsx";
import { DayInput, TimeInput } from "./date-inputs.tsx";
import { nextOptions } from "./options.ts";
import { ReferenceInput } from "./reference-input.tsx";
import { isPaired, isResourceName, referenceOf } from "./references.ts";
import { ReferencesInput } from "./references-input.tsx";
import type { ShownField } from "./shown-field.ts";
import { SubjectResourceInput } from "./subject-resource-input.tsx";
import { JsonInput, NumberInput, TextInput } from "./text-inputs.tsx";
import { WordsInput } from "./words-input.tsx";

/** What every control is given. */
export interface InputProps {
  readonly field: ShownField;
  readonly value: Json;
  /** @param problem why what is written cannot be read, in words: then it is not to be saved */
  readonly onChange: (value: Json, problem: string | null) => void;
  /** That ties it to its label. */
  readonly control?: Partial<ControlProps> | undefined;
  /** Its name where it has no label. */
  readonly label?: string | undefined;
}

export interface FieldInputProps extends InputProps {
  readonly resource: ResourceDescription;
  /** The record as it is stored; null for a new one. */
  readonly stored?: Fields | null | undefined;
  /** The values of the whole form or record. */
  readonly values?: Fields | undefined;
  /** Whether it takes the focus once it is there: in a cell that was just opened. */
  readonly focused?: boolean;
}

export function FieldInput({ focused = false, ...props }: FieldInputProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focused) place.current?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }, [focused]);
  return (
    <div ref={place} className="contents">
      <Control {...props} />
    </div>
  );
}

function Control({ resource, stored = null, values = stored ?? {}, ...props }: Omit<FieldInputProps, "focused">) {
  const { field } = props;
  const reference = referenceOf(field, values);
  if (field.kind === "list") {
    if (reference) return <ReferencesInput {...props} reference={reference} />;
    return field.options ? <OptionsInput {...props} options={field.options} /> : <WordsInput {...props} />;
  }
  if (reference || isPaired(field.name)) return <ReferenceInput {...props} reference={reference} />;
  if (isResourceName(resource, field.name)) return <SubjectResourceInput {...props} />;
  if (field.options) return <OptionInput {...props} options={nextOptions(resource, field, stored)} />;
  return <PlainInput {...props} currency={typeof values.currency === "string" ? values.currency : "EUR"} />;
}

function PlainInput({ currency, ...props }: InputProps & { readonly currency: string }) {
  const { kind, format } = props.field;
  if (kind === "boolean") return <BooleanInput {...props} />;
  if (kind === "integer" || kind === "number") return <NumberInput {...props} currency={currency} />;
  if (kind === "json") return <JsonInput {...props} />;
  if (format === "date-time") return <TimeInput {...props} />;
  if (format === "date") return <DayInput {...props} />;
  if (format === "currency") return <CurrencyInput {...props} />;
  return <TextInput {...props} />;
}

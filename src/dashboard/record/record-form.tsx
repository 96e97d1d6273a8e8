/** The fields of a form, in two columns where there is room. */
import type { KeyboardEvent, ReactNode, Ref } from "react";
import type { Fields, Json } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { LabelledField } from "../fields/labelled-field.tsx";
import type { ShownField } from "../fields/shown-field.ts";
import { isRequired, type Values } from "./form-values.ts";

export interface RecordFormProps {
  readonly resource: ResourceDescription;
  readonly fields: readonly ShownField[];
  readonly values: Values;
  /** The record as it is stored; null for a new one. */
  readonly stored: Fields | null;
  /** What is wrong, by the name of the field. */
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: Json, problem: string | null) => void;
  readonly onSubmit: () => void;
  readonly ref: Ref<HTMLFormElement>;
  /** What stands below the fields. */
  readonly children: ReactNode;
}

const isWide = ({ kind, multiline }: ShownField) => multiline || kind === "json" || kind === "list";

export function RecordForm({ fields, errors, onChange, onSubmit, ref, children, ...form }: RecordFormProps) {
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSubmit();
  };
  return (
    <form
      ref={ref}
      noValidate
      className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2"
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {fields.map((field) => (
        <div key={field.name} data-field={field.name} className={`min-w-0 ${isWide(field) ? "sm:col-span-2" : ""}`}>
          <LabelledField
            resource={form.resource}
            field={field}
            value={form.values[field.name] ?? null}
            values={form.values}
            stored={form.stored}
            required={isRequired(field, form.stored)}
            error={errors[field.name]}
            onChange={(value, problem) => onChange(field.name, value, problem)}
          />
        </div>
      ))}
      {children}
    </form>
  );
}

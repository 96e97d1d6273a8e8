/** What a condition compares with, filled in by the kind of its field. */
import { useMemo } from "react";
import type { Fields, Json } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { FieldInput } from "../fields/field-input.tsx";
import type { ShownField } from "../fields/shown-field.ts";
import { TEXTS } from "../texts/records.ts";
import { CONTROL } from "../ui/field.tsx";
import { DateOperand } from "./date-operand.tsx";
import type { AskableField } from "./filter-fields.ts";
import type { ConditionNode, Operand } from "./filter-tree.ts";

export interface OperandInputProps {
  readonly asked: AskableField;
  readonly condition: ConditionNode;
  readonly onChange: (value: Operand) => void;
}

export function OperandInput({ asked, condition, onChange }: OperandInputProps) {
  const { field, kind, resource } = asked;
  const { op, value } = condition;
  const isList = op === "in" || op === "nin";
  const part = op === "contains" || op === "startsWith";
  const shown = useMemo(() => comparable(field, isList), [field, isList]);
  const whole = useMemo(() => ({ ...resource, transitions: null }), [resource]);
  if (kind === "boolean") return <YesOrNo value={value} onChange={onChange} />;
  if (kind === "date" && !isList)
    return <DateOperand value={value} onChange={onChange} field={field} resource={whole} />;
  if (part && !(kind === "list" && field.options)) return <Words value={value} onChange={onChange} />;
  return (
    <FieldInput
      resource={whole}
      field={shown}
      value={typeof value === "object" && value !== null ? [...value] : value}
      values={valuesFor(resource)}
      label={TEXTS.filter.value}
      onChange={(next, problem) => onChange(problem === null ? operandOf(next, asked) : null)}
    />
  );
}

/** The field as one that is asked for: never empty, without bounds, of several values where a list is. */
function comparable(field: ShownField, isList: boolean): ShownField {
  const kind = isList ? "list" : field.kind === "list" ? "text" : field.kind;
  return { ...field, kind, nullable: false, multiline: false, minimum: null, maximum: null };
}

/** Amounts are asked for in the currency that new records get. */
function valuesFor({ fields }: ResourceDescription): Fields {
  const currency = fields.find(({ name }) => name === "currency")?.default;
  return { currency: typeof currency === "string" ? currency : null };
}

function operandOf(value: Json, { kind }: AskableField): Operand {
  if (Array.isArray(value)) {
    const scalars = value.filter((each) => typeof each === "string" || typeof each === "number");
    return kind === "integer" || kind === "number" ? scalars.map(Number).filter(Number.isFinite) : scalars;
  }
  return typeof value === "object" ? null : value;
}

function Words({ value, onChange }: Pick<OperandInputProps, "onChange"> & { readonly value: Operand }) {
  return (
    <input
      aria-label={TEXTS.filter.value}
      value={typeof value === "string" ? value : ""}
      maxLength={500}
      dir="auto"
      onChange={({ target }) => onChange(target.value === "" ? null : target.value)}
      className={CONTROL}
    />
  );
}

function YesOrNo({ value, onChange }: Pick<OperandInputProps, "onChange"> & { readonly value: Operand }) {
  return (
    <select
      aria-label={TEXTS.filter.value}
      value={String(value === true)}
      onChange={({ target }) => onChange(target.value === "true")}
      className={CONTROL}
    >
      <option value="true">{TEXTS.filter.yes}</option>
      <option value="false">{TEXTS.filter.no}</option>
    </select>
  );
}

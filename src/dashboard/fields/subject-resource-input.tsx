/** The resource of a record that another field names. */
import { CONFIG } from "../resources.ts";
import { TEXTS } from "../texts/fields.ts";
import { labelOf } from "../texts/names.ts";
import { CONTROL } from "../ui/field.tsx";
import type { InputProps } from "./field-input.tsx";

const KEPT_BY_CROFT = new Set(["account-config", "api-keys", "audit-log", "error-log"]);
const SUBJECTS = CONFIG.resources.filter(({ name, view }) => view === null && !KEPT_BY_CROFT.has(name));

export function SubjectResourceInput({ value, onChange, control, label }: InputProps) {
  return (
    <select
      {...control}
      aria-label={label}
      className={CONTROL}
      value={typeof value === "string" ? value : ""}
      onChange={({ target }) => onChange(target.value === "" ? null : target.value, null)}
    >
      <option value="">{TEXTS.none}</option>
      {SUBJECTS.map(({ name }) => (
        <option key={name} value={name}>
          {labelOf(name)}
        </option>
      ))}
    </select>
  );
}

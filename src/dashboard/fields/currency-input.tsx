/** A currency, of those that the browser knows. */

import { TEXTS } from "../texts/fields.ts";
import { CONTROL } from "../ui/field.tsx";
import type { InputProps } from "./field-input.tsx";

const NAMES = new Intl.DisplayNames(undefined, { type: "currency" });
const CURRENCIES = Intl.supportedValuesOf("currency").map((code) => ({
  code,
  name: `${code} – ${NAMES.of(code) ?? code}`,
}));

export function CurrencyInput({ field, value, onChange, control, label }: InputProps) {
  const now = typeof value === "string" ? value : "";
  const isKnown = now === "" || CURRENCIES.some(({ code }) => code === now);
  return (
    <select
      {...control}
      aria-label={label}
      className={CONTROL}
      value={now}
      onChange={({ target }) => onChange(target.value === "" ? null : target.value, null)}
    >
      {(field.nullable || now === "") && <option value="">{field.nullable ? TEXTS.none : TEXTS.choose}</option>}
      {!isKnown && <option value={now}>{now}</option>}
      {CURRENCIES.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** Choices of a few words, and yes or no. */
import { TEXTS } from "../texts/fields.ts";
import { CONTROL } from "../ui/field.tsx";
import type { InputProps } from "./field-input.tsx";
import { optionLabel } from "./options.ts";

/** One of a few words. */
export function OptionInput({
  field,
  value,
  onChange,
  control,
  label,
  options,
}: InputProps & { readonly options: readonly string[] }) {
  const now = typeof value === "string" ? value : "";
  // What is stored may be no choice any more.
  const words = now === "" || options.includes(now) ? options : [now, ...options];
  return (
    <select
      {...control}
      aria-label={label}
      className={CONTROL}
      value={now}
      onChange={({ target }) => onChange(target.value === "" ? null : target.value, null)}
    >
      {(field.nullable || now === "") && <option value="">{field.nullable ? TEXTS.none : TEXTS.choose}</option>}
      {words.map((word) => (
        <option key={word} value={word}>
          {optionLabel(field, word)}
        </option>
      ))}
    </select>
  );
}

const CHECKBOX = "size-4 shrink-0 accent-accent";

export function BooleanInput({ field, value, onChange, control, label }: InputProps) {
  if (field.nullable) {
    const words = [
      ["", TEXTS.none],
      ["true", TEXTS.yes],
      ["false", TEXTS.no],
    ];
    return (
      <select
        {...control}
        aria-label={label}
        className={CONTROL}
        value={String(value ?? "")}
        onChange={({ target }) => onChange(target.value === "" ? null : target.value === "true", null)}
      >
        {words.map(([word, text]) => (
          <option key={word} value={word}>
            {text}
          </option>
        ))}
      </select>
    );
  }
  return (
    <span className="flex h-9 items-center">
      <input
        {...control}
        aria-label={label}
        type="checkbox"
        className={CHECKBOX}
        checked={value === true}
        onChange={({ target }) => onChange(target.checked, null)}
      />
    </span>
  );
}

/** Several of a few words. */
export function OptionsInput({
  field,
  value,
  onChange,
  control,
  label,
  options,
}: InputProps & { readonly options: readonly string[] }) {
  const chosen = Array.isArray(value) ? value : [];
  return (
    <fieldset id={control?.id} aria-label={label ?? field.label} className="flex flex-wrap gap-x-4 gap-y-1">
      {options.map((word) => (
        <label key={word} className="flex items-center gap-1.5">
          <input
            type="checkbox"
            className={CHECKBOX}
            checked={chosen.includes(word)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, word] : chosen.filter((each) => each !== word), null)
            }
          />
          {optionLabel(field, word)}
        </label>
      ))}
    </fieldset>
  );
}

/** Texts, numbers and JSON. */
import { type ChangeEvent, type HTMLInputTypeAttribute, useState } from "react";
import { CONTROL } from "../ui/field.tsx";
import type { InputProps } from "./field-input.tsx";
import { type Reading, readJson, readNumber, writtenValue } from "./parse.ts";

const TYPES: Readonly<Record<string, HTMLInputTypeAttribute>> = { email: "email", phone: "tel", url: "url" };

/** An empty text is null where the field may have it. */
export function TextInput({ field, value, onChange, control, label }: InputProps) {
  const shared = {
    ...control,
    "aria-label": label,
    value: typeof value === "string" ? value : "",
    dir: "auto",
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange(target.value === "" ? null : target.value, null),
  };
  if (field.multiline)
    return (
      <textarea rows={4} className={`${CONTROL} field-sizing-content h-auto max-h-96 min-h-20 py-2`} {...shared} />
    );
  return <input type={TYPES[field.format ?? ""] ?? "text"} autoComplete="off" className={CONTROL} {...shared} />;
}

interface Draft {
  readonly text: string;
  /** What the text was read as. */
  readonly read: Reading["value"];
}

/** Holds what is written as long as the value is what it was read as: a value from elsewhere is written anew. */
function useDraft(value: InputProps["value"], written: string): [string, (draft: Draft) => void] {
  const [draft, setDraft] = useState<Draft | null>(null);
  const isSame = draft !== null && JSON.stringify(draft.read) === JSON.stringify(value);
  return [isSame ? draft.text : written, setDraft];
}

/** @param currency of money */
export function NumberInput({
  field,
  value,
  onChange,
  control,
  label,
  currency,
}: InputProps & { readonly currency: string }) {
  const [text, setDraft] = useDraft(value, writtenValue(field, value, currency));
  const change = (next: string) => {
    const { value: read, problem } = readNumber(field, next, currency);
    setDraft({ text: next, read });
    onChange(read, problem);
  };
  const input = (
    <input
      {...control}
      aria-label={label}
      inputMode={field.kind === "integer" && field.format !== "money" ? "numeric" : "decimal"}
      autoComplete="off"
      className={`${CONTROL} tabular-nums`}
      value={text}
      onChange={({ target }) => change(target.value)}
    />
  );
  if (field.format !== "money") return input;
  return (
    <span className="relative block">
      {input}
      <span className="pointer-events-none absolute inset-y-0 right-2.5 grid place-items-center text-quiet">
        {currency}
      </span>
    </span>
  );
}

export function JsonInput({ value, onChange, control, label }: InputProps) {
  const [text, setDraft] = useDraft(value, value === null ? "" : JSON.stringify(value, null, 2));
  const change = (next: string) => {
    const { value: read, problem } = readJson(next);
    setDraft({ text: next, read });
    onChange(read, problem);
  };
  return (
    <textarea
      {...control}
      aria-label={label}
      rows={6}
      spellCheck={false}
      className={`${CONTROL} field-sizing-content h-auto max-h-96 min-h-24 py-2 font-mono`}
      value={text}
      onChange={({ target }) => change(target.value)}
    />
  );
}

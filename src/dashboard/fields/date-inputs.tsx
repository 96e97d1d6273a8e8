/** Times and days, with the browser's own controls: they speak the reader's language and are worked by keyboard. */
import { useState } from "react";
import { TEXTS } from "../texts/fields.ts";
import { CONTROL } from "../ui/field.tsx";
import { instantOf, localOf } from "./dates.ts";
import type { InputProps } from "./field-input.tsx";

/** A time, in the reader's zone. */
export function TimeInput(props: InputProps) {
  return <NativeInput {...props} type="datetime-local" written={localOf} read={instantOf} />;
}

/** A day of the calendar, which is the same in every zone. */
export function DayInput(props: InputProps) {
  return <NativeInput {...props} type="date" written={(day) => day} read={(text) => text} />;
}

function NativeInput({
  value,
  onChange,
  control,
  label,
  type,
  written,
  read,
}: InputProps & {
  readonly type: "date" | "datetime-local";
  readonly written: (value: string) => string;
  readonly read: (text: string) => string | null;
}) {
  // The control clears what is written at once when it is given another text while somebody writes in it.
  const [draft, setDraft] = useState<{ readonly text: string; readonly value: string | null } | null>(null);
  const stored = typeof value === "string" ? value : null;
  const text = draft && draft.value === stored ? draft.text : stored === null ? "" : written(stored);
  const change = (input: HTMLInputElement) => {
    const isComplete = !input.validity.badInput;
    const next = input.value === "" ? null : read(input.value);
    setDraft({ text: input.value, value: next });
    onChange(next, isComplete && (next !== null || input.value === "") ? null : TEXTS.noDate);
  };
  return (
    <input
      {...control}
      aria-label={label}
      type={type}
      step={text.length > 16 ? 1 : undefined}
      className={CONTROL}
      value={text}
      // A date that is begun and left has no value, and tells so only here.
      onBlur={({ target }) => target.validity.badInput && onChange(null, TEXTS.noDate)}
      onChange={({ target }) => change(target)}
    />
  );
}

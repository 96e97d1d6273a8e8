/** A list of words, such as tags. */
import { X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { TEXTS } from "../texts/fields.ts";
import type { InputProps } from "./field-input.tsx";

export const CHIPS =
  "flex min-h-9 w-full flex-wrap items-center gap-1 rounded-md border border-edge bg-panel px-1.5 py-1 " +
  "focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2 has-aria-invalid:border-bad";
export const CHIP =
  "flex max-w-full items-center gap-1 rounded bg-sunken py-0.5 pr-0.5 pl-1.5 ring-1 ring-line ring-inset";
export const CHIP_REMOVE = "cursor-pointer rounded p-0.5 text-quiet hover:bg-line/60 hover:text-ink";
export const CHIP_TEXT = "min-w-24 flex-1 bg-transparent px-1 outline-hidden placeholder:text-quiet max-sm:text-base";

/** Enter, a comma or leaving adds what is written; Backspace in an empty control takes the last one out. */
export function WordsInput({ value, onChange, control, label }: InputProps) {
  const words = Array.isArray(value) ? value.map(String) : [];
  const [text, setText] = useState("");
  const add = (written: string) => {
    const added = written.split(",").map((word) => word.trim());
    const next = [...new Set([...words, ...added.filter((word) => word !== "")])];
    if (next.length !== words.length) onChange(next, null);
    setText("");
  };
  const press = (event: KeyboardEvent) => {
    const isDone = event.key === "Enter" && !event.ctrlKey && !event.metaKey && text.trim() !== "";
    if (isDone) {
      event.preventDefault();
      event.stopPropagation();
      add(text);
    } else if (event.key === "Backspace" && text === "" && words.length > 0) onChange(words.slice(0, -1), null);
  };
  return (
    <div className={CHIPS}>
      {words.map((word) => (
        <span key={word} className={CHIP}>
          <span className="truncate" dir="auto">
            {word}
          </span>
          <button
            type="button"
            aria-label={TEXTS.remove(word)}
            className={CHIP_REMOVE}
            onClick={() =>
              onChange(
                words.filter((each) => each !== word),
                null,
              )
            }
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <input
        {...control}
        aria-label={label}
        autoComplete="off"
        dir="auto"
        className={CHIP_TEXT}
        placeholder={TEXTS.addWord}
        value={text}
        onKeyDown={press}
        onBlur={() => text.trim() !== "" && add(text)}
        onChange={({ target }) => (target.value.endsWith(",") ? add(target.value) : setText(target.value))}
      />
    </div>
  );
}

/** The form above a log. What is chosen counts at once; what is typed, a moment later. */
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";

const PAUSE = 300;

/** The question as it stands in the form, and as it is asked: a pause behind, so that not every letter is a query. */
export function useQuestion<Question extends object>(
  empty: Question,
): {
  readonly typed: Question;
  readonly asked: Question;
  readonly set: (changes: Partial<Question>) => void;
  readonly clear: () => void;
} {
  const [typed, setTyped] = useState(empty);
  const [asked, setAsked] = useState(empty);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const set = useCallback((changes: Partial<Question>) => setTyped((before) => ({ ...before, ...changes })), []);
  return { typed, asked, set, clear: () => setTyped(empty) };
}

/** @param isEmpty whether nothing is asked for */
export function LogFilter({
  isEmpty,
  onClear,
  children,
}: {
  readonly isEmpty: boolean;
  readonly onClear: () => void;
  readonly children: ReactNode;
}) {
  return (
    <search aria-label={TEXTS.logs.filter} className="grid gap-3">
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3">{children}</div>
      {!isEmpty && (
        <Button className="justify-self-start" onClick={onClear}>
          {TEXTS.logs.clear}
        </Button>
      )}
    </search>
  );
}

/** A choice, or any. */
export function AnyField({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <SelectField label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{TEXTS.logs.any}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </SelectField>
  );
}

/** From a day to another. */
export function DayFields({
  from,
  to,
  set,
}: {
  readonly from: string;
  readonly to: string;
  readonly set: (changes: { readonly from?: string; readonly to?: string }) => void;
}) {
  return (
    <>
      <TextField
        label={TEXTS.logs.from}
        type="date"
        value={from}
        max={to || undefined}
        onChange={(event) => set({ from: event.target.value })}
      />
      <TextField
        label={TEXTS.logs.to}
        type="date"
        value={to}
        min={from || undefined}
        onChange={(event) => set({ to: event.target.value })}
      />
    </>
  );
}

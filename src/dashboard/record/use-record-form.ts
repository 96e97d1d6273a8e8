/** The state of a form: its values, what cannot be read, what the service refused. */
import { useMemo, useState } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import type { Fields, Json } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { type Refusal, refusalOf } from "../fields/refusal.ts";
import type { ShownField } from "../fields/shown-field.ts";
import { useFields, useSettings } from "../fields/use-fields.ts";
import { TEXTS } from "../texts/record.ts";
import { changedValues, formFields, missingIn, startValues, type Values, withValue } from "./form-values.ts";

export interface FormState {
  readonly fields: readonly ShownField[];
  readonly values: Values;
  /** What differs from what is stored. */
  readonly changes: Fields;
  /** Whether the person filled in something. */
  readonly isTouched: boolean;
  readonly errors: Readonly<Record<string, string>>;
  readonly message: string | null;
  change(name: string, value: Json, problem: string | null): void;
  /** Whether everything can be sent; says what is wrong where not. */
  check(): boolean;
  refuse(error: unknown): void;
}

interface State {
  /** What the person filled in. */
  readonly filled: Values;
  readonly problems: Readonly<Record<string, string>>;
  readonly refusal: Refusal;
}

const NOTHING: Refusal = { fields: {}, message: null };
const UNTOUCHED: State = { filled: {}, problems: {}, refusal: NOTHING };

const without = <Value>(values: Readonly<Record<string, Value>>, name: string): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).filter(([each]) => each !== name));

/** @param stored the record as it was when the form was opened; null for a new one */
export function useRecordForm(resource: ResourceDescription, stored: AnyRecord | null, initial: Fields): FormState {
  const all = useFields(resource);
  const settings = useSettings();
  const [now] = useState(Date.now);
  const [{ filled, problems, refusal }, setState] = useState(UNTOUCHED);
  const fields = useMemo(() => formFields(all, stored), [all, stored]);
  const start = useMemo(
    () => startValues(fields, { record: stored, initial, settings, now }),
    [fields, stored, initial, settings, now],
  );
  const values = { ...start, ...filled };

  const change = (name: string, value: Json, problem: string | null) =>
    setState((before) => {
      const next = withValue(fields, { ...start, ...before.filled }, name, value);
      const changed = Object.entries(next).filter(([each, now]) => each === name || now !== start[each]);
      const others = without(before.problems, name);
      return {
        filled: { ...before.filled, ...Object.fromEntries(changed) },
        problems: problem === null ? others : { ...others, [name]: problem },
        refusal: { fields: without(before.refusal.fields, name), message: null },
      };
    });
  const check = () => {
    const missing = missingIn(fields, values, stored).filter((name) => !(name in problems));
    const message = Object.keys(problems).length > 0 ? TEXTS.unreadable : missing.length > 0 ? TEXTS.missing : null;
    const empty = Object.fromEntries(missing.map((name) => [name, TEXTS.fieldMissing]));
    setState((before) => ({ ...before, refusal: { fields: empty, message } }));
    return message === null;
  };
  const refuse = (error: unknown) => {
    const names = fields.map(({ name }) => name);
    setState((before) => ({ ...before, refusal: refusalOf(error, names) }));
  };
  return {
    fields,
    values,
    changes: changedValues(values, stored),
    isTouched: Object.keys(filled).length > 0,
    errors: { ...refusal.fields, ...problems },
    message: refusal.message,
    change,
    check,
    refuse,
  };
}

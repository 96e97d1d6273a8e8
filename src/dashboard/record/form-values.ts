/** What a form of a record begins with, what is missing in it, and what of it is sent. */
import * as z from "zod/mini";
import type { Fields, Json } from "../../client/resource-types.ts";
import { inCurrency } from "../fields/numbers.ts";
import { changesOf } from "../fields/refusal.ts";
import { bodyOf, isFilledIn, type ShownField, valueAt } from "../fields/shown-field.ts";

const jsonSchema = z.json();

export type Values = Readonly<Record<string, Json>>;

/** The fields that a form shows. @param record as it is stored; null for a new one */
export function formFields(fields: readonly ShownField[], record: Fields | null): readonly ShownField[] {
  return fields.filter((field) => !field.system && isFilledIn(field, record ? "update" : "create"));
}

/** What decides about the values that a form begins with. */
export interface Beginning {
  readonly record: Fields | null;
  /** What is filled in already. */
  readonly initial: Fields;
  /** The record of account-config; null while it is not known. */
  readonly settings: Fields | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The values of a form's fields, by name. */
export function startValues(fields: readonly ShownField[], beginning: Beginning): Values {
  return Object.fromEntries(fields.map((field) => [field.name, startValue(field, beginning)]));
}

function startValue(field: ShownField, { record, initial, settings, now }: Beginning): Json {
  const given = initial[field.name];
  if (given !== undefined) return given;
  if (record) return valueAt(record, field.name);
  if (field.format === "currency" && typeof settings?.currency === "string") return settings.currency;
  // What is noted has just happened, most of the time.
  if (field.name === "occurredAt") return new Date(now).toISOString();
  const standing = z.parse(jsonSchema, field.default);
  return field.kind === "boolean" && !field.nullable ? (standing ?? false) : standing;
}

/** The values with one of them changed. Money keeps its amount when its currency becomes another one. */
export function withValue(fields: readonly ShownField[], values: Values, name: string, value: Json): Values {
  const next: Record<string, Json> = { ...values, [name]: value };
  const from = values.currency;
  if (name === "currency" && typeof from === "string" && typeof value === "string") {
    for (const { name: other, format } of fields) {
      const amount = values[other];
      if (format === "money" && typeof amount === "number") next[other] = inCurrency(amount, from, value);
    }
  }
  // A record of another resource has another id.
  if (name === "subjectResource" && value !== values.subjectResource && "subjectId" in values) next.subjectId = null;
  return next;
}

/** Whether a form does without a value: it has to be given, and nothing stands in for it. */
export function isRequired(field: ShownField, record: Fields | null): boolean {
  return record ? !field.nullable && field.kind !== "list" : field.onCreate === "required";
}

/** Names of the fields that are empty and must not be. */
export function missingIn(fields: readonly ShownField[], values: Values, record: Fields | null): readonly string[] {
  return fields
    .filter((field) => isRequired(field, record) && (values[field.name] ?? null) === null)
    .map(({ name }) => name);
}

/** The values that differ from what is stored; of a new record, all that were given. */
export function changedValues(values: Values, record: Fields | null): Fields {
  if (!record) return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
  const stored = Object.fromEntries(Object.keys(values).map((name) => [name, valueAt(record, name)]));
  return changesOf(stored, values);
}

/** What is sent; an object without anything where nothing was changed. */
export function sentBody(values: Values, record: Fields | null): Fields {
  return bodyOf(changedValues(values, record));
}

/** Fields that a tenant defines itself: their definitions in account-config, and the values that records give them. */
import * as z from "zod";
import type { ErrorDetail } from "../protocol/errors.ts";
import type { Json, TenantSettings } from "./define.ts";
import type { FieldKind } from "./fields.ts";
import { flag, freeText, isDay, name, oneOf, toInstant } from "./values.ts";

/** At most this many of a tenant's own fields a resource: each record carries them all in one column. */
const MAX_FIELDS = 50;
const MAX_TEXT = 10_000;

const FIELD_NAME = /^[a-z][A-Za-z0-9_]{0,39}$/;
const RESOURCE_NAME = /^[a-z][a-z0-9-]{1,39}$/;

/** One field: `text`, `integer`, `number`, `boolean`, `date` (a time) or `select` (one of `options`). */
export const customFieldSchema = z
  .strictObject({
    type: oneOf(["text", "integer", "number", "boolean", "date", "select"]),
    label: name(200).optional(),
    options: z.array(name(200)).min(1, "Give at least one option.").max(200, "Give at most 200 options.").optional(),
    required: flag.optional(),
  })
  .refine((field) => (field.type === "select") === (field.options !== undefined), {
    path: ["options"],
    message: "A field of type select has options, and no other type has.",
  });
export type CustomField = z.infer<typeof customFieldSchema>;

/** The sentence for a key that is no name of the right kind; zod itself would only say that the key is invalid. */
const keyError = (sentence: string) => ({
  error: (issue: { readonly code?: string }) => (issue.code === "invalid_key" ? sentence : "This must be an object."),
});

const fieldsOfResource = z
  .record(
    z.string().regex(FIELD_NAME),
    customFieldSchema,
    keyError("A field's name starts with a small letter and has at most 40 letters, digits and underscores."),
  )
  .refine(
    (fields) => Object.keys(fields).length <= MAX_FIELDS,
    `A resource may have at most ${MAX_FIELDS} fields of your own.`,
  );

/** What account-config holds under `customFields`: by resource, by name of the field. */
export const customFieldsSchema = z.record(
  z.string().regex(RESOURCE_NAME),
  fieldsOfResource,
  keyError("A resource's name is kebab-case, such as geo-interests."),
);

const KINDS: Readonly<Record<CustomField["type"], FieldKind>> = {
  text: "text",
  select: "text",
  integer: "integer",
  number: "number",
  boolean: "boolean",
  date: "date",
};

type Definitions = ReadonlyMap<string, CustomField>;
const NONE: Definitions = new Map();

/** Settings are replaced, never changed in place, so their definitions are parsed once. */
const parsed = new WeakMap<TenantSettings, ReadonlyMap<string, Definitions>>();

function definitionsOf(settings: TenantSettings, resourceName: string): Definitions {
  let all = parsed.get(settings);
  if (!all) {
    const fields = customFieldsSchema.safeParse(settings.customFields).data ?? {};
    all = new Map(Object.entries(fields).map(([resource, byName]) => [resource, new Map(Object.entries(byName))]));
    parsed.set(settings, all);
  }
  return all.get(resourceName) ?? NONE;
}

/** The kinds of a resource's custom fields, by name, as filters and sorts need them. */
export function customKinds(settings: TenantSettings, resourceName: string): ReadonlyMap<string, FieldKind> {
  const kinds = new Map<string, FieldKind>();
  for (const [field, definition] of definitionsOf(settings, resourceName)) kinds.set(field, KINDS[definition.type]);
  return kinds;
}

/**
 * Checks all custom values of a record as it would be after the write.
 * @param value every custom value, those kept from before included; null removes one.
 * @param before the values the record has now. What is still the same is kept although its definition may have changed or gone.
 * @returns the normalised values without nulls, and one detail (`custom.tier`) for each that is wrong.
 */
export function checkCustom(
  settings: TenantSettings,
  resourceName: string,
  value: Readonly<Record<string, Json>>,
  before: Readonly<Record<string, Json>> = {},
): { value: Record<string, Json>; details: ErrorDetail[] } {
  const definitions = definitionsOf(settings, resourceName);
  const details: ErrorDetail[] = [];
  const kept = new Map<string, Json>();
  for (const [field, given] of Object.entries(value)) {
    if (given === null) continue;
    const result = before[field] === given ? { value: given } : checkValue(definitions.get(field), given);
    if ("message" in result) details.push({ field: `custom.${field}`, message: result.message });
    else kept.set(field, result.value);
  }
  for (const [field, definition] of definitions) {
    const absent = !Object.hasOwn(value, field) || value[field] === null;
    if (definition.required && absent) details.push({ field: `custom.${field}`, message: "This field is required." });
  }
  return { value: Object.fromEntries(kept), details };
}

type Checked = { readonly value: Json } | { readonly message: string };

function checkValue(definition: CustomField | undefined, given: Json): Checked {
  if (!definition) return { message: "account-config defines no such field." };
  switch (definition.type) {
    case "text":
      return checkText(given);
    case "integer":
      return Number.isSafeInteger(given)
        ? { value: given }
        : { message: "This must be a whole number between -(2^53 - 1) and 2^53 - 1." };
    case "number":
      return typeof given === "number" && isReadable(given)
        ? { value: given }
        : { message: "This must be a number: 0, or from 1e-60 to 1e60 in size." };
    case "boolean":
      return typeof given === "boolean" ? { value: given } : { message: "This must be true or false." };
    case "date":
      return checkDate(given);
    case "select": {
      const options = definition.options ?? [];
      return typeof given === "string" && options.includes(given)
        ? { value: given }
        : { message: `This must be one of ${options.join(", ")}.` };
    }
  }
}

const customText = freeText(MAX_TEXT);

function checkText(given: Json): Checked {
  const result = customText.safeParse(given);
  return result.success ? { value: result.data } : { message: result.error.issues[0]?.message ?? "This must be text." };
}

/** A day stands for its first moment in UTC, so that days and times compare. */
function checkDate(given: Json): Checked {
  const utc = typeof given === "string" ? toInstant(isDay(given) ? `${given}T00:00:00Z` : given) : null;
  return utc === null
    ? { message: "This must be a day or a time with its offset, such as 2026-11-21 or 2026-11-21T09:30:00Z." }
    : { value: utc };
}

/**
 * Sizes of numbers that SQLite in workerd reads from JSON text exactly; beyond them it is some units in the last place off
 * (objects/records/exact-number.ts), and a query would mean something else in SQL than in memory.
 */
export const READABLE = { least: 1e-60, most: 1e60 } as const;

/** Whether queries see this value of a tenant's own field as it is. */
export function isReadable(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= READABLE.least && size <= READABLE.most);
}

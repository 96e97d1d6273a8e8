/** JSON Schema as the reference documents carry it. */
import * as z from "zod";
import { integerSchema, recordSchema } from "../protocol/values.ts";

/** A piece of a document: JSON Schema, or an object of OpenAPI or AsyncAPI. */
export type Part = Readonly<Record<string, unknown>>;

/** A reference to a component of the same document. `kind` is `schemas`, `parameters`, `headers` or `responses`. */
export function ref(kind: string, name: string): Part {
  return { $ref: `#/components/${kind}/${name}` };
}

/** Any JSON value: a component, because it contains itself. */
export const JSON_VALUE = ref("schemas", "Json");

/** What stands in the component `Json`. */
export const JSON_SCHEMA: Part = {
  description: "Any JSON value.",
  anyOf: [
    { type: "string" },
    { type: "number" },
    { type: "boolean" },
    { type: "null" },
    { type: "array", items: JSON_VALUE },
    { type: "object", additionalProperties: JSON_VALUE },
  ],
};

/**
 * A zod schema as JSON Schema 2020-12, ready to stand anywhere in a document.
 * What JSON Schema cannot say (transforms, rules in code) is left out, so the result never refuses more than the original.
 * It describes what is taken: zod's form for what is given closes every object, and answers may gain fields.
 */
export function schemaOf(type: z.core.$ZodType): Part {
  const known = made.get(type);
  if (known) return known;
  const { $schema, $defs, ...schema } = z.toJSONSchema(type, {
    io: "input",
    unrepresentable: ({ zodSchema }) => VALUES.get(zodSchema) ?? "any",
  });
  const part = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, embedded(value)]));
  made.set(type, part);
  return part;
}

/** What the protocol tests in code, because that is small and fast in a client. */
const VALUES: ReadonlyMap<z.core.$ZodType, Record<string, unknown>> = new Map<z.core.$ZodType, Record<string, unknown>>(
  [
    [integerSchema, { type: "integer" }],
    [recordSchema, { type: "object", additionalProperties: JSON_VALUE }],
  ],
);

/** Examples ask for the same schemas field by field: measured, making each anew took a second of a whole document. */
const made = new WeakMap<z.core.$ZodType, Part>();

/**
 * References into `$defs` mean the root of a schema that stands alone. What zod puts there contains itself, in practice
 * `z.json()`; any other such schema becomes any JSON value, which is less exact and never wrong.
 */
function embedded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(embedded);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([key, target]) => key === "$ref" && String(target).startsWith("#/$defs/"))) return JSON_VALUE;
  const told = entries.filter(([key, inner]) => key !== "propertyNames" && !isRangeOfInteger(key, inner));
  return Object.fromEntries(told.map(([key, inner]) => [key, embedded(inner)]));
}

/** Whether a bound says no more than that a double holds the integer exactly: noise beside every one of them. */
function isRangeOfInteger(key: string, value: unknown): boolean {
  if (key === "minimum") return value === Number.MIN_SAFE_INTEGER;
  return key === "maximum" && value === Number.MAX_SAFE_INTEGER;
}

/** An object in which the named properties always stand; others may be added later. */
export function object(properties: Part, optional: readonly string[] = []): Part {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, ...(required.length > 0 ? { required } : {}) };
}

export const text: Part = { type: "string" };
export const textOrNull: Part = { type: ["string", "null"] };
export const instant: Part = { type: "string", format: "date-time" };
export const integer: Part = { type: "integer" };
export const boolean: Part = { type: "boolean" };

export function list(items: Part): Part {
  return { type: "array", items };
}

/** The properties of an object schema, by name. */
export function propertiesOf(schema: Part): Readonly<Record<string, Part>> {
  return isPart(schema.properties)
    ? Object.fromEntries(
        Object.entries(schema.properties).flatMap(([name, part]) => (isPart(part) ? [[name, part]] : [])),
      )
    : {};
}

export function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

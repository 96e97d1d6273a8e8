/** JSON Schema as the reference documents carry it. */
import { z } from "zod";

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
 * @param io `input` describes what may be sent, `output` what is sent back.
 */
export function schemaOf(type: z.ZodType, io: "input" | "output" = "input"): Part {
  const known = made[io].get(type);
  if (known) return known;
  const { $schema, $defs, ...schema } = z.toJSONSchema(type, { io, unrepresentable: "any" });
  const part = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, embedded(value)]));
  made[io].set(type, part);
  return part;
}

/** Examples ask for the same schemas field by field: measured, making each anew took a second of a whole document. */
const made = { input: new WeakMap<z.ZodType, Part>(), output: new WeakMap<z.ZodType, Part>() };

/**
 * References into `$defs` mean the root of a schema that stands alone. What zod puts there contains itself, in practice
 * `z.json()`; any other such schema becomes any JSON value, which is less exact and never wrong.
 */
function embedded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(embedded);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([key, target]) => key === "$ref" && String(target).startsWith("#/$defs/"))) return JSON_VALUE;
  return Object.fromEntries(
    entries.filter(([key]) => key !== "propertyNames").map(([key, inner]) => [key, embedded(inner)]),
  );
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

/** A field's value in memory, as filters, sorts, cursors and groups see it. Its twin in SQL is field-sql.ts. */
import type { ValueKind } from "../../src/protocol/filter.ts";
import { isReadable } from "../../src/resources/custom-fields.ts";
import type { Json, RecordData } from "../../src/resources/define.ts";
import { customNameOf, isOwnPath } from "./scope.ts";

/** Reads one field of a record; what is absent is null. */
export type FieldReader = (record: RecordData) => Json;

/**
 * The reader of a path.
 * @param kind of a tenant's own field: values of any other kind read as null.
 * @throws Error for a field of another record, which memory does not hold (see `needsQuery`).
 */
export function fieldReader(path: string, kind?: ValueKind): FieldReader {
  if (!isOwnPath(path)) throw new Error(`"${path}" is a field of a related record; only SQL can read it.`);
  const name = customNameOf(path);
  if (name === null) return (record) => record[path] ?? null;
  return (record) => {
    const custom = record.custom;
    if (typeof custom !== "object" || custom === null || Array.isArray(custom) || !Object.hasOwn(custom, name))
      return null;
    const value = custom[name] ?? null;
    return kind === undefined || isOfKind(value, kind) ? value : null;
  };
}

/** Whether a value is one that a field of this kind may hold; null is not. */
export function isOfKind(value: Json, kind: ValueKind): boolean {
  switch (kind) {
    case "text":
      return typeof value === "string";
    case "integer":
      return Number.isSafeInteger(value);
    case "number":
      return typeof value === "number" && isReadable(value);
    case "boolean":
      return typeof value === "boolean";
    case "date":
      return typeof value === "string" && isInstant(value);
    case "list":
      return Array.isArray(value);
  }
}

/** A time of the years 0001 to 9999 in the one shape in which they are stored. */
function isInstant(text: string): boolean {
  const at = Date.parse(text);
  return text.length === 24 && text >= "0001" && !Number.isNaN(at) && new Date(at).toISOString() === text;
}

/** Rows to records and back. A resource's columns are always read and written in the order of its fields. */
import type { Json, RecordData, Resource } from "../../src/resources/define.ts";
import type { Field } from "../../src/resources/fields.ts";
import type { SqlRow, SqlValue } from "./database.ts";

/** `"id", "created_at", …`, each behind the alias where one is given. */
export function columnList(resource: Resource, alias?: string): string {
  const prefix = alias ? `${alias}.` : "";
  return [...resource.fields.values()].map((field) => `${prefix}"${field.column}"`).join(", ");
}

/** The record that a row (selected with `columnList`) holds. */
export function recordOf(resource: Resource, row: SqlRow): RecordData {
  const record: Record<string, Json> = {};
  for (const field of resource.fields.values()) record[field.name] = decode(field, row[field.column] ?? null);
  return asRecord(record);
}

/** The row's values in column order, ready to bind. */
export function valuesOf(resource: Resource, record: RecordData): SqlValue[] {
  const values: SqlValue[] = [];
  for (const field of resource.fields.values()) values.push(encode(field, record[field.name] ?? null));
  return values;
}

function decode(field: Field, value: SqlValue): Json {
  if (value === null || value instanceof ArrayBuffer) return null;
  if (field.kind === "boolean") return value === 1;
  // Written by `encode` alone, so it is JSON.
  if (field.kind === "json" || field.kind === "list") return JSON.parse(String(value));
  return value;
}

/** A value as SQLite holds it: booleans as 0 and 1, lists and objects as JSON text. */
export function encode(field: Field, value: Json): SqlValue {
  if (value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "object" || field.kind === "json" || field.kind === "list") return JSON.stringify(value);
  return value;
}

/** The system fields are columns of every resource that is written; `defineResource` and the migrations see to it. */
function asRecord(record: Record<string, Json>): RecordData {
  return record as RecordData;
}

/** Fields of records by their path, and values that are equal. */
import { isRecord } from "../protocol/values.ts";
import type { Json } from "./resource-types.ts";

/** A record, or a row of figures, as the wire has it. */
export type Row = Readonly<Record<string, Json>>;

/** The value at `status` or `custom.tier`; undefined where there is none, and for a field of a related record. */
export function valueAt(row: Row, path: string): Json | undefined {
  const dot = path.indexOf(".");
  if (dot < 0) return row[path];
  const custom = path.startsWith("custom.") ? row.custom : null;
  const name = path.slice(dot + 1);
  if (!isRecord(custom) || !Object.hasOwn(custom, name)) return;
  return custom[name];
}

/** A row's id; rows of figures have none. */
export function idOf(row: Row): string {
  return String(row.id);
}

/** Whether two values are written alike. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Values of records, which are JSON here: each function answers with the type it names, whatever the record holds. */
import { isRecord } from "../../protocol/values.ts";

/** A record, or a row of figures, as the client hands it over. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** The value at `status`, or at `custom.tier`; undefined where the record has none. */
export function valueAt(record: JsonRecord, path: string): unknown {
  if (!path.startsWith("custom.")) return Object.hasOwn(record, path) ? record[path] : undefined;
  const custom = record.custom;
  const name = path.slice("custom.".length);
  return isRecord(custom) && Object.hasOwn(custom, name) ? custom[name] : undefined;
}

/** A text; "" for anything else. */
export function textOf(record: JsonRecord, path: string): string {
  const value = valueAt(record, path);
  return typeof value === "string" ? value : "";
}

/** A finite number; null for anything else. */
export function numberOf(record: JsonRecord, path: string): number | null {
  const value = valueAt(record, path);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** True for true alone. */
export function isTrue(record: JsonRecord, path: string): boolean {
  return valueAt(record, path) === true;
}

/** The texts of a list; empty for anything else. */
export function textsOf(record: JsonRecord, path: string): readonly string[] {
  const value = valueAt(record, path);
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

/** A time in milliseconds since 1970; null for what is none. */
export function timeOf(record: JsonRecord, path: string): number | null {
  const value = valueAt(record, path);
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

/** The id, which every record has; "" for a row of figures. */
export function idOf(record: JsonRecord): string {
  return textOf(record, "id");
}

/** The version, which `ifMatch` takes; null where the resource keeps none. */
export function versionOf(record: JsonRecord): number | null {
  return numberOf(record, "version");
}

/** Whether a record has been made here and is not known to the service yet. */
export function isTemporary(record: JsonRecord): boolean {
  return idOf(record).startsWith("~");
}

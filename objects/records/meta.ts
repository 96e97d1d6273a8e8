/** What an object keeps of itself beside its records: texts by name, in the table `meta`. */
import type { Sql } from "./database.ts";

/** The text of that name; null where there is none. */
export function readMeta(sql: Sql, key: string): string | null {
  const [row] = sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = ?", key).toArray();
  return row?.value ?? null;
}

/** The texts whose names begin with `prefix`, by their whole names. @param prefix letters and dots */
export function readMetaBelow(sql: Sql, prefix: string): Map<string, string> {
  const rows = sql
    .exec<{ key: string; value: string }>("SELECT key, value FROM meta WHERE key GLOB ?", `${prefix}*`)
    .toArray();
  return new Map(rows.map(({ key, value }) => [key, value]));
}

/** Keeps a text under a name, or nothing (null). */
export function writeMeta(sql: Sql, key: string, value: string | null): void {
  if (value === null) sql.exec("DELETE FROM meta WHERE key = ?", key);
  else sql.exec(UPSERT, key, value);
}

const UPSERT = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

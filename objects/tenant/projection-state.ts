/** Where the projection of a tenant's log into the directory stands. Kept in `meta`, so that it survives everything. */
import type { Database, Sql } from "../records/database.ts";
import { type Resources, recordsAt } from "./projection-source.ts";

const CURSOR = "directory.cursor";
const RECORDS = "directory.records";

/** How far the directory shows this tenant. */
export interface Progress {
  /** Position of the log up to which it does. */
  readonly cursor: number;
  /** Living records at that position. */
  readonly records: number;
}

/** Position of the log up to which the directory shows it. */
export function readCursor(sql: Sql): number {
  return Number(read(sql, CURSOR) ?? 0);
}

/** Where the projection stands; what was never counted is counted now. */
export function readProgress(sql: Sql, resources: Resources): Progress {
  const cursor = readCursor(sql);
  const records = read(sql, RECORDS);
  return { cursor, records: records === null ? recordsAt(sql, resources, cursor) : Number(records) };
}

/**
 * Moves the projection from one position to the next. Returns false, and leaves it, when it no longer stands at `from`:
 * a run that outlived its deadline may come back beside its successor.
 */
export function advance(database: Database, from: number, to: Progress): boolean {
  const { sql } = database;
  return database.transaction(() => {
    if (readCursor(sql) !== from) return false;
    write(sql, CURSOR, String(to.cursor));
    write(sql, RECORDS, String(to.records));
    return true;
  });
}

/** Ends a rebuild: what it wrote is as new as its position `seq`, and the projection goes on from there. */
export function passRebuild(database: Database, resources: Resources, seq: number): void {
  const { sql } = database;
  database.transaction(() => {
    const cursor = Math.max(readCursor(sql), seq);
    write(sql, CURSOR, String(cursor));
    write(sql, RECORDS, String(recordsAt(sql, resources, cursor)));
  });
}

function read(sql: Sql, key: string): string | null {
  const [row] = sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = ?", key).toArray();
  return row?.value ?? null;
}

function write(sql: Sql, key: string, value: string): void {
  sql.exec(
    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    key,
    value,
  );
}

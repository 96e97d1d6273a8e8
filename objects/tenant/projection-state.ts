/** Where the projection of a tenant's log into the directory stands. Kept in `meta`, so that it survives everything. */
import type { Database, Sql } from "../records/database.ts";
import { readMeta, writeMeta } from "../records/meta.ts";
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
  return Number(readMeta(sql, CURSOR) ?? 0);
}

/** Where the projection stands; what was never counted is counted now. */
export function readProgress(sql: Sql, resources: Resources): Progress {
  const cursor = readCursor(sql);
  const records = readMeta(sql, RECORDS);
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
    writeMeta(sql, CURSOR, String(to.cursor));
    writeMeta(sql, RECORDS, String(to.records));
    return true;
  });
}

/** Ends a rebuild: what it wrote is as new as its position `seq`, and the projection goes on from there. */
export function passRebuild(database: Database, resources: Resources, seq: number): void {
  const { sql } = database;
  database.transaction(() => {
    const cursor = Math.max(readCursor(sql), seq);
    writeMeta(sql, CURSOR, String(cursor));
    writeMeta(sql, RECORDS, String(recordsAt(sql, resources, cursor)));
  });
}

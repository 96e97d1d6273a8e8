/**
 * Ids of what GitHub said it deleted. They outlast every message and page that was under way then, and stand among the deliveries, with
 * which they are forgotten.
 */
import type { Sql } from "../records/database.ts";

/** GitHub's own ids of deliveries are UUIDs. */
const keyOf = (recordId: string): string => `deleted:${recordId}`;

/** @param now milliseconds since 1970. */
export function bury(sql: Sql, recordId: string, now: number): void {
  sql.exec(
    "INSERT INTO deliveries (id, event, body, received_at) VALUES (?, 'deleted', NULL, ?) ON CONFLICT DO NOTHING",
    keyOf(recordId),
    now,
  );
}

export function isBuried(sql: Sql, recordId: string): boolean {
  return sql.exec("SELECT 1 FROM deliveries WHERE id = ?", keyOf(recordId)).toArray().length > 0;
}

/** It is there again. */
export function unbury(sql: Sql, recordId: string): void {
  sql.exec("DELETE FROM deliveries WHERE id = ?", keyOf(recordId));
}

/** What was taken from GitHub: each thing once, whatever becomes of the record that was made of it. */
import type { Sql } from "../records/database.ts";

/** Which of these were taken before. */
export function takenBefore(sql: Sql, keys: readonly string[]): ReadonlySet<string> {
  const rows = sql
    .exec<{ key: string }>(
      "SELECT key FROM github_taken WHERE key IN (SELECT value FROM json_each(?))",
      JSON.stringify(keys),
    )
    .toArray();
  return new Set(rows.map(({ key }) => key));
}

/** Notes that this was taken, inside the transaction that makes something of it. */
export function noteTaken(sql: Sql, key: string, now: number): void {
  sql.exec(
    "INSERT INTO github_taken (key, at) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET at = excluded.at",
    key,
    now,
  );
}

/** When it was taken last (milliseconds since 1970), or null. */
export function takenAt(sql: Sql, key: string): number | null {
  const [row] = sql.exec<{ at: number }>("SELECT at FROM github_taken WHERE key = ?", key).toArray();
  return row?.at ?? null;
}

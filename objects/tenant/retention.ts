/** What is kept for how long (croft.config.ts): the log's old entries and old errors go, a bounded number at a time. */
import type { TenantContext } from "./call.ts";

const DAY_MS = 86_400_000;
const BATCH = 2_000;
const DELETE_ERRORS =
  "DELETE FROM error_log WHERE id IN (SELECT id FROM error_log WHERE created_at < ? LIMIT ?) RETURNING id";

/** Forgets what is too old. Returns whether more is waiting. */
export function trimHistory(tenant: TenantContext, now: number): boolean {
  const { retention } = tenant.config;
  const { log } = tenant.store;
  const cutoff = (days: number) => new Date(now - days * DAY_MS).toISOString();
  const { errors, changes } = tenant.database.transaction(() => {
    const gone = tenant.database.sql.exec(DELETE_ERRORS, cutoff(retention.errorLogDays), BATCH).toArray();
    return { errors: gone.length, changes: log.trim(cutoff(retention.changeLogDays), BATCH) };
  });
  // Neither goes through the log, so live queries cannot learn of it there.
  if (errors > 0) tenant.live.rowsExpired("error-log");
  if (changes > 0) tenant.live.rowsExpired("audit-log");
  return errors === BATCH || changes === BATCH;
}

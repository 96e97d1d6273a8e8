/** What is kept for how long (croft.config.ts): the log's old entries and old errors go, a bounded number at a time. */
import type { TenantContext } from "./call.ts";

const DAY_MS = 86_400_000;
const BATCH = 2_000;

/** Forgets what is too old. Returns whether more is waiting. */
export function trimHistory(tenant: TenantContext, now: number): boolean {
  const { retention } = tenant.config;
  const { log } = tenant.store;
  const cutoff = (days: number) => new Date(now - days * DAY_MS).toISOString();
  const trimmed = tenant.database.transaction(() => {
    tenant.database.sql.exec(
      "DELETE FROM error_log WHERE id IN (SELECT id FROM error_log WHERE created_at < ? LIMIT ?)",
      cutoff(retention.errorLogDays),
      BATCH,
    );
    return log.trim(cutoff(retention.changeLogDays), BATCH);
  });
  return trimmed === BATCH;
}

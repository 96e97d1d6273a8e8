/** The living records that a plan allows, all resources together. */
import { AppError } from "../../src/protocol/errors.ts";
import type { Change } from "../records/change-log.ts";
import type { Sql } from "../records/database.ts";
import { type Resources, recordsAdded } from "./projection-source.ts";
import { readProgress } from "./projection-state.ts";

/**
 * Thrown inside the transaction of `changes`, so that nothing of them stays. Whoever has more than a new plan allows
 * keeps it all, and adds none.
 * @param most absent for no limit.
 * @throws AppError QUOTA_EXCEEDED
 */
export function requireRecordQuota(
  most: number | undefined,
  sql: Sql,
  resources: Resources,
  changes: readonly Change[],
): void {
  if (most === undefined || !changes.some(({ action }) => action === "create" || action === "restore")) return;
  const last = changes.at(-1)?.seq ?? 0;
  const before = (changes[0]?.seq ?? 1) - 1;
  if (recordsAdded(sql, resources, before, last) <= 0) return;
  const { cursor, records } = readProgress(sql, resources);
  if (records + recordsAdded(sql, resources, cursor, last) <= most) return;
  throw new AppError("QUOTA_EXCEEDED", { message: `The plan allows ${most} records.` });
}

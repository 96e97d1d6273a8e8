/** What a commit (or a stretch of the log) did to each record, intermediate steps left out. */
import { auditLog } from "../../../src/resources/audit-log.ts";
import type { Json, RecordData } from "../../../src/resources/define.ts";
import type { Change } from "../change-log.ts";

/** One record that changed: alive as `before`, alive as `after`, or null where it was not alive. */
export interface Touched {
  readonly id: string;
  readonly before: RecordData | null;
  readonly after: RecordData | null;
  /** `after` as JSON; empty where nothing is alive. */
  readonly json: string;
}

/** A change as the log or a commit tells it; entries read from the log carry no JSON. */
export type LoggedChange = Pick<Change, "seq" | "resource" | "recordId" | "before" | "after"> & {
  readonly afterJson?: string;
};

/** Changes by resource, one entry a record: its state before the first of them and after the last. */
export function foldChanges(changes: Iterable<LoggedChange>): Map<string, Map<string, Touched>> {
  const resources = new Map<string, Map<string, Touched>>();
  for (const change of changes) {
    const records = resources.get(change.resource) ?? new Map<string, Touched>();
    resources.set(change.resource, records);
    const first = records.get(change.recordId);
    const after = alive(change.after);
    records.set(change.recordId, {
      id: change.recordId,
      before: first ? first.before : alive(change.before),
      after,
      json: after ? (change.afterJson ?? "") : "",
    });
  }
  return resources;
}

/** Records of the change log itself are never deleted, and have no such field. */
function alive(record: RecordData | null): RecordData | null {
  return record && (record.deletedAt ?? null) === null ? record : null;
}

/** Each change is a new record of the audit log. */
export function auditTouched(changes: readonly Change[]): Map<string, Touched> {
  const records = changes.map(auditRecord);
  return new Map(
    records.map((after) => [after.id, { id: after.id, before: null, after, json: JSON.stringify(after) }]),
  );
}

/** The audit log's record of a change, field for field as SQL would read it. */
function auditRecord(change: Change): RecordData {
  const values: Record<string, Json> = {
    seq: change.seq,
    // The generated column of resources/audit-log.ts.
    id: `chg_${String(change.seq).padStart(14, "0")}`,
    at: change.at,
    actorKind: change.actor.kind,
    actorId: change.actor.id,
    requestId: change.requestId,
    resource: change.resource,
    recordId: change.recordId,
    action: change.action,
    before: change.before,
    after: change.after,
  };
  const record: Record<string, Json> = {};
  for (const name of auditLog.fields.keys()) record[name] = values[name] ?? null;
  // What `recordOf` makes of a row of this table: it has no system columns either.
  return record as RecordData;
}

/** The one way a route writes: repeatable, in one transaction, answer included. */

import { AppError } from "../../src/protocol/errors.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { authorize } from "../../src/resources/authorize.ts";
import type { Action } from "../../src/resources/define.ts";
import type { Reply } from "../records/reply.ts";
import type { Writer } from "../records/writer.ts";
import { type Call, planOf, type TenantContext } from "./call.ts";
import { type Repeatable, recall, remember } from "./idempotency.ts";
import { requireRecordQuota } from "./record-quota.ts";

/**
 * Runs `work` in a transaction and answers with what it returns; a repeated request gets the stored answer instead.
 * @param touched names of the resources that `work` may change.
 */
export function commit(call: Call, touched: Iterable<string>, work: (writer: Writer) => Reply): Reply {
  const { store, database } = call.tenant;
  const repeatable: Repeatable | null = call.repeatable;
  const stored = repeated(call, touched);
  if (stored) return stored;
  // Operators write no records; a larger plan is how a full tenant gets room.
  if (call.request.method !== "DELETE" && call.principal.kind !== "operator") requireRoom(call.tenant, call.now);
  return store.commit(call.writeContext(), touched, (writer) => {
    const answer = work(writer);
    requireStorable(answer);
    requireRecordQuota(planOf(call.tenant).maxRecords, database.sql, store.resources, writer.changes);
    if (repeatable) remember(database.sql, repeatable, answer, call.now);
    return answer;
  }).value;
}

/**
 * The stored answer of a request that is repeated; null for one that is new. For routes that ask others before they write.
 * @param touched as for `commit`.
 */
export function repeated(call: Call, touched: Iterable<string>): Reply | null {
  const { repeatable, tenant, now } = call;
  const oldest = now - tenant.config.retention.idempotencyHours * 3_600_000;
  const stored = repeatable ? recall(tenant.database.sql, repeatable, oldest) : null;
  if (stored) requireWriter(call, touched);
  return stored;
}

const WRITES: readonly Action[] = ["create", "update", "delete", "purge"];

/**
 * A kept answer shows records: whoever may write there no longer gets none. Resources that only Croft writes were
 * checked by the route.
 * @throws AppError FORBIDDEN
 */
function requireWriter({ tenant, principal }: Call, touched: Iterable<string>): void {
  for (const name of touched) {
    const resource = tenant.store.resources.get(name);
    if (!resource || WRITES.every((action) => resource.access[action] === null)) continue;
    const may = WRITES.some((action) => authorize(principal, action, resource, tenant.config.roleRank).allowed);
    if (!may) throw new AppError("FORBIDDEN");
  }
}

/**
 * Thrown inside the transaction, so that nothing of a write whose answer is too large stays.
 * @throws AppError PAYLOAD_TOO_LARGE
 */
function requireStorable({ body }: Reply): void {
  // Text has at most three bytes a UTF-16 unit: most answers need no measuring.
  if (body.length * 3 <= LIMITS.answerBytes || new TextEncoder().encode(body).length <= LIMITS.answerBytes) return;
  throw new AppError("PAYLOAD_TOO_LARGE", { message: "The answer would be too large: send fewer operations at once." });
}

/**
 * A full tenant still reads and deletes. Refusing here keeps it far from the size at which the platform refuses every write.
 * @throws AppError STORAGE_FULL
 */
function requireRoom(tenant: TenantContext, now: number): void {
  const most = planOf(tenant).storageBytes;
  if (!tenant.room.within(most, now)) throw new AppError("STORAGE_FULL");
}

/** The one way a route writes: repeatable, in one transaction, answer included. */

import { AppError } from "../../src/protocol/errors.ts";
import { authorize } from "../../src/resources/authorize.ts";
import type { Action } from "../../src/resources/define.ts";
import type { Writer } from "../records/writer.ts";
import { type Call, planOf, type TenantContext } from "./call.ts";
import { type Repeatable, recall, remember } from "./idempotency.ts";
import type { Reply } from "./reply.ts";

/**
 * Runs `work` in a transaction and answers with what it returns; a repeated request gets the stored answer instead.
 * @param touched names of the resources that `work` may change.
 */
export function commit(call: Call, touched: Iterable<string>, work: (writer: Writer) => Reply): Reply {
  const { store, database, config } = call.tenant;
  const repeatable: Repeatable | null = call.repeatable;
  const oldest = call.now - config.retention.idempotencyHours * 3_600_000;
  const stored = repeatable ? recall(database.sql, repeatable, oldest) : null;
  if (stored) {
    requireWriter(call, touched);
    return stored;
  }
  if (call.request.method !== "DELETE") requireRoom(call.tenant);
  return store.commit(call.writeContext(), touched, (writer) => {
    const answer = work(writer);
    if (repeatable) remember(database.sql, repeatable, answer, call.now);
    return answer;
  }).value;
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
 * A full tenant still reads and deletes. Refusing here keeps it far from the size at which the platform refuses every write.
 * @throws AppError STORAGE_FULL
 */
function requireRoom(tenant: TenantContext): void {
  const most = planOf(tenant).storageBytes;
  if (tenant.size() > most) throw new AppError("STORAGE_FULL");
}

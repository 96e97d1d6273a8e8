/** The log over REST: the change feed and a record's history. */
import type { ChangeEntry } from "../../src/protocol/change.ts";
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import type { RecordData, Resource } from "../../src/resources/define.ts";
import { keptAs } from "../../src/resources/view.ts";
import { readRule } from "./access.ts";
import { matches } from "./match.ts";
import type { ReadCall } from "./read-call.ts";
import { type Reply, reply } from "./reply.ts";

/**
 * `GET …/changes?since=&limit=&resource=`: entries in order; `meta.seq` is where to go on from, hidden entries included.
 * @throws AppError FORBIDDEN for operators, GONE
 */
export function listChanges(call: ReadCall): Reply {
  if (call.principal.role === null) throw new AppError("FORBIDDEN");
  call.allowParams("since", "limit", "resource");
  const since = call.integer("since", 0, 0, Number.MAX_SAFE_INTEGER);
  const limit = call.integer("limit", 100, 1, LIMITS.changesPage);
  const resource = call.query.get("resource");
  if (resource !== null && !isReadable(call, resource))
    throw invalidField("BAD_REQUEST", "resource", "There is no such resource.");
  const view = resource === null ? null : call.store.resources.get(resource)?.view;
  // What enters or leaves a view is told of by entries that are half of another resource.
  if (view) throw invalidField("BAD_REQUEST", "resource", `The log knows these records as ${view.of}.`);
  const { log } = call.store;
  const { entries, reached, more } = log.after(since, limit, resource);
  const shown = entries.filter((entry) => maySee(call, entry));
  return reply(200, shown, { seq: reached, hasMore: more });
}

/** `GET …/{resource}/{id}/changes`: newest first, also of a record that is gone. */
export function listRecordChanges(call: ReadCall): Reply {
  const resource = call.resource();
  call.scope(resource);
  call.allowParams("limit", "cursor");
  const limit = call.integer("limit", 50, 1, 200);
  const cursor = call.integer("cursor", Number.MAX_SAFE_INTEGER, 1, Number.MAX_SAFE_INTEGER);
  const { log } = call.store;
  const { entries, reached, more } = log.ofRecord(keptAs(resource), call.param("id"), limit, cursor);
  const shown = entries.filter((entry) => maySee(call, entry));
  if ((shown.length === 0 || resource.view) && !isVisible(call, resource)) throw new AppError("NOT_FOUND");
  const pagination = { limit, nextCursor: more ? String(reached) : null, hasMore: more };
  return reply(200, shown, { pagination, seq: log.seq });
}

/** Whether the record in the path is there for the caller: its history may have been trimmed away. */
function isVisible(call: ReadCall, resource: Resource): boolean {
  const record = call.store.get(resource, call.param("id"));
  const { rows } = readRule(call.sight(), resource);
  return record !== null && (rows === null || matches(rows, record));
}

function isReadable(call: ReadCall, name: string): boolean {
  const resource = call.store.resources.get(name);
  return resource !== undefined && readRule(call.sight(), resource).readable;
}

/** An entry is shown to those who may read the record in every state that the entry tells of. */
function maySee(call: ReadCall, entry: ChangeEntry): boolean {
  const resource = call.store.resources.get(entry.resource);
  // What is no record (the object itself) concerns those who run it.
  if (!resource) return runsObject(call);
  const { readable, rows } = readRule(call.sight(), resource);
  if (!readable) return false;
  return (
    rows === null || [entry.before, entry.after].every((state) => state === null || matches(rows, state as RecordData))
  );
}

function runsObject({ principal, context }: ReadCall): boolean {
  const { roleRank } = context.config;
  return principal.resources === null && roleRank(principal.role ?? "") >= roleRank("admin");
}

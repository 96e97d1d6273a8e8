/** Records over REST, the reading half: parse, ask, reply. The same for every kind of object. */
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import type { Resource } from "../../src/resources/define.ts";
import { aggregatePage, aggregateStatement } from "./aggregate.ts";
import { readPage, shapeRecords } from "./list.ts";
import { matches } from "./match.ts";
import { parseAggregateParams, parseQuery } from "./parse-query.ts";
import type { ListQuery } from "./query.ts";
import type { ReadCall } from "./read-call.ts";
import { type Reply, reply } from "./reply.ts";

export function listRecords(call: ReadCall): Reply {
  const scope = call.scope(call.resource());
  const query = parseQuery(call.query, scope);
  const { records, pagination } = readPage(call.store.database.sql, query, scope);
  return reply(200, records, { pagination, seq: call.store.log.seq, ...call.extraMeta() });
}

export function aggregateRecords(call: ReadCall): Reply {
  const scope = call.scope(call.resource());
  const query = parseAggregateParams(call.query, scope);
  const { sql, params } = aggregateStatement(query, scope);
  const { data, truncated } = aggregatePage(query, call.store.database.sql.exec(sql, ...params).toArray());
  return reply(200, data, { seq: call.store.log.seq, truncated, ...call.extraMeta() });
}

export function getRecord(call: ReadCall): Reply {
  const resource = call.resource();
  const scope = call.scope(resource);
  const { expand, fields, deleted } = parseShape(call, resource);
  const record = call.store.get(resource, call.param("id"));
  const rule = scope.rowRule(resource.name);
  const hidden =
    !record || (rule && !matches(rule, record)) || (resource.systemColumns && record.deletedAt !== null && !deleted);
  if (hidden) throw new AppError("NOT_FOUND");
  const { seq } = call.store.log;
  // What is written once has no versions.
  const headers: Record<string, string> = resource.systemColumns ? { ETag: `"${record.version}"` } : {};
  // The version says nothing of the records that stand beside this one.
  if (headers.ETag && expand.length === 0 && noneMatch(call, headers.ETag)) return { status: 304, body: "", headers };
  const [shaped] = shapeRecords(call.store.database.sql, [record], { expand, fields }, scope);
  return reply(200, shaped, { seq, ...call.extraMeta() }, headers);
}

/** How a single record is shown. */
interface RecordShape extends Pick<ListQuery, "expand" | "fields"> {
  readonly deleted: boolean;
}
const PLAIN: RecordShape = { expand: [], fields: null, deleted: false };

function parseShape(call: ReadCall, resource: Resource): RecordShape {
  if (call.search === "") return PLAIN;
  call.allowParams("expand", "fields", "deleted");
  const deleted = call.query.get("deleted");
  if (deleted !== null && deleted !== "include") throw invalidField("BAD_REQUEST", "deleted", "Write include.");
  const params = new URLSearchParams(call.query);
  params.delete("deleted");
  if (params.size === 0) return { expand: [], fields: null, deleted: deleted !== null };
  const { expand, fields } = parseQuery(params, call.scope(resource));
  return { expand, fields, deleted: deleted !== null };
}

/** Whether `If-None-Match` names this tag; weak comparison, as for GET. */
function noneMatch(call: ReadCall, etag: string): boolean {
  const header = call.request.headers.get("if-none-match");
  if (header === null) return false;
  return header.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}

/** Records over REST: parse, call the store, reply. */
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import type { Resource } from "../../src/resources/define.ts";
import { aggregatePage, aggregateStatement } from "../records/aggregate.ts";
import { readPage, shapeRecords } from "../records/list.ts";
import { matches } from "../records/match.ts";
import { parseAggregateParams, parseQuery } from "../records/parse-query.ts";
import type { ListQuery } from "../records/query.ts";
import type { Call } from "./call.ts";
import { type Reply, recordReply, reply } from "./reply.ts";
import { commit } from "./write.ts";

export function listRecords(call: Call): Reply {
  const scope = call.scope(call.resource());
  const query = parseQuery(call.query, scope);
  const { records, pagination } = readPage(call.tenant.database.sql, query, scope);
  return reply(200, records, { pagination, seq: call.tenant.store.log.seq });
}

export function aggregateRecords(call: Call): Reply {
  const scope = call.scope(call.resource());
  const query = parseAggregateParams(call.query, scope);
  const { sql, params } = aggregateStatement(query, scope);
  const { data, truncated } = aggregatePage(query, call.tenant.database.sql.exec(sql, ...params).toArray());
  return reply(200, data, { seq: call.tenant.store.log.seq, truncated });
}

export function getRecord(call: Call): Reply {
  const resource = call.resource();
  const scope = call.scope(resource);
  const { expand, fields, deleted } = parseShape(call, resource);
  const record = call.tenant.store.get(resource, call.param("id"));
  const rule = scope.rowRule(resource.name);
  const hidden =
    !record || (rule && !matches(rule, record)) || (resource.systemColumns && record.deletedAt !== null && !deleted);
  if (hidden) throw new AppError("NOT_FOUND");
  const { seq } = call.tenant.store.log;
  // What is written once has no versions.
  const headers: Record<string, string> = resource.systemColumns ? { ETag: `"${record.version}"` } : {};
  // The version says nothing of the records that stand beside this one.
  if (headers.ETag && expand.length === 0 && noneMatch(call, headers.ETag)) return { status: 304, body: "", headers };
  const [shaped] = shapeRecords(call.tenant.database.sql, [record], { expand, fields }, scope);
  return reply(200, shaped, { seq }, headers);
}

export function createRecord(call: Call): Reply {
  const resource = call.resource();
  call.allowParams("upsert");
  const body = call.json();
  const match = call.query.get("upsert");
  return commit(call, [resource.name], (writer) => {
    const written =
      match === null ? writer.create(resource, body) : writer.upsert(resource, match, body, call.expectedVersions());
    const location = `/v1/tenants/${call.tenant.view.tenant}/${resource.name}/${written.record.id}`;
    return recordReply(
      written.created ? 201 : 200,
      written,
      call.tenant.store.log.seq,
      written.created ? { Location: location } : {},
    );
  });
}

export function updateRecord(call: Call): Reply {
  return change(call, "update");
}

export function replaceRecord(call: Call): Reply {
  return change(call, "replace");
}

function change(call: Call, how: "update" | "replace"): Reply {
  const resource = call.resource();
  call.allowParams();
  const body = call.json();
  return commit(call, [resource.name], (writer) => {
    const written = writer[how](resource, call.param("id"), body, call.expectedVersions());
    return recordReply(200, written, call.tenant.store.log.seq);
  });
}

export function deleteRecord(call: Call): Reply {
  const resource = call.resource();
  call.allowParams("purge");
  const purge = call.flag("purge");
  return commit(call, [resource.name], (writer) => {
    const expected = call.expectedVersions();
    const gone = purge
      ? writer.purge(resource, call.param("id"), expected)
      : writer.remove(resource, call.param("id"), expected);
    return reply(200, { id: gone.id, deletedAt: gone.deletedAt }, { seq: call.tenant.store.log.seq });
  });
}

export function restoreRecord(call: Call): Reply {
  const resource = call.resource();
  call.allowParams();
  return commit(call, [resource.name], (writer) =>
    recordReply(200, writer.restore(resource, call.param("id"), call.expectedVersions()), call.tenant.store.log.seq),
  );
}

/** How a single record is shown. */
interface RecordShape extends Pick<ListQuery, "expand" | "fields"> {
  readonly deleted: boolean;
}
const PLAIN: RecordShape = { expand: [], fields: null, deleted: false };

function parseShape(call: Call, resource: Resource): RecordShape {
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
function noneMatch(call: Call, etag: string): boolean {
  const header = call.request.headers.get("if-none-match");
  if (header === null) return false;
  return header.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}

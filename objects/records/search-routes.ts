/** `GET …/search?q=`: full text across the object's resources, ranked. */
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import { ftsQuery, SNIPPET } from "../../src/protocol/search-terms.ts";
import type { Resource } from "../../src/resources/define.ts";
import { readRule, scopeOf } from "./access.ts";
import { compileFilter } from "./compile.ts";
import type { SqlValue } from "./database.ts";
import type { ReadCall } from "./read-call.ts";
import { type Reply, reply } from "./reply.ts";

interface Hit {
  [column: string]: string | number;
  resource: string;
  recordId: string;
  title: string;
  snippet: string;
  rank: number;
}

export function searchRecords(call: ReadCall): Reply {
  call.allowParams("q", "limit", "resource");
  const q = call.query.get("q");
  if (q === null) throw invalidField("BAD_REQUEST", "q", "Say what to search for.");
  const limit = call.integer("limit", 20, 1, 100);
  const meta = { seq: call.store.log.seq };
  const match = ftsQuery(q);
  const searched = searchable(call);
  if (match === null || searched.length === 0) return reply(200, [], meta);
  const hits = find(call, match, searched, limit);
  return reply(
    200,
    hits.map(({ recordId, rank, ...hit }) => ({ ...hit, id: recordId, score: -rank })),
    meta,
  );
}

/** The resources that the caller may read, or the one the call asks for. */
function searchable(call: ReadCall): Resource[] {
  if (call.principal.role === null) throw new AppError("FORBIDDEN");
  const only = call.query.get("resource");
  const readable = [...call.store.resources.values()].filter(
    // A hit stands under the name of the resource itself.
    (resource) => !resource.view && resource.search.length > 0 && readRule(call.sight(), resource).readable,
  );
  if (only === null) return readable;
  const chosen = readable.filter((resource) => resource.name === only);
  if (chosen.length === 0) throw invalidField("BAD_REQUEST", "resource", "There is no such resource.");
  return chosen;
}

function find(call: ReadCall, match: string, searched: readonly Resource[], limit: number): Hit[] {
  const conditions = ["search_fts MATCH ?", "d.resource IN (SELECT value FROM json_each(?))"];
  const params: SqlValue[] = [match, JSON.stringify(searched.map((resource) => resource.name))];
  for (const resource of searched) {
    const { rows } = readRule(call.sight(), resource);
    if (!rows) continue;
    const rule = compileFilter(rows, scopeOf(call.sight(), resource, call.now), "t");
    conditions.push(
      `(d.resource <> ? OR EXISTS (SELECT 1 FROM "${resource.table}" t WHERE t.id = d.record_id AND ${rule.sql}))`,
    );
    params.push(resource.name, ...rule.params);
  }
  const query = `SELECT d.resource AS resource, d.record_id AS recordId, d.title AS title, snippet(search_fts, -1, '', '', '${SNIPPET.gap}', ${SNIPPET.words}) AS snippet, bm25(search_fts, 4.0, 1.0) AS rank
    FROM search_fts JOIN search_docs d ON d.doc = search_fts.rowid WHERE ${conditions.join(" AND ")} ORDER BY rank, d.record_id LIMIT ?`;
  return call.store.database.sql.exec<Hit>(query, ...params, limit).toArray();
}

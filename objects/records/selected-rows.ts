/** Which rows a query is about: living, visible to the actor, found by the search, matching the filter. */
import { ftsQuery } from "../../src/protocol/search-terms.ts";
import { keptAs } from "../../src/resources/view.ts";
import { allOf, compileFilter } from "./compile.ts";
import type { ListQuery, SqlParam, Statement } from "./query.ts";
import { type QueryScope, withRowRule } from "./scope.ts";

/** The part of a query that chooses rows, whatever is then done with them. */
export type Selection = Pick<ListQuery, "filter" | "q" | "deleted">;

/** Documents of the full-text index that match, of one resource. The index holds living records only. */
const MATCHING_DOCS =
  "SELECT d.record_id FROM search_fts JOIN search_docs AS d ON d.doc = search_fts.rowid WHERE search_fts MATCH ? AND d.resource = ?";

/** The condition for WHERE, over the table of the scope's resource under `alias`. */
export function selectedRows(query: Selection, scope: QueryScope, alias: string): Statement {
  const conditions = [livingRows(query, scope, alias)];
  const params: SqlParam[] = [];
  if (query.q !== null) {
    const match = ftsQuery(query.q);
    conditions.push(match === null ? "0" : `${alias}."id" IN (${MATCHING_DOCS})`);
    if (match !== null) params.push(match, keptAs(scope.resource));
  }
  const filter = compileFilter(withRowRule(query.filter, scope), scope, alias);
  return {
    sql: allOf([...conditions, filter.sql].filter((sql) => sql !== "1")),
    params: [...params, ...filter.params],
  };
}

/** Rows by whether they are deleted; resources without system columns know no deletion. */
export function livingRows(query: Selection, scope: QueryScope, alias: string): string {
  if (!scope.resource.systemColumns || query.deleted === "include") return "1";
  return query.deleted === "only" ? `${alias}."deleted_at" IS NOT NULL` : `${alias}."deleted_at" IS NULL`;
}

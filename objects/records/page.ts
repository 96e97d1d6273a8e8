/** List queries in SQL: one page, and how many records there are. */
import { AppError } from "../../src/protocol/errors.ts";
import { ftsQuery } from "../../src/protocol/search-terms.ts";
import { keptAs } from "../../src/resources/view.ts";
import { columnList } from "./codec.ts";
import { allOf, compileFilter } from "./compile.ts";
import { decodeCursor, keysetCondition } from "./cursor.ts";
import { orderBy } from "./order.ts";
import { isRanked, type ListQuery, type Statement } from "./query.ts";
import { type QueryScope, withRowRule } from "./scope.ts";
import { livingRows, type Selection, selectedRows } from "./selected-rows.ts";

/** A word in the title says more than one in the text. Smaller is better. */
const RELEVANCE = "bm25(search_fts, 4.0, 1.0)";

/** What of a list query decides which rows come in which order. */
export type RowsQuery = Selection & Pick<ListQuery, "sort" | "limit" | "cursor" | "binding">;

/**
 * The rows of a page in their order and, if there is one, the first row of the next.
 * A search without a sort is ranked: it has one page, as relevance is no place from which a cursor could go on.
 * @throws AppError INVALID_CURSOR.
 */
export function listStatement(query: RowsQuery, scope: QueryScope): Statement {
  return isRanked(query) ? rankedStatement(query, scope) : sortedStatement(query, scope);
}

/** One row with the number of records as `total`, whatever the page. */
export function countStatement(query: Selection, scope: QueryScope): Statement {
  const { sql, params } = selectedRows(query, scope, "t");
  return { sql: `SELECT count(*) AS total FROM "${scope.resource.table}" AS t WHERE ${sql}`, params };
}

function sortedStatement(query: RowsQuery, scope: QueryScope): Statement {
  const selected = selectedRows(query, scope, "t");
  const conditions = [selected.sql];
  const params = [...selected.params];
  if (query.cursor !== null) {
    const after = keysetCondition(query.sort, decodeCursor(query.cursor, query, scope), scope, "t");
    conditions.push(after.sql);
    params.push(...after.params);
  }
  const where = allOf(conditions.filter((sql) => sql !== "1"));
  const sql = `SELECT ${columnList(scope.resource, "t")} FROM "${scope.resource.table}" AS t WHERE ${where} ORDER BY ${orderBy(query.sort, scope, "t")} LIMIT ?`;
  return { sql, params: [...params, query.limit + 1] };
}

function rankedStatement(query: RowsQuery, scope: QueryScope): Statement {
  if (query.cursor !== null) throw new AppError("INVALID_CURSOR");
  const match = ftsQuery(query.q ?? "");
  // Without a MATCH there is nothing to rank, and SQLite refuses to compute a rank.
  if (match === null) return sortedStatement(query, scope);
  const filter = compileFilter(withRowRule(query.filter, scope), scope, "t");
  const conditions = ["search_fts MATCH ?", "d.resource = ?", livingRows(query, scope, "t"), filter.sql];
  const from = `search_fts JOIN search_docs AS d ON d.doc = search_fts.rowid JOIN "${scope.resource.table}" AS t ON t."id" = d.record_id`;
  const where = allOf(conditions.filter((sql) => sql !== "1"));
  const sql = `SELECT ${columnList(scope.resource, "t")} FROM ${from} WHERE ${where} ORDER BY ${RELEVANCE}, t."id" ASC LIMIT ?`;
  return { sql, params: [match, keptAs(scope.resource), ...filter.params, query.limit + 1] };
}

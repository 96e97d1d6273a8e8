/** Pages of records: the query run, its cursor, its total and its relations. */
import type { Json, RecordData } from "../../src/resources/define.ts";
import { boundedRows } from "./bounded-rows.ts";
import { recordOf } from "./codec.ts";
import { encodeCursor } from "./cursor.ts";
import type { Sql } from "./database.ts";
import { expandRecords } from "./expand.ts";
import { countStatement, listStatement } from "./page.ts";
import type { ListQuery } from "./query.ts";
import type { QueryScope } from "./scope.ts";

export interface Pagination {
  readonly limit: number;
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
  readonly total?: number;
}

/** Runs a list query that was parsed in `scope`. A page of very large records holds fewer than were asked for. */
export function readPage(
  sql: Sql,
  query: ListQuery,
  scope: QueryScope,
): { records: Record<string, Json>[]; pagination: Pagination } {
  const statement = listStatement(query, scope);
  const { rows, more } = boundedRows(sql.exec(statement.sql, ...statement.params));
  const found = rows.slice(0, query.limit).map((row) => recordOf(scope.resource, row));
  const hasMore = more || rows.length > query.limit;
  const last = found.at(-1);
  const total = query.count ? { total: countRows(sql, query, scope) } : {};
  const pagination = {
    limit: query.limit,
    nextCursor: hasMore && last ? encodeCursor(query, last) : null,
    hasMore,
    ...total,
  };
  return { records: shapeRecords(sql, found, query, scope), pagination };
}

/** Adds the relations and keeps the fields that the query asks for. */
export function shapeRecords(
  sql: Sql,
  found: readonly RecordData[],
  query: Pick<ListQuery, "expand" | "fields">,
  scope: QueryScope,
): Record<string, Json>[] {
  const records = query.expand.length > 0 ? expandRecords(sql, scope, found, query.expand) : found;
  const { fields } = query;
  if (fields === null) return [...records];
  const names = [...fields, ...query.expand];
  return records.map((record) => Object.fromEntries(names.map((name) => [name, record[name] ?? null])));
}

function countRows(sql: Sql, query: ListQuery, scope: QueryScope): number {
  const statement = countStatement(query, scope);
  const [row] = sql.exec<{ total: number }>(statement.sql, ...statement.params).toArray();
  return row?.total ?? 0;
}

/** Aggregates: counts, sums, averages and extremes by group. Sums of whole numbers are exact and cannot overflow. */

import type { SqlRow } from "./database.ts";
import { fieldSql } from "./field-sql.ts";
import { groupSql, groupValue, inGroups } from "./group-keys.ts";
import { termField } from "./order.ts";
import {
  type AggregateQuery,
  type GroupKey,
  type Measure,
  QUERY_LIMITS,
  type SqlParam,
  type Statement,
} from "./query.ts";
import type { QueryScope } from "./scope.ts";
import { selectedRows } from "./selected-rows.ts";

/** `{ "stage": "open", "createdAt:day": "2026-11-21", "count": 3, "sum": { "value": 300 }, "avg": { … } }` */
export type AggregateRow = Record<string, string | number | boolean | null | Record<string, string | number | null>>;

/** Halves of a whole number below 2^53, which SQLite's 64-bit sums hold for 2^36 rows. */
const HALF = 67_108_864;

/**
 * The groups in the order of their keys, at most one more than the limit; `aggregatePage` reads the rows.
 * Without `groupBy` there is one row, also when nothing matches.
 * @param onlyGroups restricts the answer to the groups with these keys.
 */
export function aggregateStatement(
  query: AggregateQuery,
  scope: QueryScope,
  onlyGroups?: readonly GroupKey[],
): Statement {
  const selected = selectedRows(query, scope, "t");
  const conditions = [selected.sql];
  const params: SqlParam[] = [...selected.params];
  if (onlyGroups && query.groupBy.length > 0) {
    const groups = inGroups(query, onlyGroups, scope, "t");
    conditions.push(groups.sql);
    params.push(...groups.params);
  }
  const keys = query.groupBy.map((term, index) => `${groupSql(term, scope, "t")} AS g${index}`);
  const columns = [...keys, "count(*) AS n", ...measureColumns(query, scope)];
  const positions = keys.map((_, index) => index + 1);
  const grouping =
    keys.length === 0
      ? ""
      : ` GROUP BY ${positions.join(", ")} ORDER BY ${positions.map((at) => `${at} ASC NULLS LAST`).join(", ")}`;
  const sql = `SELECT ${columns.join(", ")} FROM "${scope.resource.table}" AS t WHERE ${conditions.join(" AND ")}${grouping} LIMIT ${QUERY_LIMITS.groups + 1}`;
  return { sql, params };
}

/** The answer's rows from the statement's; `truncated` when there are more groups than are shown. */
export function aggregatePage(
  query: AggregateQuery,
  rows: readonly SqlRow[],
): { data: AggregateRow[]; truncated: boolean } {
  const shown = rows.slice(0, QUERY_LIMITS.groups);
  return { data: shown.map((row) => aggregateRow(query, row)), truncated: rows.length > shown.length };
}

/** One row of the answer. The sum of nothing is 0; of nothing there is no average and no extreme: null. */
export function aggregateRow(query: AggregateQuery, row: SqlRow): AggregateRow {
  const answer: AggregateRow = {};
  query.groupBy.forEach((term, index) => {
    answer[term.label] = groupValue(row[`g${index}`], term.kind);
  });
  if (query.count) answer.count = numberIn(row, "n");
  const { sum, avg, min, max } = query;
  if (sum.length > 0) answer.sum = byPath(sum, (measure) => finite(total(query, measure, row)));
  if (avg.length > 0) answer.avg = byPath(avg, (measure) => average(query, measure, row));
  if (min.length > 0) answer.min = byPath(min, (_, index) => extreme(row[`a${index}`]));
  if (max.length > 0) answer.max = byPath(max, (_, index) => extreme(row[`z${index}`]));
  return answer;
}

/** The key of a row of the answer, as `groupKeyOf` makes it of a record. */
export function keyOfRow(query: AggregateQuery, row: SqlRow): GroupKey {
  return query.groupBy.map((term, index) => groupValue(row[`g${index}`], term.kind));
}

function measureColumns(query: AggregateQuery, scope: QueryScope): string[] {
  const columns: string[] = [];
  added(query).forEach((measure, index) => {
    const sql = fieldSql(termField(measure, scope), "t");
    // total() adds as double and never fails; sum() of whole numbers is exact but throws beyond 2^63, which halves never reach.
    if (measure.kind === "number") columns.push(`total(${sql}) AS s${index}`);
    else columns.push(`sum((${sql}) / ${HALF}) AS h${index}`, `sum((${sql}) % ${HALF}) AS l${index}`);
    columns.push(`count(${sql}) AS c${index}`);
  });
  query.min.forEach((measure, index) => {
    columns.push(`min(${fieldSql(termField(measure, scope), "t")}) AS a${index}`);
  });
  query.max.forEach((measure, index) => {
    columns.push(`max(${fieldSql(termField(measure, scope), "t")}) AS z${index}`);
  });
  return columns;
}

/** Fields that are added up, for their sum or their average, each once. */
function added(query: AggregateQuery): Measure[] {
  return [...new Map([...query.sum, ...query.avg].map((measure) => [measure.path, measure])).values()];
}

function total(query: AggregateQuery, measure: Measure, row: SqlRow): number {
  const index = added(query).findIndex((candidate) => candidate.path === measure.path);
  if (measure.kind === "number") return numberIn(row, `s${index}`);
  return numberIn(row, `h${index}`) * HALF + numberIn(row, `l${index}`);
}

function average(query: AggregateQuery, measure: Measure, row: SqlRow): number | null {
  const index = added(query).findIndex((candidate) => candidate.path === measure.path);
  const count = numberIn(row, `c${index}`);
  return count === 0 ? null : finite(total(query, measure, row) / count);
}

function byPath<Value>(
  measures: readonly Measure[],
  value: (measure: Measure, index: number) => Value,
): Record<string, Value> {
  return Object.fromEntries(measures.map((measure, index) => [measure.path, value(measure, index)]));
}

function numberIn(row: SqlRow, column: string): number {
  const value = row[column];
  return typeof value === "number" ? value : 0;
}

function extreme(value: SqlRow[string] | undefined): string | number | null {
  return typeof value === "string" || typeof value === "number" ? value : null;
}

/** JSON has no infinity: a sum beyond the range of doubles is null. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

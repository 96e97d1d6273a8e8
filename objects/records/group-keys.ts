/** The keys by which aggregates group: in memory, in SQL, and as conditions that find the rows of given groups. */
import type { ValueKind } from "../../src/protocol/filter.ts";
import type { Json, RecordData } from "../../src/resources/define.ts";
import { allOf, anyOf } from "./compile.ts";
import { mondayOf } from "./dates.ts";
import { exactNumberSql, numberParts } from "./exact-number.ts";
import { fieldSql } from "./field-sql.ts";
import { fieldReader } from "./field-value.ts";
import { termField } from "./order.ts";
import type { AggregateQuery, DateUnit, GroupKey, GroupTerm, SqlParam, Statement } from "./query.ts";
import type { QueryScope } from "./scope.ts";

const DAY = 86_400_000;
/** Behind it years have five digits, which do not order as text. */
const LAST_DAY = Date.UTC(9999, 11, 31);

/** Up to so many groups are asked for by name, so that indexes serve; more travel as one list. */
const NAMED_GROUPS = 2;

/**
 * The group a record falls into, as SQL computes it: the value itself, or of a date `2026-11-21T02:00Z` (hour),
 * `2026-11-21` (day), the same of the week's Monday (week), `2026-11` (month).
 */
export function groupKeyOf(query: Pick<AggregateQuery, "groupBy">, record: RecordData): GroupKey {
  return query.groupBy.map((term) => {
    const value = plain(fieldReader(term.path, term.kind)(record));
    return term.unit !== null && typeof value === "string" ? truncated(value, term.unit) : value;
  });
}

/** The value of a group from its column: booleans come back as 0 and 1. */
export function groupValue(value: unknown, kind: ValueKind): GroupKey[number] {
  if (kind === "boolean" && typeof value === "number") return value === 1;
  return typeof value === "string" || typeof value === "number" ? value : null;
}

/** The expression of one part of the key. */
export function groupSql(term: GroupTerm, scope: QueryScope, alias: string): string {
  const sql = fieldSql(termField(term, scope), alias);
  switch (term.unit) {
    case "hour":
      return `substr(${sql}, 1, 13) || ':00Z'`;
    case "day":
      return `substr(${sql}, 1, 10)`;
    case "week":
      // Six days back, and from there on to the first Monday.
      return `date(substr(${sql}, 1, 10), '-6 days', 'weekday 1')`;
    case "month":
      return `substr(${sql}, 1, 7)`;
    default:
      return sql;
  }
}

/** The rows of the given groups. */
export function inGroups(
  query: Pick<AggregateQuery, "groupBy">,
  keys: readonly GroupKey[],
  scope: QueryScope,
  alias: string,
): Statement {
  if (keys.length > NAMED_GROUPS) return inListedGroups(query, keys, scope, alias);
  const params: SqlParam[] = [];
  const groups = keys.map((key) => {
    const parts = query.groupBy.map((term, index) => {
      const part = inGroup(term, key[index] ?? null, scope, alias);
      params.push(...part.params);
      return part.sql;
    });
    return allOf(parts);
  });
  return { sql: anyOf(groups), params };
}

/** A date's group is a span of text, which an index can find; an expression around the column it cannot. */
function inGroup(term: GroupTerm, value: GroupKey[number], scope: QueryScope, alias: string): Statement {
  const sql = fieldSql(termField(term, scope), alias);
  if (value === null) return { sql: `${sql} IS NULL`, params: [] };
  if (term.unit === null || typeof value !== "string") return { sql: `${sql} = ?`, params: [asParam(value)] };
  const [from, to] = spanOf(value, term.unit);
  return { sql: `(${sql} >= ? AND ${sql} < ?)`, params: [from, to] };
}

function inListedGroups(
  query: Pick<AggregateQuery, "groupBy">,
  keys: readonly GroupKey[],
  scope: QueryScope,
  alias: string,
): Statement {
  const parts = query.groupBy.map((term, index) => {
    const path = `$[${index}]`;
    const wanted = term.kind === "number" ? exactNumberSql("k.value", path) : `json_extract(k.value, '${path}')`;
    return `${groupSql(term, scope, alias)} IS ${wanted}`;
  });
  const list = keys.map((key) =>
    key.map((value, index) =>
      query.groupBy[index]?.kind === "number" && typeof value === "number" ? numberParts(value) : asParam(value),
    ),
  );
  return { sql: `EXISTS (SELECT 1 FROM json_each(?) AS k WHERE ${allOf(parts)})`, params: [JSON.stringify(list)] };
}

function truncated(instant: string, unit: DateUnit): string {
  switch (unit) {
    case "hour":
      return `${instant.slice(0, 13)}:00Z`;
    case "day":
      return instant.slice(0, 10);
    case "week":
      return mondayOf(instant.slice(0, 10));
    case "month":
      return instant.slice(0, 7);
  }
}

/** From the group's beginning to what stands behind everything in it; `~` comes after all that a time is written with. */
function spanOf(key: string, unit: DateUnit): [from: string, to: string] {
  switch (unit) {
    case "hour":
      return [key.slice(0, 13), `${key.slice(0, 13)}~`];
    case "week": {
      const sunday = Math.min(Date.parse(`${key}T00:00:00Z`) + 6 * DAY, LAST_DAY);
      return [key, `${new Date(sunday).toISOString().slice(0, 10)}~`];
    }
    default:
      return [key, `${key}~`];
  }
}

function plain(value: Json): GroupKey[number] {
  // SQLite stores -0 as 0.
  if (typeof value === "number") return value + 0;
  return typeof value === "object" ? null : value;
}

function asParam(value: GroupKey[number]): SqlParam {
  return typeof value === "boolean" ? Number(value) : value;
}

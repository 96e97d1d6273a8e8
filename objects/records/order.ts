/** Order of records, in SQL and in memory: by the sort's terms, nulls last in both directions, the id breaking ties. */
import { AppError } from "../../src/protocol/errors.ts";
import type { SortTerm } from "../../src/protocol/filter.ts";
import type { Json, RecordData, Resource } from "../../src/resources/define.ts";
import { fieldSql } from "./field-sql.ts";
import { fieldReader } from "./field-value.ts";
import { type FieldRef, fieldOfTerm, type QueryScope } from "./scope.ts";

/** Newest first: ids begin with the time they were made. */
export const DEFAULT_SORT: readonly SortTerm[] = [{ path: "id", descending: true }];

/** The sort of a list that names none: newest first. The log is read by `seq`, its key, in which its ids, made of it, have no index. */
export function defaultSort(resource: Resource): SortTerm[] {
  return resource.systemColumns || !resource.fields.has("seq")
    ? [...DEFAULT_SORT]
    : [{ path: "seq", descending: true }];
}

/** The terms that decide the order completely: the sort's own, and the id ascending unless the sort names it. */
export function sortKeys(sort: readonly SortTerm[]): readonly SortTerm[] {
  return sort.some((term) => term.path === "id") ? sort : [...sort, { path: "id", descending: false }];
}

/** What stands behind ORDER BY. */
export function orderBy(sort: readonly SortTerm[], scope: QueryScope, alias: string): string {
  return sortKeys(sort)
    .map((term) => {
      const field = termField(term, scope);
      const value = fieldSql(field, alias);
      // SQLite puts nulls first when ascending, last when descending. It is told only where it must be: an index then serves.
      if (term.descending) return `${value} DESC`;
      return field.nullable ? `${value} ASC NULLS LAST` : `${value} ASC`;
    })
    .join(", ");
}

/** @throws AppError BAD_REQUEST when the term's field does not exist (any more). */
export function termField(term: Pick<SortTerm, "path" | "kind">, scope: QueryScope): FieldRef {
  const field = fieldOfTerm(term, scope);
  if (!field) throw new AppError("BAD_REQUEST", { message: `There is no field "${term.path}".` });
  return field;
}

/** The comparator of a sort, for records in memory: the same order as `orderBy`. */
export function compareRecords(sort: readonly SortTerm[]): (a: RecordData, b: RecordData) => number {
  const keys = sortKeys(sort).map((term) => ({
    read: fieldReader(term.path, term.kind),
    sign: term.descending ? -1 : 1,
  }));
  return (a, b) => {
    for (const { read, sign } of keys) {
      const order = compareValues(read(a), read(b), sign);
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** Compares two values of one field, null behind everything; `sign` is 1 for ascending, -1 for descending. */
export function compareValues(a: Json, b: Json, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === "string" && typeof b === "string") return sign * compareText(a, b);
  return sign * (Number(a) - Number(b));
}

/** Compares by Unicode code point, as SQLite compares UTF-8; JavaScript's `<` compares UTF-16 units, which differ beyond U+FFFF. */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Moves surrogates, which stand for code points from U+10000, behind U+E000 to U+FFFF. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

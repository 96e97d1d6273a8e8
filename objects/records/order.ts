/** Order of records, in SQL and in memory: by the sort's terms, nulls last in both directions, the id breaking ties. */
import { compareValues } from "../../src/protocol/comparison.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { SortTerm } from "../../src/protocol/filter.ts";
import type { RecordData, Resource } from "../../src/resources/define.ts";
import { fieldSql } from "./field-sql.ts";
import { fieldReader } from "./field-value.ts";
import { type FieldRef, fieldOfTerm, type QueryScope } from "./scope.ts";

/** Newest first: ids begin with the time they were made. */
export const DEFAULT_SORT: readonly SortTerm[] = [{ path: "id", descending: true }];

/** The sort of a list that names none: the resource's own, else newest first. The log is read by `seq`, its key, in which its ids, made of it, have no index. */
export function defaultSort(resource: Resource): SortTerm[] {
  if (resource.sort) return [resource.sort];
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

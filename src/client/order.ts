/**
 * The server's order of records, in memory: by the terms of the sort, nulls last in both directions, text by Unicode code point,
 * the id breaking ties. Of a tenant's own field whose kind was changed, the server alone knows which values count as null.
 */
import { compareText, compareValues } from "../protocol/comparison.ts";
import { idOf, type Row, valueAt } from "./field.ts";

export type Compare = (a: Row, b: Row) => number;

/** The order of a live query. Without a sort the newest come first; the log's own records have a position instead of a date. */
export function orderOf(resource: string, sort: readonly string[] | undefined, q: string | undefined): Compare {
  if (sort?.length) return comparing(sort);
  return comparing([resource === "audit-log" && !q?.trim() ? "-seq" : "-id"]);
}

/** The order of an aggregate's rows: by their keys. */
export function orderOfGroups(labels: readonly string[]): Compare {
  return (a, b) => first(labels, (label) => compareValues(a[label] ?? null, b[label] ?? null, 1));
}

/** `-value` descending, `value` ascending. */
function comparing(sort: readonly string[]): Compare {
  const terms = sort.map((term) =>
    term.startsWith("-") ? { path: term.slice(1), sign: -1 } : { path: term, sign: 1 },
  );
  return (a, b) =>
    first(terms, ({ path, sign }) => compareValues(valueAt(a, path) ?? null, valueAt(b, path) ?? null, sign)) ||
    compareText(idOf(a), idOf(b));
}

function first<Term>(terms: readonly Term[], compare: (term: Term) => number): number {
  for (const term of terms) {
    const order = compare(term);
    if (order !== 0) return order;
  }
  return 0;
}

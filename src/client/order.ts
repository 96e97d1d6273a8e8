/**
 * The server's order of records, in memory: by the terms of the sort, nulls last in both directions, text by Unicode code point,
 * the id breaking ties. Of a tenant's own field whose kind was changed, the server alone knows which values count as null.
 */
import { idOf, type Row, valueAt } from "./field.ts";
import type { Json } from "./resource-types.ts";

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

function compareValues(a: Json, b: Json, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === "string" && typeof b === "string") return sign * compareText(a, b);
  if (typeof a === "string" || typeof b === "string") return typeof a === "string" ? sign : -sign;
  return sign * (Number(a) - Number(b));
}

/** By Unicode code point, as UTF-8 orders; JavaScript's `<` compares UTF-16 units, which differ beyond U+FFFF. */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Moves surrogates, which stand for code points from U+10000, behind U+E000 to U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

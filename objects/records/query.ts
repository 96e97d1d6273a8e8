/** Queries as the rest of Croft passes them around: parsed, checked, with absolute dates. */
import type { Filter, SortTerm, ValueKind } from "../../src/protocol/filter.ts";

/** Which records a list shows: living ones, all, or deleted ones. */
export type DeletedRows = "exclude" | "include" | "only";

/** What a list or a live query asks for. Made by `parseQuery` and `parseLiveQuery`. */
export interface ListQuery {
  readonly filter: Filter;
  /** Empty only for a search without a sort: its result is ranked (see `isRanked` in page.ts). */
  readonly sort: SortTerm[];
  readonly limit: number;
  /** As the client sent it; `listStatement` reads it. */
  readonly cursor: string | null;
  /** Whether the total is wanted. */
  readonly count: boolean;
  /** Names of the fields to show, or null for all. */
  readonly fields: string[] | null;
  /** Names of relations to expand. */
  readonly expand: string[];
  readonly q: string | null;
  readonly deleted: DeletedRows;
  /** The query as it was written, relative dates unresolved: a cursor belongs to this text (see cursor.ts). */
  readonly binding: string;
}

/** How much of a date a group keeps; null groups by the value itself. */
export type DateUnit = "hour" | "day" | "week" | "month";

/** One part of a group's key. */
export interface GroupTerm {
  /** `stage` or `createdAt:day`, as the client wrote it and as the answer shows it. */
  readonly label: string;
  readonly path: string;
  readonly kind: ValueKind;
  readonly unit: DateUnit | null;
}

/** A field that is added up, averaged or searched for its extremes. */
export interface Measure {
  readonly path: string;
  readonly kind: ValueKind;
}

/** What an aggregate asks for. Made by `parseAggregateParams` and `parseLiveAggregate`. */
export interface AggregateQuery {
  readonly filter: Filter;
  readonly groupBy: readonly GroupTerm[];
  readonly count: boolean;
  readonly sum: readonly Measure[];
  readonly avg: readonly Measure[];
  readonly min: readonly Measure[];
  readonly max: readonly Measure[];
  readonly q: string | null;
  readonly deleted: DeletedRows;
}

/** A group's key: one value for each term of `groupBy`. */
export type GroupKey = readonly (string | number | boolean | null)[];

/** Limits of queries (api.md). */
export const QUERY_LIMITS = {
  page: 200,
  defaultPage: 50,
  liveWindow: 1000,
  defaultLiveWindow: 100,
  sortTerms: 4,
  expand: 4,
  groupBy: 4,
  measures: 8,
  groups: 1000,
  /** Characters of a text operand. */
  operand: 1000,
} as const;

/** SQL text with its parameters, in order. */
export interface Statement {
  readonly sql: string;
  readonly params: SqlParam[];
}

/** Parameters are never blobs. */
export type SqlParam = string | number | null;

/** Whether a query's result is ordered by relevance: a search without a sort. */
export function isRanked(query: Pick<ListQuery, "q" | "sort">): boolean {
  return query.q !== null && query.sort.length === 0;
}

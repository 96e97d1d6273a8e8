/** Live queries, as the subscribe message carries them. */
import * as z from "zod";
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import { EVERYTHING } from "../../src/protocol/filter.ts";
import { defaultSort } from "./order.ts";
import { groupTerms, measures, requireSomeAnswer } from "./parse-aggregate.ts";
import { parseFilter } from "./parse-filter.ts";
import { parseSort } from "./parse-sort.ts";
import { type AggregateQuery, type ListQuery, QUERY_LIMITS } from "./query.ts";
import type { QueryScope } from "./scope.ts";

const selection = { filter: z.unknown().optional(), q: z.string().optional() };

const WINDOW = `Write a whole number from 1 to ${QUERY_LIMITS.liveWindow}.`;

const liveQuery = z.strictObject({
  ...selection,
  sort: z.array(z.string()).optional(),
  limit: z.int(WINDOW).min(1, WINDOW).max(QUERY_LIMITS.liveWindow, WINDOW).optional(),
});

const names = z.array(z.string()).default([]);
const liveAggregate = z.strictObject({
  groupBy: names,
  count: z.boolean().default(false),
  sum: names,
  avg: names,
  min: names,
  max: names,
});

/**
 * Parses `{ filter?, sort?, limit?, q? }`. Relative dates are resolved once, by the scope's `now`.
 * @throws AppError BAD_REQUEST or INVALID_FILTER.
 */
export function parseLiveQuery(input: unknown, scope: QueryScope): ListQuery {
  const query = parseBody(liveQuery, input, "query");
  const selected = selectionOf(query, scope);
  return {
    ...selected,
    sort: query.sort?.length
      ? parseSort(query.sort, scope, "query.sort")
      : selected.q === null
        ? defaultSort(scope.resource)
        : [],
    limit: query.limit ?? QUERY_LIMITS.defaultLiveWindow,
    cursor: null,
    count: false,
    fields: null,
    expand: [],
    binding: "",
  };
}

/**
 * Parses `{ groupBy?, count?, sum?, avg?, min?, max? }` with the query beside it, of which it takes `filter` and `q`.
 * @throws AppError BAD_REQUEST or INVALID_FILTER.
 */
export function parseLiveAggregate(input: unknown, query: unknown, scope: QueryScope): AggregateQuery {
  const aggregate = parseBody(liveAggregate, input, "aggregate");
  const selected = selectionOf(parseBody(z.strictObject(selection), query, "query"), scope);
  const groupBy = groupTerms([...new Set(aggregate.groupBy)], scope);
  const { sum, avg, min, max } = aggregate;
  const measured = measures(
    { sum: [...new Set(sum)], avg: [...new Set(avg)], min: [...new Set(min)], max: [...new Set(max)] },
    scope,
  );
  return { ...selected, ...requireSomeAnswer({ groupBy, count: aggregate.count, ...measured }) };
}

function selectionOf(
  query: { filter?: unknown; q?: string | undefined },
  scope: QueryScope,
): Pick<ListQuery, "filter" | "q" | "deleted"> {
  const q = query.q === undefined || query.q.trim() === "" ? null : query.q;
  if (q !== null && scope.resource.search.length === 0)
    throw invalidField("BAD_REQUEST", "query.q", "This resource has no text to search.");
  const filter = query.filter === undefined ? EVERYTHING : parseFilter(query.filter, scope, "query.filter");
  return { filter, q, deleted: "exclude" };
}

function parseBody<Output>(schema: z.ZodType<Output>, input: unknown, at: string): Output {
  const result = schema.safeParse(input === undefined ? {} : input);
  if (result.success) return result.data;
  const details = result.error.issues.map((issue) => ({
    field: [at, ...issue.path].join("."),
    message: issue.message,
  }));
  throw new AppError("BAD_REQUEST", {
    message: details.map((detail) => `${detail.field}: ${detail.message}`).join(" "),
    details,
  });
}

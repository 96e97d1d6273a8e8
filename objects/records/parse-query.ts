/** List and aggregate queries as REST writes them. What is not known is refused, so that a typo never widens a query. */
import { type AppError, invalidField } from "../../src/protocol/errors.ts";
import { EVERYTHING, type Filter } from "../../src/protocol/filter.ts";
import { filterJson, filterParam } from "./filter-params.ts";
import { defaultSort } from "./order.ts";
import { groupTerms, measures, requireSomeAnswer } from "./parse-aggregate.ts";
import { newBudget } from "./parse-filter.ts";
import { parseSort } from "./parse-sort.ts";
import { type AggregateQuery, type DeletedRows, type ListQuery, QUERY_LIMITS } from "./query.ts";
import { type QueryScope, relationOf } from "./scope.ts";

const SELECTION = ["filter", "q", "deleted"];
const LIST = [...SELECTION, "sort", "limit", "cursor", "count", "fields", "expand"];
const AGGREGATE = [...SELECTION, "groupBy", "count", "sum", "avg", "min", "max"];

/** Parameters that change how a page is shown, not which records the walk meets in which order. */
const UNBOUND = new Set(["cursor", "limit", "count", "fields", "expand"]);

/**
 * Parses the parameters of a list. A field that has the name of a parameter is filtered as `count[eq]=3`.
 * @throws AppError BAD_REQUEST naming the parameter, or INVALID_FILTER naming the condition.
 */
export function parseQuery(params: URLSearchParams, scope: QueryScope): ListQuery {
  requireDistinct(params);
  const q = searchOf(params.get("q"), scope);
  const sort = params.get("sort");
  return {
    filter: filterOf(params, LIST, scope),
    sort: sort === null ? (q === null ? defaultSort(scope.resource) : []) : parseSort(sort.split(","), scope),
    limit: integerOf(params.get("limit"), "limit", QUERY_LIMITS.defaultPage, QUERY_LIMITS.page),
    cursor: params.get("cursor"),
    count: flagOf(params.get("count"), "count"),
    fields: fieldNames(params.get("fields"), scope),
    expand: expandNames(params.get("expand"), scope),
    q,
    deleted: deletedOf(params.get("deleted"), scope),
    binding: bindingOf(params, scope),
  };
}

/**
 * Parses the parameters of an aggregate; without any of count, sum, avg, min and max it counts.
 * @throws AppError as `parseQuery`.
 */
export function parseAggregateParams(params: URLSearchParams, scope: QueryScope): AggregateQuery {
  requireDistinct(params);
  const names = (parameter: string) => listOf(params.get(parameter), parameter);
  const query = {
    groupBy: groupTerms(names("groupBy"), scope),
    count: flagOf(params.get("count"), "count"),
    ...measures({ sum: names("sum"), avg: names("avg"), min: names("min"), max: names("max") }, scope),
  };
  const q = searchOf(params.get("q"), scope);
  return {
    filter: filterOf(params, AGGREGATE, scope),
    ...requireSomeAnswer(query),
    q,
    deleted: deletedOf(params.get("deleted"), scope),
  };
}

function requireDistinct(params: URLSearchParams): void {
  const seen = new Set<string>();
  for (const name of params.keys()) {
    if (name === "") throw badParameter("(empty)", "A parameter has no name.");
    if (seen.has(name)) throw badParameter(name, "This parameter stands twice.");
    seen.add(name);
  }
}

function filterOf(params: URLSearchParams, known: readonly string[], scope: QueryScope): Filter {
  const budget = newBudget();
  const nodes: Filter[] = [];
  for (const [name, text] of params) {
    if (name === "filter") nodes.push(filterJson(text, scope, budget));
    if (known.includes(name)) continue;
    const condition = filterParam(name, text, scope, budget);
    if (!condition) throw badParameter(name, "There is no such parameter or field.");
    nodes.push(condition);
  }
  const [only] = nodes;
  return nodes.length > 1 ? { op: "and", nodes } : (only ?? EVERYTHING);
}

/** Blank means no search at all: what an empty search box sends. */
function searchOf(text: string | null, scope: QueryScope): string | null {
  if (text === null || text.trim() === "") return null;
  if (scope.resource.search.length === 0) throw badParameter("q", "This resource has no text to search.");
  return text;
}

function deletedOf(text: string | null, scope: QueryScope): DeletedRows {
  if (text === null) return "exclude";
  if (!scope.resource.systemColumns) throw badParameter("deleted", "Records of this resource are never deleted.");
  if (text === "include" || text === "only") return text;
  throw badParameter("deleted", "Write include or only.");
}

function fieldNames(text: string | null, scope: QueryScope): string[] | null {
  if (text === null) return null;
  const names = listOf(text, "fields");
  for (const name of names) {
    if (!scope.resource.fields.has(name)) throw badParameter("fields", `There is no field "${name}".`);
  }
  return names;
}

function expandNames(text: string | null, scope: QueryScope): string[] {
  const names = listOf(text, "expand");
  if (names.length > QUERY_LIMITS.expand) throw badParameter("expand", `At most ${QUERY_LIMITS.expand} relations.`);
  for (const name of names) {
    if (!relationOf(name, scope)) throw badParameter("expand", `There is no relation "${name}".`);
  }
  return names;
}

/** Names between commas, each once. */
function listOf(text: string | null, parameter: string): string[] {
  if (text === null) return [];
  const names = text.split(",");
  if (names.includes("")) throw badParameter(parameter, "Write names with commas between them.");
  return [...new Set(names)];
}

function integerOf(text: string | null, parameter: string, fallback: number, most: number): number {
  if (text === null) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) throw badParameter(parameter, `This must be a whole number from 1 to ${most}.`);
  return value;
}

function flagOf(text: string | null, parameter: string): boolean {
  if (text === null || text === "false") return false;
  if (text === "true") return true;
  throw badParameter(parameter, "Write true or false.");
}

/** Everything that decides which records come in which order, as it was written: relative dates must not break a walk. */
function bindingOf(params: URLSearchParams, scope: QueryScope): string {
  const bound = [...params].filter(([name]) => !UNBOUND.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([scope.resource.name, bound]);
}

function badParameter(parameter: string, message: string): AppError {
  return invalidField("BAD_REQUEST", parameter, message);
}

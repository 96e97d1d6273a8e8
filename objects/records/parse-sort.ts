/** Sort terms as clients write them: `-createdAt`, `lastName`, `custom.tier`. */
import { type AppError, invalidField } from "../../src/protocol/errors.ts";
import type { SortTerm } from "../../src/protocol/filter.ts";
import { valueKind } from "./parse-filter.ts";
import { QUERY_LIMITS } from "./query.ts";
import { fieldOfTerm, type QueryScope } from "./scope.ts";

/**
 * Parses sort terms, the most important first.
 * @param at where the sort stands, for error details.
 * @throws AppError BAD_REQUEST for unknown fields, lists, objects, repeated fields and too many of them.
 */
export function parseSort(terms: readonly string[], scope: QueryScope, at = "sort"): SortTerm[] {
  if (terms.length > QUERY_LIMITS.sortTerms) throw badSort(at, `At most ${QUERY_LIMITS.sortTerms} fields.`);
  const sort = terms.map((term) => parseTerm(term, scope, at));
  if (new Set(sort.map((term) => term.path)).size < sort.length) throw badSort(at, "A field stands twice.");
  return sort;
}

function parseTerm(term: string, scope: QueryScope, at: string): SortTerm {
  const descending = term.startsWith("-");
  const path = descending ? term.slice(1) : term;
  const field = fieldOfTerm({ path }, scope);
  if (!field) throw badSort(at, `There is no field "${path}".`);
  const kind = valueKind(field);
  if (kind === null || kind === "list") throw badSort(at, `"${path}" has no order.`);
  return field.custom === null ? { path, descending } : { path, descending, kind };
}

function badSort(at: string, message: string): AppError {
  return invalidField("BAD_REQUEST", at, message);
}

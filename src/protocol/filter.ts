/** The filter tree: one language for REST, live queries and saved views. */
import * as z from "zod";

/** A filter is refused beyond these (api.md). */
export const FILTER_LIMITS = { conditions: 50, depth: 5, listValues: 200 } as const;

export const OPERATORS = [
  "eq",
  "ne",
  "gt",
  "gte",
  "lt",
  "lte",
  "in",
  "nin",
  "contains",
  "startsWith",
  "isNull",
] as const;
export type Operator = (typeof OPERATORS)[number];

/** A value to compare with. Nulls are not values here: `isNull` asks for them. */
export type Scalar = string | number | boolean;

/** How the values of a field compare. The server's field kinds without the opaque one. */
export type ValueKind = "text" | "integer" | "number" | "boolean" | "date" | "list";

/** The JSON form, as a client writes it: `{"and":[{"status":"open"},{"value":{"gte":100}}]}`. Parsed further by the server. */
export type FilterInput = { [key: string]: unknown };
export const filterInputSchema: z.ZodType<FilterInput> = z.record(z.string(), z.unknown());

/** One condition, resolved: the field is known, the operand has the field's type, dates are absolute. */
export interface Condition {
  readonly op: Operator;
  /** `status`, `custom.tier` or `account.size`. */
  readonly path: string;
  /** An array for `in` and `nin`, a boolean for `isNull`, else a scalar. */
  readonly value: Scalar | readonly Scalar[];
  /** Of a tenant's own field: its kind when the condition was parsed. Values of any other kind count as null. */
  readonly kind?: ValueKind;
}

/** The resolved tree: what SQL and memory evaluate. An empty `and` matches everything. */
export type Filter =
  | { readonly op: "and" | "or"; readonly nodes: readonly Filter[] }
  | { readonly op: "not"; readonly node: Filter }
  | Condition;

/** One sort term, resolved. */
export interface SortTerm {
  readonly path: string;
  readonly descending: boolean;
  /** As in `Condition`. */
  readonly kind?: ValueKind;
}

/** Matches every record. */
export const EVERYTHING: Filter = { op: "and", nodes: [] };

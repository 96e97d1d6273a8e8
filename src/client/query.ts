/** Queries of the client as parameters of a path. */
import type { FilterInput } from "../protocol/filter.ts";

/** Which records: the filter tree of the contract, full text, and whether deleted records count. */
export interface Selection {
  readonly filter?: FilterInput | undefined;
  readonly q?: string | undefined;
  readonly deleted?: "include" | "only" | undefined;
}

export interface ListQuery extends Selection {
  /** The most important first; `-` for descending. */
  readonly sort?: readonly string[] | undefined;
  /** Records of one page, 1 to 200. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  /** Adds `total` to the page. */
  readonly count?: boolean | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly expand?: readonly string[] | undefined;
}

export interface AggregateQuery extends Selection {
  /** Fields, and dates by unit: `createdAt:day`. */
  readonly groupBy?: readonly string[] | undefined;
  readonly count?: boolean | undefined;
  readonly sum?: readonly string[] | undefined;
  readonly avg?: readonly string[] | undefined;
  readonly min?: readonly string[] | undefined;
  readonly max?: readonly string[] | undefined;
}

type Parameter = string | number | boolean | readonly string[] | FilterInput | undefined;

/** `?a=1&b=2`, lists with commas, trees as JSON; nothing for what is left out or an empty list. */
export function queryString(parameters: { readonly [name: string]: Parameter }): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    if (Array.isArray(value)) search.set(name, value.join(","));
    else search.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  return search.size === 0 ? "" : `?${search}`;
}

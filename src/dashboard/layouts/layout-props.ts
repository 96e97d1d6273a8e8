/** What every layout is given: which records, of which resource. */

import type { ResourceDescription } from "../../protocol/description.ts";
import type { FilterInput } from "../../protocol/filter.ts";

/** Which records are shown. */
export interface LayoutQuery {
  readonly filter?: FilterInput | undefined;
  readonly q?: string | undefined;
  readonly sort?: readonly string[] | undefined;
}

export interface LayoutProps {
  readonly resource: ResourceDescription;
  readonly query: LayoutQuery;
}

/** The query with one condition more. */
export function narrowed({ filter, q }: LayoutQuery, condition: FilterInput): Pick<LayoutQuery, "filter" | "q"> {
  return { filter: filter === undefined ? condition : { and: [filter, condition] }, q };
}

/** What falls on the days shown, followed live. */
import { useMemo } from "react";
import { useLive } from "../../../client/react/use-live.ts";
import type { ResourceDescription } from "../../../protocol/description.ts";
import { idOf, type JsonRecord } from "../../records/value.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { type LayoutQuery, narrowed } from "../layout-props.ts";
import type { DateChoice } from "../possible-layouts.ts";
import { between } from "./days.ts";
import { entriesByDay } from "./entries.ts";

/** The most records that one calendar shows: what a live query takes. */
export const MOST = 1_000;

export function useEntries(
  resource: ResourceDescription,
  query: LayoutQuery,
  choice: DateChoice,
  weeks: readonly (readonly string[])[],
) {
  const { tenant } = useTenant();
  const { path, field, through } = choice;
  const range = between(weeks.flat(), field.format === "date");
  // Live queries are not sorted by fields of related records.
  const sort = through ? undefined : [path];
  const records = useLive(tenant.resource(resource.name), {
    ...narrowed(query, { [path]: range }),
    sort,
    limit: MOST,
  });
  const holders = useLive(
    tenant.resource(through?.resource.name ?? resource.name),
    through ? { filter: { [field.name]: range }, sort: [field.name], limit: MOST } : null,
  );
  const entries = useMemo(() => {
    const related = new Map<string, JsonRecord>(holders.data.map((holder) => [idOf(holder), holder]));
    return entriesByDay(records.data, choice, related);
  }, [records.data, holders.data, choice]);
  return {
    entries,
    isFull: records.data.length >= MOST || holders.data.length >= MOST,
    error: [records, holders].find(({ status }) => status === "failed")?.error ?? null,
    status: records.status,
  };
}

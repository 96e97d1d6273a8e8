import { useMemo } from "react";
import type { Fields, LiveAggregateQuery, LiveResult, ReadResource, ResourceTypes } from "../croft.ts";
import { useByValue } from "./by-value.ts";
import { useFollowed } from "./followed.ts";

/**
 * Figures by group, kept up to date: `useAggregate(acme.leads, { groupBy: ["stage"], count: true, sum: ["value"] })`. A row holds the
 * group's fields by name, and `count`, `sum`, `avg`, `min` and `max` as asked. Null and changes of the query are as with `useLive`.
 */
export function useAggregate<Types extends ResourceTypes>(
  resource: ReadResource<Types>,
  query: LiveAggregateQuery<Types["record"]> | null,
): LiveResult<Fields> {
  const asked = useByValue(query);
  const live = useMemo(() => asked && resource.liveAggregate(asked), [resource, asked]);
  return useFollowed<Fields>(live, resource);
}

import { useMemo } from "react";
import type { LiveListQuery, LiveResult, ReadResource, ResourceTypes } from "../croft.ts";
import { useByValue } from "./by-value.ts";
import { useFollowed } from "./followed.ts";

/**
 * The records of a query, kept up to date: `useLive(acme.leads, { filter: { stage: "new" }, sort: ["-value"] })`.
 * Equal queries of any number of components are one subscription. With null nothing is followed, and the result stays `loading`.
 * When the query changes, the old records stay, with the status `stale`, until the new ones are there. On the server it is `loading`.
 */
export function useLive<Types extends ResourceTypes>(
  resource: ReadResource<Types>,
  query: LiveListQuery<Types["record"]> | null,
): LiveResult<Types["record"]> {
  const asked = useByValue(query);
  const live = useMemo(() => asked && resource.live(asked), [resource, asked]);
  return useFollowed(live, resource);
}

import { useMemo } from "react";
import type { FilterOf, LiveListQuery, LiveResult, ReadResource, ResourceTypes } from "../croft.ts";
import { useFollowed } from "./followed.ts";

/** One record, kept up to date. */
export interface LiveRecord<Item> extends Omit<LiveResult<Item>, "data"> {
  /** Null while it loads, and where there is none: deleted, or out of sight. `status` tells which. */
  readonly record: Item | null;
}

/**
 * One record by its id: `useRecord(acme.leads, id)`. With null nothing is followed, and the result stays `loading`.
 * When the id changes, the record of the old id is not shown any more.
 */
export function useRecord<Types extends ResourceTypes>(
  resource: ReadResource<Types>,
  id: string | null,
): LiveRecord<Types["record"]> {
  const live = useMemo(() => (id === null ? null : resource.live(queryOf<Types["record"]>(id))), [resource, id]);
  const { data, seq, status, error } = useFollowed(live, id);
  const [record = null] = data;
  return useMemo(() => ({ record, seq, status, error }), [record, seq, status, error]);
}

function queryOf<Item>(id: string): LiveListQuery<Item> {
  const filter: object = { id };
  // Every record has an id, which the type of a record that is not known here does not say.
  return { filter: filter as FilterOf<Item>, limit: 1 };
}

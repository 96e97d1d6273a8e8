/** A long list of a repository: its first rows live, older ones page by page on request. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { CroftError, LiveListQuery, ReadResource, ResourceTypes } from "../../client/croft.ts";
import { useLive } from "../../client/react/use-live.ts";

/** Rows that are followed live, and those of a page behind them. */
const PAGE = 50;

/** What every record of a repository has. */
export type RepositoryResource = ResourceTypes & {
  readonly record: { readonly id: string; readonly version: number; readonly updatedAt: string };
};

export interface Rows<Item> {
  readonly rows: readonly Item[];
  readonly status: "loading" | "live" | "stale" | "failed";
  readonly error: Error | null;
  readonly hasOlder: boolean;
  readonly isFetching: boolean;
  readonly fetchOlder: () => void;
}

/** @param scope whose resource it is, for what is kept of older pages */
export function useRows<Types extends RepositoryResource>(
  resource: ReadResource<Types>,
  scope: string,
  query: LiveListQuery<Types["record"]>,
): Rows<Types["record"]> {
  const live = useLive(resource, { ...query, limit: PAGE });
  const older = useInfiniteQuery({
    queryKey: ["repository", scope.toLowerCase(), resource.name, query],
    queryFn: ({ pageParam, signal }) =>
      resource.list({ ...query, limit: PAGE, cursor: pageParam === "" ? undefined : pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: false,
  });
  const { data, hasNextPage, fetchNextPage, isFetching } = older;
  const rows = useMemo(() => joined(live.data, data?.pages.flatMap((page) => page.data) ?? []), [live.data, data]);
  const fetchOlder = async () => {
    // The first page has the rows that are followed: it holds the place where the older ones begin.
    if (!data) await fetchNextPage();
    await fetchNextPage();
  };
  const error: CroftError | Error | null = live.error ?? older.error;
  return {
    rows,
    status: live.status,
    error,
    hasOlder: data ? hasNextPage : live.data.length >= PAGE,
    isFetching,
    fetchOlder: () => void fetchOlder(),
  };
}

/** Each row once, as it is now where it is followed. */
export function joined<Item extends { readonly id: string }>(
  live: readonly Item[],
  fetched: readonly Item[],
): readonly Item[] {
  if (fetched.length === 0) return live;
  const followed = new Set(live.map(({ id }) => id));
  return [...live, ...fetched.filter(({ id }) => !followed.has(id))];
}

/** Lists of the directory, page by page, read anew as long as somebody looks. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { DirectoryPage } from "../../client/operators/operators.ts";

const REFRESH_MS = 10_000;

export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly isPending: boolean;
  readonly error: Error | null;
  /** When it was read, in milliseconds since 1970; 0 before the first time. */
  readonly readAt: number;
  /** How fresh the directory itself is, where it says so. */
  readonly projectedAt: string | null;
  readonly hasMore: boolean;
  readonly isFetchingMore: boolean;
  readonly more: () => void;
  readonly refresh: () => void;
}

/** @param key what is asked for @param every milliseconds between two readings */
export function usePages<Item>(
  key: readonly unknown[],
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<DirectoryPage<Item>>,
  { every = REFRESH_MS, enabled = true }: { readonly every?: number; readonly enabled?: boolean } = {},
): Pages<Item> {
  const query = useInfiniteQuery({
    queryKey: ["operators", ...key],
    queryFn: ({ pageParam, signal }) => read(pageParam === "" ? undefined : pageParam, signal),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: every,
    enabled,
  });
  return {
    items: query.data?.pages.flatMap((page) => page.data) ?? [],
    isPending: query.isPending && enabled,
    error: query.error,
    readAt: query.dataUpdatedAt,
    projectedAt: query.data?.pages[0]?.projectedAt ?? null,
    hasMore: query.hasNextPage,
    isFetchingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    refresh: () => void query.refetch(),
  };
}

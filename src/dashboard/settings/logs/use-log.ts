/** A log: its newest entries as they come, and older ones page by page. Nothing is missed between the two, and nothing doubled. */
import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type * as z from "zod/mini";
import type { AnyRecord, LiveResult } from "../../../client/croft.ts";
import { useLive } from "../../../client/react/use-live.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { rowsOf } from "../rows.ts";
import { type LogPage, merged, withNewer } from "./merged.ts";

type Filter = { [key: string]: unknown };

/** Entries of one page. */
const PAGE = 50;
/** As many as a live query follows; with that many at once some were dropped, and the pages are read anew. */
const MOST_LIVE = 1_000;
/** With so many live ones they become part of the pages, and the live query begins behind them. */
const ENOUGH_LIVE = 300;

export interface LogQuestion<Row> {
  readonly resource: "audit-log" | "error-log";
  readonly schema: z.core.$ZodType<Row>;
  readonly conditions: readonly Filter[];
  /** Which entries are newer than those of the page. They may be named by both. */
  readonly newerThan: (page: LogPage<AnyRecord>) => readonly Filter[];
}

export interface Log<Row> {
  /** The newest first. */
  readonly rows: readonly Row[];
  readonly isPending: boolean;
  readonly error: Error | null;
  /** Shows another page; null where there is none, or it is on its way. */
  readonly showOlder: (() => void) | null;
  /** Whether the first entry of the log is among the rows. */
  readonly isWhole: boolean;
  /** Why older ones did not come; null while nothing failed. */
  readonly olderError: Error | null;
  /** Whether an entry came while the log was shown. */
  readonly isNew: (row: Row) => boolean;
}

export function useLog<Row extends { readonly id: string }>(question: LogQuestion<Row>): Log<Row> {
  const { resource, schema, conditions, newerThan } = question;
  const { tenant, handle } = useTenant();
  const source = tenant.resource(resource);
  const queryKey = useMemo(() => ["log", handle, resource, conditions], [handle, resource, conditions]);
  const pages = useInfiniteQuery({
    queryKey,
    queryFn: async ({ pageParam, signal }): Promise<LogPage<AnyRecord>> => {
      const cursor = pageParam ? { cursor: pageParam } : {};
      const page = await source.list({ filter: allOf(conditions), limit: PAGE, ...cursor }, { signal });
      return { data: page.data, seq: page.seq, nextCursor: page.nextCursor };
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    // The live half carries on from here; whoever comes back begins anew.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const first = pages.data?.pages[0];
  const live = useLive(
    source,
    first ? { filter: allOf([...conditions, ...newerThan(first)]), limit: MOST_LIVE } : null,
  );
  useRoom(queryKey, live, pages.refetch);
  // The same row as long as its record is the same, so that a page that comes does not draw all others anew.
  const [parsed] = useState(() => new WeakMap<AnyRecord, readonly Row[]>());
  const rows = useMemo(() => {
    const older = pages.data?.pages.flatMap(({ data }) => data) ?? [];
    return merged(live.data, older).flatMap((record) => {
      const found = parsed.get(record) ?? rowsOf(schema, [record]);
      parsed.set(record, found);
      return found;
    });
  }, [schema, live.data, pages.data, parsed]);
  const newer = useMemo(() => new Set(live.data.map(({ id }) => id)), [live.data]);
  return {
    rows,
    isPending: pages.isPending,
    error: pages.error ?? live.error,
    olderError: pages.isFetchNextPageError ? pages.error : null,
    isNew: ({ id }) => newer.has(id),
    showOlder: pages.hasNextPage && !pages.isFetchingNextPage ? () => void pages.fetchNextPage() : null,
    isWhole: pages.isSuccess && !pages.hasNextPage,
  };
}

/** Keeps the live query small, however long the log is shown. */
function useRoom(queryKey: readonly unknown[], { data, seq, status }: LiveResult<AnyRecord>, refetch: () => unknown) {
  const queries = useQueryClient();
  useEffect(() => {
    if (status !== "live" || seq === null || data.length < ENOUGH_LIVE) return;
    if (data.length >= MOST_LIVE) void refetch();
    else
      queries.setQueryData<InfiniteData<LogPage<AnyRecord>>>(
        queryKey,
        (held) => held && { ...held, pages: [...withNewer(held.pages, data, seq)] },
      );
  }, [queries, queryKey, data, seq, status, refetch]);
}

function allOf(conditions: readonly Filter[]): Filter | undefined {
  return conditions.length === 0 ? undefined : { and: conditions };
}

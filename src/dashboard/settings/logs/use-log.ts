/** A log: its newest entries as they come, and older ones page by page. Nothing is missed between the two, and nothing doubled. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type * as z from "zod/mini";
import type { AnyRecord, Page } from "../../../client/croft.ts";
import { useLive } from "../../../client/react/use-live.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { rowsOf } from "../rows.ts";
import { merged } from "./merged.ts";

type Filter = { [key: string]: unknown };

/** Entries of one page. */
const PAGE = 50;
/** As many as a live query follows; with that many new ones the pages begin anew. */
const MOST_LIVE = 1_000;

export interface LogQuestion<Row> {
  readonly resource: "audit-log" | "error-log";
  readonly schema: z.core.$ZodType<Row>;
  readonly conditions: readonly Filter[];
  /** Which entries are newer than those of the page. They may be named by both. */
  readonly newerThan: (page: Page<AnyRecord>) => readonly Filter[];
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
}

export function useLog<Row extends { readonly id: string }>(question: LogQuestion<Row>): Log<Row> {
  const { resource, schema, conditions, newerThan } = question;
  const { tenant, handle } = useTenant();
  const source = tenant.resource(resource);
  const pages = useInfiniteQuery({
    queryKey: ["log", handle, resource, conditions],
    queryFn: ({ pageParam, signal }) =>
      source.list({ filter: allOf(conditions), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
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
  const { refetch } = pages;
  useEffect(() => {
    if (live.data.length >= MOST_LIVE) void refetch();
  }, [live.data.length, refetch]);
  const rows = useMemo(() => {
    const older = pages.data?.pages.flatMap(({ data }) => data) ?? [];
    return rowsOf(schema, merged(live.data, older));
  }, [schema, live.data, pages.data]);
  return {
    rows,
    isPending: pages.isPending,
    error: pages.error ?? live.error,
    showOlder: pages.hasNextPage && !pages.isFetchingNextPage ? () => void pages.fetchNextPage() : null,
    isWhole: pages.isSuccess && !pages.hasNextPage,
  };
}

function allOf(conditions: readonly Filter[]): Filter | undefined {
  return conditions.length === 0 ? undefined : { and: conditions };
}

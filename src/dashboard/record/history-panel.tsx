/** Who changed what of a record, and when. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { ShownField } from "../fields/shown-field.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/record.ts";
import { Button } from "../ui/button.tsx";
import { Panel } from "../ui/heading.tsx";
import { Failed, Loading } from "../ui/notice.tsx";
import { HistoryEntry } from "./history-entry.tsx";
import type { RecordViewProps } from "./record-view.tsx";

const PAGE = 20;

export function HistoryPanel(props: RecordViewProps & { readonly fields: readonly ShownField[] }) {
  const { resource, record } = props;
  const { tenant, handle } = useTenant();
  const history = useInfiniteQuery({
    queryKey: ["history", handle, resource.name, record.id],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      tenant
        .resource(resource.name)
        .history(record.id, { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    getNextPageParam: (page) => page.nextCursor,
  });
  useAnew(`${record.version} ${String(record.deletedAt ?? "")}`, history.refetch);
  const entries = history.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Panel title={TEXTS.history}>
      {history.isError && <Failed error={history.error} retry={() => void history.refetch()} />}
      {history.isPending && <Loading lines={4} />}
      {history.isSuccess && entries.length === 0 && <p className="text-quiet">{TEXTS.noHistory}</p>}
      <ol className="grid gap-4">
        {entries.map((entry) => (
          <HistoryEntry key={entry.seq} entry={entry} {...props} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button className="justify-self-start" onClick={() => void history.fetchNextPage()}>
          {TEXTS.olderHistory}
        </Button>
      )}
    </Panel>
  );
}

/** Asks again when the record has moved on: for all pages that are shown, which stay meanwhile. */
function useAnew(state: string, refetch: () => unknown): void {
  const shown = useRef(state);
  useEffect(() => {
    if (shown.current === state) return;
    shown.current = state;
    void refetch();
  }, [state, refetch]);
}

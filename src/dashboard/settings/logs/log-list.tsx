/** The entries of a log, with what stands around them. Older ones come as one scrolls. */
import { type ReactNode, useEffect, useRef } from "react";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Failed, Loading } from "../../ui/notice.tsx";
import type { Log } from "./use-log.ts";

/** What is out of sight is not laid out: there may be thousands. */
const ROW = "px-4 py-2.5 [content-visibility:auto] [contain-intrinsic-block-size:auto_2.5rem]";

export function LogList<Row extends { readonly id: string }>({
  log,
  empty,
  children,
}: {
  readonly log: Log<Row>;
  readonly empty: { readonly title: string; readonly hint: string };
  readonly children: (row: Row) => ReactNode;
}) {
  const { rows, isPending, error, olderError, showOlder, isWhole, isNew } = log;
  if (isPending) return <Loading lines={8} />;
  if (error && rows.length === 0) return <Failed error={error} />;
  if (rows.length === 0) return <Empty title={empty.title}>{empty.hint}</Empty>;
  return (
    <>
      <ol className="divide-y divide-line rounded-lg border border-line bg-panel">
        {rows.map((row) => (
          <li key={row.id} className={`${ROW} ${isNew(row) ? "animate-touched" : ""}`}>
            {children(row)}
          </li>
        ))}
      </ol>
      {isWhole && <p className="text-center text-quiet text-xs">{TEXTS.logs.oldest}</p>}
      {olderError && <Failed error={olderError} />}
      {!isWhole && <Older show={showOlder} isByItself={olderError === null} shown={rows.length} />}
    </>
  );
}

/** How far below what is in sight older ones are asked for. */
const AHEAD = "800px";

/** @param isByItself whether coming near is enough; after a failure it takes a press @param shown how many are shown */
function Older({
  show,
  isByItself,
  shown,
}: {
  readonly show: (() => void) | null;
  readonly isByItself: boolean;
  readonly shown: number;
}) {
  const place = useRef<HTMLButtonElement>(null);
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  const isReady = show !== null && isByItself;
  useEffect(() => {
    // Watched anew for each page: one that moves this out of sight and back within a frame is no change to the browser.
    if (!place.current || !isReady || shown === 0) return;
    const seen = (entries: readonly IntersectionObserverEntry[]) => {
      // A busy page is told of several frames at once.
      if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current?.();
    };
    const watching = new IntersectionObserver(seen, { rootMargin: AHEAD });
    watching.observe(place.current);
    return () => watching.disconnect();
  }, [isReady, shown]);
  return (
    <Button ref={place} className="justify-self-center" aria-disabled={show === null} onClick={() => show?.()}>
      {TEXTS.logs.older}
    </Button>
  );
}

/** The entries of a log, with what stands around them. */
import type { ReactNode } from "react";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Failed, Loading } from "../../ui/notice.tsx";
import type { Log } from "./use-log.ts";

export function LogList<Row extends { readonly id: string }>({
  log,
  empty,
  children,
}: {
  readonly log: Log<Row>;
  readonly empty: { readonly title: string; readonly hint: string };
  readonly children: (row: Row) => ReactNode;
}) {
  const { rows, isPending, error, showOlder, isWhole } = log;
  if (isPending) return <Loading lines={8} />;
  if (error && rows.length === 0) return <Failed error={error} />;
  if (rows.length === 0) return <Empty title={empty.title}>{empty.hint}</Empty>;
  return (
    <>
      <ol className="divide-y divide-line rounded-lg border border-line bg-panel">
        {rows.map((row) => (
          <li key={row.id} className="animate-touched px-4 py-2.5">
            {children(row)}
          </li>
        ))}
      </ol>
      {isWhole && <p className="text-center text-quiet text-xs">{TEXTS.logs.oldest}</p>}
      {!isWhole && (
        <Button className="justify-self-center" aria-disabled={showOlder === null} onClick={() => showOlder?.()}>
          {TEXTS.logs.older}
        </Button>
      )}
    </>
  );
}

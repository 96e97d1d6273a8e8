/** A panel with a list: on its way, failed, empty or there. */
import type { ReactNode } from "react";
import type { LiveResult } from "../../client/croft.ts";
import { Panel } from "../ui/heading.tsx";
import { Failed } from "../ui/notice.tsx";
import { Rows } from "./rows.tsx";

export function RowsPanel({
  title,
  most,
  status,
  error,
  empty,
  children,
}: Pick<LiveResult<unknown>, "status" | "error"> & {
  readonly title: string;
  /** Rows for which there is room. */
  readonly most: number;
  readonly empty: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Panel title={title}>
      {status === "failed" ? (
        <Failed error={error} />
      ) : (
        <Rows label={title} most={most} loading={status === "loading"} empty={empty}>
          {children}
        </Rows>
      )}
    </Panel>
  );
}

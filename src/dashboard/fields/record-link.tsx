/** A record by its title, and the way to it. */
import { Link } from "@tanstack/react-router";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/fields.ts";
import type { Reference } from "./references.ts";
import { useTitle } from "./titles.ts";

/** Links within text, which colour alone would not tell apart from it. */
export const LINK = "underline decoration-edge underline-offset-2 hover:decoration-ink";

/** The same where a column is full of them. */
const LINK_IN_COLUMN = "underline decoration-line underline-offset-2 hover:decoration-ink";

/** Whether something leads to a record. `plain` without anything of its own: tables have many, and follow them by one handler (records-grid.tsx). */
export type Linked = boolean | "plain";

/** @param link whether it leads there; not for cards and rows that are links themselves */
export function RecordLink({
  resource,
  id,
  by = "id",
  link = true,
}: {
  readonly resource: string;
  readonly id: string;
  readonly by?: Reference["by"];
  readonly link?: Linked;
}) {
  const { handle } = useTenant();
  const { title, status } = useTitle({ resource, by }, id);
  if (status === "loading") return <span className="inline-block h-4 w-24 animate-pulse rounded bg-line/60" />;
  if (title === null)
    return (
      <span title={TEXTS.unknownRecord} className="text-quiet wrap-anywhere">
        {id}
      </span>
    );
  const text = (
    <>
      <bdi>{title}</bdi>
      {status === "deleted" && <span className="text-quiet"> ({TEXTS.deleted})</span>}
    </>
  );
  if (!link || by !== "id") return <span title={title}>{text}</span>;
  if (link === "plain")
    return (
      <a
        href={`/t/${handle}/r/${resource}/${id}`}
        data-opens={`${resource}/${id}`}
        tabIndex={-1}
        title={title}
        className={LINK_IN_COLUMN}
      >
        {text}
      </a>
    );
  return (
    <Link to="/t/$tenant/r/$resource/$id" params={{ tenant: handle, resource, id }} title={title} className={LINK}>
      {text}
    </Link>
  );
}

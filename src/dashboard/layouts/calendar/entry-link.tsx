/** A record in a calendar: its time and title, which lead to it. */
import { Link } from "@tanstack/react-router";
import type { ResourceDescription } from "../../../protocol/description.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { useShownTitle } from "../use-shown-title.ts";
import { timeName } from "./day-names.ts";
import type { Entry } from "./entries.ts";

const LOOKS = {
  line: "items-baseline gap-1.5 rounded bg-mark px-1.5 text-xs leading-5",
  block: "flex-col rounded bg-mark px-1.5 py-1 text-xs",
  row: "items-baseline gap-3 rounded-md border border-line bg-panel px-3 py-2",
} as const;

/** @param look one line in the corner of a day, a block in a column, or a row of a list */
export function EntryLink({
  resource,
  entry: { record, at },
  look,
}: {
  readonly resource: ResourceDescription;
  readonly entry: Entry;
  readonly look: keyof typeof LOOKS;
}) {
  const { handle } = useTenant();
  const title = useShownTitle(resource, record);
  return (
    <Link
      to="/t/$tenant/r/$resource/$id"
      params={{ tenant: handle, resource: resource.name, id: record.id }}
      title={title}
      className={`flex hover:underline focus-visible:-outline-offset-1 ${LOOKS[look]}`}
    >
      {at !== null && (
        <time dateTime={new Date(at).toISOString()} className="shrink-0 text-quiet">
          {timeName(at)}
        </time>
      )}
      <span dir="auto" className={look === "line" ? "min-w-0 truncate" : "min-w-0 wrap-anywhere"}>
        {title}
      </span>
    </Link>
  );
}

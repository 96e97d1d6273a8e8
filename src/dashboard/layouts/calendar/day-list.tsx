/** All that is on one day. */
import type { ResourceDescription } from "../../../protocol/description.ts";
import { TEXTS } from "../../texts/layouts.ts";
import type { Entry } from "./entries.ts";
import { EntryLink } from "./entry-link.tsx";

export function DayList({
  resource,
  entries,
}: {
  readonly resource: ResourceDescription;
  readonly entries: readonly Entry[];
}) {
  if (entries.length === 0) return <p className="text-quiet">{TEXTS.emptyDay}</p>;
  return (
    <ul className="grid gap-1.5">
      {entries.map((entry) => (
        <li key={entry.record.id}>
          <EntryLink resource={resource} entry={entry} look="row" />
        </li>
      ))}
    </ul>
  );
}

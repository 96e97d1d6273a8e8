/** One change: who, what, when; and, opened, what it was before. */
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { memo, useState } from "react";
import { titleOf } from "../../../protocol/title.ts";
import { ActorName } from "../../fields/actor-name.tsx";
import { TextWithRecords } from "../../fields/text-with-records.tsx";
import { resourceNamed } from "../../resources.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { labelOf, singularOf } from "../../texts/names.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Age, exactTime } from "../../ui/time.tsx";
import type { AuditEntry } from "../rows.ts";
import { type ChangedField, changedFields } from "./changed-fields.ts";

/** Drawn anew only when something of it changes: a log has thousands of them. */
export const AuditEntryRow = memo(function AuditEntryRow({
  entry,
  onRecord,
}: {
  readonly entry: AuditEntry;
  /** Asks for the changes of this record alone. */
  readonly onRecord: (id: string) => void;
}) {
  // What is closed costs nothing: records may be long.
  const [open, setOpen] = useState(false);
  const { resource, action, recordId, at, requestId } = entry;
  const title = titleOf(resourceNamed(resource)?.title ?? [], entry.after ?? entry.before ?? {});
  return (
    <details className="group" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-2">
        <ChevronRight size={14} aria-hidden className="self-center text-quiet group-open:rotate-90" />
        <span className="min-w-0 max-w-full truncate font-medium" dir="auto">
          <ActorName actor={{ kind: entry.actorKind, id: entry.actorId }} />
        </span>
        <span>
          {TEXTS.logs.actions[action] ?? action} {singularOf(resource)}
        </span>
        <span className="min-w-0 max-w-full flex-1 truncate" dir="auto">
          {title ? <TextWithRecords text={title} link={false} /> : recordId}
        </span>
        <span className="text-quiet">
          <Age at={at} />
        </span>
      </summary>
      {open && (
        <div className="grid gap-2 pt-2">
          <Changes fields={changedFields(entry.before, entry.after)} />
          <p className="flex flex-wrap gap-x-3 text-quiet text-xs">
            <RecordLink entry={entry} />
            <button type="button" className="cursor-pointer underline" onClick={() => onRecord(recordId)}>
              {TEXTS.logs.onlyRecord}
            </button>
            <span className="wrap-anywhere">{requestId}</span>
          </p>
        </div>
      )}
    </details>
  );
});

function RecordLink({ entry: { resource, recordId, action } }: { readonly entry: AuditEntry }) {
  const { handle } = useTenant();
  const description = resourceNamed(resource);
  if (!description || description.access.update === null || action === "purge") return <span>{recordId}</span>;
  return (
    <Link
      to="/t/$tenant/r/$resource/$id"
      params={{ tenant: handle, resource, id: recordId }}
      className="text-accent underline"
    >
      {recordId}
    </Link>
  );
}

function Changes({ fields }: { readonly fields: readonly ChangedField[] }) {
  if (fields.length === 0) return null;
  return (
    <table className="w-full table-fixed border-collapse text-left text-xs">
      <thead className="text-quiet">
        <tr>
          <th className="w-1/4 py-1 pr-2 font-normal">{TEXTS.logs.field}</th>
          <th className="py-1 pr-2 font-normal">{TEXTS.logs.before}</th>
          <th className="py-1 font-normal">{TEXTS.logs.after}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, before, after }) => (
          <tr key={name} className="border-line border-t align-top">
            <th className="py-1 pr-2 font-medium wrap-anywhere">{labelOf(name)}</th>
            <td className="py-1 pr-2 wrap-anywhere">
              <Value text={before} />
            </td>
            <td className="py-1 wrap-anywhere">
              <Value text={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ text }: { readonly text: string | null }) {
  if (text === null) return <span className="text-quiet italic">{TEXTS.logs.nothing}</span>;
  return (
    <div dir="auto" className="max-h-40 overflow-y-auto whitespace-pre-wrap">
      {TIME.test(text) ? exactTime(text) : text}
    </div>
  );
}

/** As the service writes times. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What happened with a record, as it happens. */
import { Plus } from "lucide-react";
import { useState } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import { useLive } from "../../client/react/react.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { useMayCreate, useReadable } from "../shell/readable.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/record.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Panel } from "../ui/heading.tsx";
import { Failed, Loading } from "../ui/notice.tsx";
import { NoteComposer } from "./note-composer.tsx";
import { RecordFormDialog } from "./record-form-dialog.tsx";
import { TimelineEntry } from "./timeline-entry.tsx";

const STEP = 20;
const MOST = 1_000;

/** What activities are filled in with, and found by. */
export function subjectOf(resource: ResourceDescription, id: string): Record<string, string> {
  return { subjectResource: resource.view ?? resource.name, subjectId: id };
}

export function Timeline({
  resource,
  record,
  isDeleted,
}: {
  readonly resource: ResourceDescription;
  readonly record: AnyRecord;
  readonly isDeleted: boolean;
}) {
  const { tenant } = useTenant();
  const mayCreate = useMayCreate();
  const [limit, setLimit] = useState(STEP);
  const [isAdding, setAdding] = useState(false);
  const subject = subjectOf(resource, record.id);
  const activities = useReadable()("activities");
  const query = activities && { filter: subject, sort: ["-occurredAt"], limit };
  const { data, status, error } = useLive(tenant.resource("activities"), query);
  if (!activities) return null;
  const canAdd = !isDeleted && mayCreate("activities");
  return (
    <Panel
      title={TEXTS.timeline}
      action={
        canAdd && (
          <IconButton label={TEXTS.addActivity} className="-my-2" onClick={() => setAdding(true)}>
            <Plus size={16} aria-hidden />
          </IconButton>
        )
      }
    >
      {canAdd && <NoteComposer subject={subject} />}
      {status === "loading" && <Loading lines={3} />}
      {status === "failed" && <Failed error={error} />}
      {status !== "loading" && status !== "failed" && data.length === 0 && (
        <p className="text-quiet">{TEXTS.noActivities}</p>
      )}
      {data.length > 0 && (
        <ol className="grid gap-3">
          {data.map((activity) => (
            <TimelineEntry key={activity.id} activity={activity} />
          ))}
        </ol>
      )}
      {data.length >= limit && limit < MOST && (
        <Button className="justify-self-start" onClick={() => setLimit(Math.min(limit + STEP, MOST))}>
          {TEXTS.olderHistory}
        </Button>
      )}
      {isAdding && <RecordFormDialog resource={activities} initial={subject} onClose={() => setAdding(false)} />}
    </Panel>
  );
}

/** A record that is there, or was. */
import type { AnyRecord } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { useFields } from "../fields/use-fields.ts";
import { FieldsPanel } from "./fields-panel.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { RecordHeading } from "./record-heading.tsx";
import { RelatedPanels } from "./related-panels.tsx";
import { Timeline } from "./timeline.tsx";

/** The relation by which activities name their subject. */
const TIMELINE = "activities";

export interface RecordViewProps {
  readonly resource: ResourceDescription;
  readonly record: AnyRecord;
  readonly isDeleted: boolean;
}

export function RecordView(props: RecordViewProps) {
  const { resource, record, isDeleted } = props;
  const fields = useFields(resource);
  return (
    <>
      <RecordHeading {...props} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4">
          <FieldsPanel {...props} fields={fields} />
          <RelatedPanels resource={resource} record={record} isDeleted={isDeleted} />
        </div>
        <div className="grid min-w-0 gap-4">
          {resource.relations[TIMELINE] && <Timeline resource={resource} record={record} isDeleted={isDeleted} />}
          {resource.versioned && <HistoryPanel {...props} fields={fields} />}
        </div>
      </div>
    </>
  );
}

/** Records that name this one. */
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import { useAggregate, useLive } from "../../client/react/react.ts";
import type { Fields } from "../../client/resource-types.ts";
import type { RelationDescription, ResourceDescription } from "../../protocol/description.ts";
import { RecordLink } from "../fields/record-link.tsx";
import { useMayCreate, useReadable } from "../shell/readable.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { labelOf, singularOf } from "../texts/names.ts";
import { TEXTS } from "../texts/record.ts";
import { IconButton } from "../ui/button.tsx";
import { Panel } from "../ui/heading.tsx";
import { Failed, Loading } from "../ui/notice.tsx";
import { Age } from "../ui/time.tsx";
import { RecordFormDialog } from "./record-form-dialog.tsx";

interface RelatedProps {
  readonly resource: ResourceDescription;
  readonly record: AnyRecord;
  readonly isDeleted: boolean;
}

/** All but activities, which are the timeline. */
export function RelatedPanels(props: RelatedProps) {
  const readable = useReadable();
  const shown = Object.entries(props.resource.relations).flatMap(([name, relation]) => {
    const other = readable(relation.resource);
    return other && relation.kind === "many" && relation.resource !== "activities" ? [{ name, relation, other }] : [];
  });
  return shown.map(({ name, relation, other }) => (
    <RelatedPanel key={name} {...props} name={name} relation={relation} other={other} />
  ));
}

const MOST = 6;

function RelatedPanel({
  record,
  isDeleted,
  name,
  relation,
  other,
}: RelatedProps & {
  readonly name: string;
  readonly relation: RelationDescription;
  readonly other: ResourceDescription;
}) {
  const { tenant, handle } = useTenant();
  const mayCreate = useMayCreate();
  const [isAdding, setAdding] = useState(false);
  const filter: Fields = { [relation.field]: record.id };
  const client = tenant.resource(other.name);
  const { data, status, error } = useLive(client, { filter, limit: MOST });
  const [figures] = useAggregate(client, { filter, count: true }).data;
  const count = typeof figures?.count === "number" ? figures.count : null;
  const canAdd = !isDeleted && mayCreate(other.name) && record.id !== "";
  const one = singularOf(other.name);
  return (
    <Panel
      title={TEXTS.related(labelOf(name), count)}
      action={
        canAdd && (
          <IconButton label={TEXTS.addRelated(one)} className="-my-2" onClick={() => setAdding(true)}>
            <Plus size={16} aria-hidden />
          </IconButton>
        )
      }
    >
      {status === "loading" && <Loading lines={2} />}
      {status === "failed" && <Failed error={error} />}
      {status !== "loading" && status !== "failed" && data.length === 0 && (
        <p className="text-quiet">{TEXTS.noneRelated}</p>
      )}
      {data.length > 0 && (
        <ul className="grid divide-y divide-line">
          {data.map((related) => (
            <li key={related.id} className="flex min-w-0 items-baseline gap-3 py-1.5">
              <span className="min-w-0 flex-1 truncate">
                <RecordLink resource={other.name} id={related.id} />
              </span>
              <span className="text-quiet text-xs">
                {typeof related.updatedAt === "string" && <Age at={related.updatedAt} />}
              </span>
            </li>
          ))}
        </ul>
      )}
      {count !== null && count > MOST && (
        <Link
          to="/t/$tenant/r/$resource"
          params={{ tenant: handle, resource: other.name }}
          search={{ filter: { [relation.field]: record.id } }}
          className="w-fit underline decoration-edge underline-offset-2"
        >
          {TEXTS.allRelated}
        </Link>
      )}
      {isAdding && <RecordFormDialog resource={other} initial={filter} onClose={() => setAdding(false)} />}
    </Panel>
  );
}

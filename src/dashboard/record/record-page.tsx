/** One record: its fields, what belongs to it, what happened with it and what it was. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { AnyRecord } from "../../client/croft.ts";
import { CroftError } from "../../client/error.ts";
import { useLive, useRecord } from "../../client/react/react.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { resourceNamed } from "../resources.ts";
import { may } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { labelOf } from "../texts/names.ts";
import { TEXTS } from "../texts/record.ts";
import { buttonClass } from "../ui/button.tsx";
import { PageHeading } from "../ui/heading.tsx";
import { Empty, Failed, Loading } from "../ui/notice.tsx";
import { RecordView } from "./record-view.tsx";

export function RecordPage() {
  const { resource: name = "", id = "" } = useParams({ strict: false });
  const { role } = useTenant();
  const resource = resourceNamed(name);
  if (!resource) return <Gone title={TEXTS.noResource} />;
  if (role !== null && !may(role, "read", resource)) return <Gone title={TEXTS.goneTitle} resource={resource} />;
  // Nothing of one record stays when another one is shown.
  if (resource.singleton) return <OnlyRecord key={name} resource={resource} />;
  return <LiveRecordPage key={`${name} ${id}`} resource={resource} id={id} />;
}

const ONE = { limit: 1 };

/** Of some resources there is one record, whatever its id. */
function OnlyRecord({ resource }: { readonly resource: ResourceDescription }) {
  const { tenant } = useTenant();
  const { data, status, error } = useLive(tenant.resource(resource.name), ONE);
  const [record] = data;
  if (record) return <RecordView resource={resource} record={record} isDeleted={false} />;
  return status === "failed" ? <Failed error={error} /> : <Loading lines={8} />;
}

function LiveRecordPage({ resource, id }: { readonly resource: ResourceDescription; readonly id: string }) {
  const { tenant } = useTenant();
  const { record, status, error } = useRecord(tenant.resource(resource.name), id);
  if (record) return <RecordView resource={resource} record={record} isDeleted={false} />;
  if (status === "failed") return <Failed error={error} />;
  if (status === "loading") return <Loading lines={8} />;
  return <DeletedRecord resource={resource} id={id} />;
}

/** The last state of a record that is in no list any more. */
function DeletedRecord({ resource, id }: { readonly resource: ResourceDescription; readonly id: string }) {
  const { tenant, handle } = useTenant();
  const last = useQuery({
    queryKey: ["deleted", handle, resource.name, id],
    queryFn: ({ signal }) => readDeleted(() => tenant.resource(resource.name).get(id, { deleted: "include", signal })),
    // It may have been deleted a moment ago, and brought back in another.
    staleTime: 0,
    gcTime: 0,
  });
  if (last.isError) return <Failed error={last.error} retry={() => void last.refetch()} />;
  if (last.isPending) return <Loading lines={8} />;
  if (!last.data) return <Gone title={TEXTS.goneTitle} resource={resource} />;
  return <RecordView resource={resource} record={last.data} isDeleted />;
}

/** Null where there is none. */
async function readDeleted(read: () => Promise<AnyRecord>): Promise<AnyRecord | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CroftError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

function Gone({ title, resource }: { readonly title: string; readonly resource?: ResourceDescription }) {
  const { handle } = useTenant();
  return (
    <>
      <PageHeading title={title} />
      <Empty title={TEXTS.gone}>
        {resource && (
          <Link
            to="/t/$tenant/r/$resource"
            params={{ tenant: handle, resource: resource.name }}
            className={buttonClass("plain")}
          >
            {TEXTS.toList(labelOf(resource.name).toLowerCase())}
          </Link>
        )}
      </Empty>
    </>
  );
}

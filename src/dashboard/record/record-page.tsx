/** One record: its fields, what belongs to it, what happened with it and what it was. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
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
import { RecordTrail } from "./record-trail.tsx";
import { RecordView } from "./record-view.tsx";

export function RecordPage() {
  const { resource: name = "", id = "" } = useParams({ strict: false });
  const { rights } = useTenant();
  const resource = resourceNamed(name);
  if (!resource) return <Gone title={TEXTS.noResource} />;
  if (rights.role !== null && !may(rights, "read", resource))
    return <Gone title={TEXTS.goneTitle} resource={resource} />;
  // Nothing of one record stays when another one is shown.
  return (
    <>
      <RecordTrail resource={resource} id={id} />
      {resource.singleton ? (
        <OnlyRecord key={name} resource={resource} />
      ) : (
        <LiveRecordPage key={`${name} ${id}`} resource={resource} id={id} />
      )}
    </>
  );
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

/** Its form stays when the record is deleted under it: what is typed is not lost by that. */
function LiveRecordPage({ resource, id }: { readonly resource: ResourceDescription; readonly id: string }) {
  const { tenant } = useTenant();
  const { record, status, error } = useRecord(tenant.resource(resource.name), id);
  const [known, keep] = useState(record);
  if (record && record !== known) keep(record);
  const isGone = !record && status !== "loading" && status !== "failed";
  const last = useLastState(resource, id, isGone);
  if (status === "failed") return <Failed error={error} />;
  if (isGone && last.isError) return <Failed error={last.error} retry={() => void last.refetch()} />;
  if (isGone && last.data === null) return <Gone title={TEXTS.goneTitle} resource={resource} />;
  const shown = record ?? (isGone ? (last.data ?? known) : null);
  return shown ? <RecordView resource={resource} record={shown} isDeleted={isGone} /> : <Loading lines={8} />;
}

/** The last state of a record that is in no list any more; null where it was removed for good, or never was. */
function useLastState(resource: ResourceDescription, id: string, isGone: boolean): UseQueryResult<AnyRecord | null> {
  const { tenant, handle } = useTenant();
  return useQuery({
    queryKey: ["deleted", handle, resource.name, id],
    queryFn: ({ signal }) => readDeleted(() => tenant.resource(resource.name).get(id, { deleted: "include", signal })),
    enabled: isGone,
    // It may have been deleted a moment ago, and brought back in another.
    staleTime: 0,
    gcTime: 0,
  });
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

/** The records of one resource: as a table, on a board, in a calendar or on a map. */
import { useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useAggregate } from "../../client/react/use-aggregate.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { useFields } from "../fields/use-fields.ts";
import { resourceNamed } from "../resources.ts";
import { may } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { labelOf } from "../texts/names.ts";
import { TEXTS } from "../texts/records.ts";
import { PageHeading } from "../ui/heading.tsx";
import { Empty } from "../ui/notice.tsx";
import { RecordsTable } from "./records-table.tsx";
import type { TableState } from "./table-state.ts";
import { Toolbar } from "./toolbar.tsx";
import { useTablePlace } from "./use-table-state.ts";
import { numberOf } from "./value.ts";

export function RecordsPage() {
  const { resource: name } = useParams({ from: "/t/$tenant/r/$resource" });
  const { role } = useTenant();
  const resource = resourceNamed(name);
  if (!resource) return <Empty title={TEXTS.unknownResource(name)} />;
  if (role !== null && !may(role, "read", resource)) return <Empty title={TEXTS.mayNotRead} />;
  return <Records key={name} resource={resource} />;
}

function Records({ resource }: { readonly resource: ResourceDescription }) {
  const fields = useFields(resource);
  const place = useTablePlace(resource.name);
  const { state, change } = place;
  const total = useTotal(resource, state);
  const [isFiltering, setFiltering] = useState(false);
  const onCreate = null;
  return (
    <>
      <PageHeading
        title={place.view ? String(place.view.name) : labelOf(resource.name)}
        lead={<output>{TEXTS.total(total)}</output>}
      />
      <Toolbar
        resource={resource}
        fields={fields}
        place={place}
        onCreate={onCreate}
        isFiltering={isFiltering}
        setFiltering={setFiltering}
      />
      <RecordsTable
        resource={resource}
        fields={fields}
        state={state}
        change={change}
        total={total}
        onCreate={onCreate}
        onFilter={() => setFiltering(true)}
      />
    </>
  );
}

/** How many records match, live; null while that is not known. */
function useTotal(resource: ResourceDescription, { filter, q }: TableState): number | null {
  const { tenant } = useTenant();
  const asked = useMemo(
    () => ({ filter: filter ?? undefined, q: q.trim() === "" ? undefined : q, count: true }),
    [filter, q],
  );
  const { data, status } = useAggregate(tenant.resource(resource.name), asked);
  if (status === "loading" || status === "failed") return null;
  return numberOf(data[0] ?? {}, "count") ?? 0;
}

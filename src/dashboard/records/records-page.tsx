/** The records of one resource: as a table, on a board, in a calendar or on a map. */
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useState } from "react";
import { useAggregate } from "../../client/react/use-aggregate.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { useFields } from "../fields/use-fields.ts";
import { layoutsOf } from "../layouts/layouts.ts";
import { resourceNamed } from "../resources.ts";
import { may } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { labelOf } from "../texts/names.ts";
import { TEXTS } from "../texts/records.ts";
import { PageHeading } from "../ui/heading.tsx";
import { Empty, Loading } from "../ui/notice.tsx";
import { RecordsTable } from "./records-table.tsx";
import type { TableState } from "./table-state.ts";
import { Toolbar } from "./toolbar.tsx";
import { useTablePlace } from "./use-table-state.ts";
import { numberOf } from "./value.ts";

/** Each with its own chunk: a table is what most pages are. */
const LAYOUTS = {
  board: lazy(async () => ({ default: (await import("../layouts/board-layout.tsx")).BoardLayout })),
  calendar: lazy(async () => ({ default: (await import("../layouts/calendar-layout.tsx")).CalendarLayout })),
  map: lazy(async () => ({ default: (await import("../layouts/map-layout.tsx")).MapLayout })),
};

const RecordFormDialog = lazy(async () => ({
  default: (await import("../record/record-form-dialog.tsx")).RecordFormDialog,
}));

export function RecordsPage() {
  const { resource: name } = useParams({ from: "/t/$tenant/r/$resource" });
  const { rights } = useTenant();
  const resource = resourceNamed(name);
  if (!resource) return <Empty title={TEXTS.unknownResource(name)} />;
  if (rights.role !== null && !may(rights, "read", resource)) return <Empty title={TEXTS.mayNotRead} />;
  return <Records key={name} resource={resource} />;
}

function Records({ resource }: { readonly resource: ResourceDescription }) {
  const { rights } = useTenant();
  const fields = useFields(resource);
  const place = useTablePlace(resource.name);
  const { state, change } = place;
  const total = useTotal(resource, state);
  const layout = layoutsOf(resource).find((each) => each === state.layout) ?? "table";
  const [isFiltering, setFiltering] = useState(false);
  const [isCreating, setCreating] = useState(false);
  const mayCreate = may(rights, "create", resource) && !resource.singleton;
  const onCreate = mayCreate ? () => setCreating(true) : null;
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
      {place.isViewMissing && <p role="status">{TEXTS.views.missing}</p>}
      {layout === "table" ? (
        <RecordsTable
          resource={resource}
          fields={fields}
          state={state}
          change={change}
          total={total}
          onCreate={onCreate}
          onFilter={() => setFiltering(true)}
        />
      ) : (
        <OtherLayout resource={resource} state={state} layout={layout} />
      )}
      {isCreating && (
        <Suspense fallback={null}>
          <RecordFormDialog resource={resource} onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </>
  );
}

function OtherLayout({
  resource,
  state,
  layout,
}: {
  readonly resource: ResourceDescription;
  readonly state: TableState;
  readonly layout: keyof typeof LAYOUTS;
}) {
  const { filter, q, sort } = state;
  const query = useMemo(
    () => ({
      filter: filter ?? undefined,
      q: q.trim() === "" ? undefined : q,
      sort: sort.length === 0 ? undefined : sort,
    }),
    [filter, q, sort],
  );
  const Layout = LAYOUTS[layout];
  return (
    <Suspense fallback={<Loading lines={12} />}>
      <Layout resource={resource} query={query} />
    </Suspense>
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

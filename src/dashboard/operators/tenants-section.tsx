/** All tenants, or the one that is looked at. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { TenantEntry } from "../../client/operators/operators.ts";
import { sizeText } from "../settings/usage/amounts.ts";
import { NUMBER } from "../texts/counted.ts";
import { TEXTS } from "../texts/operators.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/field.tsx";
import { PageHeading } from "../ui/heading.tsx";
import { Age } from "../ui/time.tsx";
import { CreateTenant } from "./create-tenant.tsx";
import type { Column } from "./data-table.tsx";
import { operators } from "./operator-service.ts";
import { PageTable } from "./page-table.tsx";
import { usePages } from "./pages.ts";
import { SearchField } from "./search-field.tsx";
import { useSectionSearch } from "./section-search.ts";
import { StatusMark } from "./status-mark.tsx";
import { TenantDetails } from "./tenant-details.tsx";

const PAGE = 50;

export function TenantsSection() {
  const { search } = useSectionSearch();
  return search.tenant === undefined ? <AllTenants /> : <TenantDetails key={search.tenant} handle={search.tenant} />;
}

function AllTenants() {
  const { search, change } = useSectionSearch();
  const [isMaking, setMaking] = useState(false);
  const { q = "", status, sort = "handle" } = search;
  const pages = usePages(["tenants", q, status, sort], (cursor, signal) =>
    operators.tenants.list({ q: q || undefined, status, sort, limit: PAGE, cursor }, { signal }),
  );
  return (
    <>
      <PageHeading title={TEXTS.sections.tenants} lead={TEXTS.leads.tenants}>
        <Button look="main" onClick={() => setMaking(true)}>
          {TEXTS.createTenant}
        </Button>
      </PageHeading>
      <div className="grid max-w-2xl gap-3 sm:grid-cols-[1fr_10rem]">
        <SearchField label={TEXTS.searchTenants} q={q} onSearch={(next) => change({ q: next })} />
        <SelectField
          label={TEXTS.status}
          value={status ?? ""}
          onChange={({ target: { value } }) =>
            change({ status: value === "active" || value === "suspended" ? value : undefined })
          }
        >
          <option value="">{TEXTS.all}</option>
          <option value="active">{TEXTS.active}</option>
          <option value="suspended">{TEXTS.suspended}</option>
        </SelectField>
      </div>
      <PageTable
        pages={pages}
        label={TEXTS.sections.tenants}
        columns={COLUMNS}
        keyOf={({ tenant }) => tenant}
        sorting={{ sort, onSort: (next) => change({ sort: next }) }}
      />
      {isMaking && <CreateTenant onClose={() => setMaking(false)} onMade={pages.refresh} />}
    </>
  );
}

const COLUMNS: readonly Column<TenantEntry>[] = [
  {
    title: TEXTS.tenant,
    sort: "handle",
    cell: ({ tenant, name }) => (
      <>
        <Link
          to="/operators/$section"
          params={{ section: "tenants" }}
          search={{ tenant }}
          className="font-medium text-accent hover:underline"
        >
          {tenant}
        </Link>
        <span dir="auto" className="block max-w-60 truncate text-quiet text-xs">
          {name}
        </span>
      </>
    ),
  },
  { title: TEXTS.status, cell: ({ status }) => <StatusMark status={status} /> },
  { title: TEXTS.plan, cell: ({ plan }) => plan },
  { title: TEXTS.records, sort: "records", isNumber: true, cell: ({ records }) => NUMBER.format(records) },
  { title: TEXTS.size, sort: "bytes", isNumber: true, cell: ({ bytes }) => sizeText(bytes) },
  {
    title: TEXTS.lastActivity,
    sort: "lastActivityAt",
    isNumber: true,
    cell: ({ lastActivityAt }) => <Age at={lastActivityAt} />,
  },
  {
    title: TEXTS.directoryAsOf,
    sort: "projectedAt",
    isNumber: true,
    cell: ({ projectedAt }) => <Age at={projectedAt} />,
  },
];

/** What stands in place of a table without rows: how to begin, or what to change. */
import { CroftError } from "../../client/croft.ts";
import { labelOf, singularOf } from "../texts/names.ts";
import { TEXTS } from "../texts/records.ts";
import { Button } from "../ui/button.tsx";
import { Empty, Failed } from "../ui/notice.tsx";
import type { RecordsTableProps } from "./records-table.tsx";

export function NoRecords({ resource, state, change, onCreate }: RecordsTableProps) {
  if (state.filter !== null || state.q.trim() !== "")
    return (
      <Empty title={TEXTS.noneTitle}>
        <p>{TEXTS.noneLead}</p>
        <Button onClick={() => change({ filter: null, q: "" })}>{TEXTS.clearFilter}</Button>
      </Empty>
    );
  return (
    <Empty title={TEXTS.emptyTitle(labelOf(resource.name))}>
      <p>{TEXTS.emptyLead(resource.description)}</p>
      <p>{onCreate ? TEXTS.emptyCreate : TEXTS.emptyRead}</p>
      {onCreate && (
        <Button look="main" onClick={onCreate}>
          {TEXTS.create(singularOf(resource.name))}
        </Button>
      )}
    </Empty>
  );
}

/** The service's own words, and the way out of a filter that it refuses. */
export function RefusedQuery({ error, change, onFilter }: RecordsTableProps & { readonly error: CroftError | null }) {
  const isFilter = error instanceof CroftError && error.code === "INVALID_FILTER";
  if (!isFilter) return <Failed error={error} />;
  return (
    <div role="alert" className="grid justify-items-start gap-2 rounded-lg border border-bad bg-bad-mark p-4">
      <p className="font-medium">{TEXTS.refusedFilter}</p>
      <ul className="wrap-anywhere list-disc pl-5">
        {(error.details.length > 0
          ? error.details.map(({ field, message }) => `${field}: ${message}`)
          : [error.message]
        ).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onFilter}>{TEXTS.editFilter}</Button>
        <Button onClick={() => change({ filter: null })}>{TEXTS.filter.clear}</Button>
      </div>
    </div>
  );
}

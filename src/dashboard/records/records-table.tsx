/** The records of a resource as a table: live, sorted and selected, edited in their cells. */
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import type { ShownField } from "../fields/shown-field.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { labelOf } from "../texts/names.ts";
import { TEXTS } from "../texts/records.ts";
import { Button } from "../ui/button.tsx";
import { Loading } from "../ui/notice.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { keepList } from "./came-from.ts";
import { chosenColumns, columnsByDefault, titleField } from "./columns.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import type { TableQuery } from "./loaded-pages.ts";
import { NoRecords, RefusedQuery } from "./no-records.tsx";
import { RecordsGrid } from "./records-grid.tsx";
import { ALL, extentOf, NOTHING, only, type Selection, withoutIds } from "./selection.ts";
import { type TableColumn, useTableColumns } from "./table-columns.ts";
import { sortAsked, type TableState, toggledSort } from "./table-state.ts";
import { useEdits } from "./use-edits.ts";
import { useGridActions } from "./use-grid-actions.ts";
import { useGridFocus } from "./use-grid-focus.ts";
import { useRows } from "./use-rows.ts";
import { isTemporary } from "./value.ts";
import { resized } from "./widths.ts";

export interface RecordsTableProps {
  readonly resource: ResourceDescription;
  readonly fields: readonly ShownField[];
  readonly state: TableState;
  readonly change: (part: Partial<TableState>) => void;
  /** How many match; null while that is not known. */
  readonly total: number | null;
  readonly onCreate: (() => void) | null;
  readonly onFilter: () => void;
}

export function RecordsTable(props: RecordsTableProps) {
  const { resource, fields, state, change, total } = props;
  const query = useTableQuery(resource, state);
  const { source, ...shown } = useRows(resource, query);
  const { edits, now } = useEdits(resource, source);
  const columns = useColumns(resource, fields, state);
  const [selection, select] = useSelection(state);
  const control = useGridFocus(labelOf(resource.name));
  const { rows } = shown;
  const open = useOpen(resource, rows);
  const actions = useGridActions({
    resource,
    rows,
    columns,
    select,
    control,
    save: (record, values) => edits.save(record, values),
  });
  const [conflict] = now.conflicts;
  if (shown.status === "failed") return <RefusedQuery {...props} error={shown.error} />;
  if (shown.status === "loading") return <Loading lines={12} />;
  const ids = rows.map(({ id }) => id);
  return (
    <>
      {rows.length === 0 ? (
        <NoRecords {...props} />
      ) : (
        <RecordsGrid
          {...shown}
          resource={resource}
          columns={columns}
          widths={state.widths}
          sort={state.sort}
          total={total}
          selection={selection}
          edits={now}
          focus={control.focus}
          actions={actions}
          onMore={() => source.more()}
          onSort={(field, among) => change({ sort: toggledSort(state.sort, field, among) })}
          onSelectAll={() => select(extentOf(selection, ids) === "all" ? NOTHING : only(ids))}
          onResize={(column, width) => change({ widths: resized(state.widths, column, width) })}
          onOpen={open}
          onLeave={() => select(NOTHING)}
        />
      )}
      {shown.problem !== null && <Button onClick={() => source.retry()}>{TEXTS.moreFailed}</Button>}
      <BulkBar
        resource={resource}
        fields={fields}
        query={query}
        selection={selection}
        total={total}
        loaded={rows.length}
        onSelectAll={() => select(ALL)}
        onSelectNone={() => select(NOTHING)}
        onDeleted={(gone) => {
          source.remove(gone);
          select((now) => (now.of === "all" ? NOTHING : withoutIds(now, new Set(gone))));
        }}
      />
      {conflict && (
        <ConflictDialog
          key={conflict.theirs.version}
          resource={resource}
          {...conflict}
          onSave={(values, version) => edits.resolve(conflict, values, version)}
          onClose={() => edits.dismiss(conflict)}
        />
      )}
    </>
  );
}

/** Ends when another filter shows other records: nobody changes what they do not see. */
function useSelection({ filter, q }: TableState) {
  const [selection, select] = useState<Selection>(NOTHING);
  const [asked, ask] = useState({ filter, q });
  if (asked.filter !== filter || asked.q !== q) {
    ask({ filter, q });
    select(NOTHING);
  }
  return [selection, select] as const;
}

function useTableQuery(resource: ResourceDescription, { filter, q, sort }: TableState): TableQuery {
  return useMemo(() => ({ filter, q, sort: sortAsked(sort, resource) }), [filter, q, sort, resource]);
}

function useColumns(
  resource: ResourceDescription,
  fields: readonly ShownField[],
  { columns }: TableState,
): readonly TableColumn[] {
  const chosen = useMemo(
    () => chosenColumns(columns ?? columnsByDefault(resource, fields), fields).map(({ name }) => name),
    [columns, resource, fields],
  );
  const title = useMemo(() => {
    const field = titleField(resource, fields);
    return { field, label: field?.label ?? TEXTS.titleColumn };
  }, [resource, fields]);
  return useTableColumns(fields, chosen, title);
}

/** Opens a record: one of these rows, which knows its neighbours then, or one that they name. */
function useOpen(own: ResourceDescription, rows: readonly AnyRecord[]): (resource: string, id: string) => void {
  const navigate = useNavigate();
  const { handle } = useTenant();
  return (resource, id) => {
    if (isTemporary({ id })) return;
    const params = { tenant: handle, resource, id };
    const list = rows.filter((row) => !isTemporary(row)).map((row) => row.id);
    const state = resource === own.name ? keepList(list) : {};
    void navigate({ to: "/t/$tenant/r/$resource/$id", params, state });
  };
}

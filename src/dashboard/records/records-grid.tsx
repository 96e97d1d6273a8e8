/** The table itself: rows of one height, of which those in sight are drawn, worked with the keyboard as a grid. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, useEffect, useMemo, useRef } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import { useConnection } from "../../client/react/use-connection.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/records.ts";
import type { EditsNow } from "./cell-edits.ts";
import { GridHeader, headerId } from "./grid-header.tsx";
import { cellId, type GridActions, GridRow, ROW_HEIGHT } from "./grid-row.tsx";
import { extentOf, isSelected, type Selection } from "./selection.ts";
import type { TableColumn } from "./table-columns.ts";
import { useColumnSizes } from "./use-column-sizes.ts";
import { type GridFocus, useGridKeys } from "./use-grid-keys.ts";
import type { Widths } from "./widths.ts";

/** Rows beyond the last in sight at which more are asked for, and rows drawn around those in sight. */
const NEAR_END = 60;
const AROUND = 8;

export interface RecordsGridProps {
  readonly resource: ResourceDescription;
  readonly rows: readonly AnyRecord[];
  /** Each as wide as its values take. */
  readonly columns: readonly TableColumn[];
  /** What people made of that. */
  readonly widths: Widths;
  readonly sort: readonly string[];
  /** How many records there are; null while that is not known. */
  readonly total: number | null;
  readonly hasMore: boolean;
  readonly selection: Selection;
  readonly edits: EditsNow;
  readonly focus: GridFocus;
  readonly actions: GridActions;
  readonly onMore: () => void;
  readonly onSort: (field: string, among: boolean) => void;
  readonly onSelectAll: () => void;
  /** Gives a column a width; null for the one that it has by itself. */
  readonly onResize: (column: string, width: number | null) => void;
  /** Follows a link; what Enter does in a row where nothing is edited, and Ctrl Enter everywhere. */
  readonly onOpen: (resource: string, id: string) => void;
  readonly onLeave: () => void;
}

export function RecordsGrid(props: RecordsGridProps) {
  const { resource, rows, hasMore, onMore } = props;
  const place = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: AROUND,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - NEAR_END) onMore();
  }, [hasMore, last, rows.length, onMore]);
  const sizes = useColumnSizes({ ...props, grid });
  const { at, onKeyDown } = useGridKeys({ ...props, columns: sizes.columns, place, grid, virtual });
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const opened = followed(event);
    if (opened) props.onOpen(opened.resource, opened.id);
    else pressed(event, props.actions);
  };
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const inSight = at.row < 0 || items.some(({ index }) => index === at.row);
  const active =
    at.row < 0 ? headerId(resource.name, at.column) : cellId(resource.name, rows[at.row]?.id ?? "", at.column);
  return (
    <div
      ref={place}
      onScroll={({ currentTarget }) => currentTarget.toggleAttribute("data-sideways", currentTarget.scrollLeft > 0)}
      className="h-[max(18rem,calc(100dvh-13rem))] overflow-auto rounded-lg border border-line bg-panel focus-within:border-edge"
    >
      <table
        ref={grid}
        {...gridAttributes(props, inSight && rows.length > 0 ? active : undefined)}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={onClick}
        className="group/grid block outline-hidden"
        style={sizes.style}
      >
        <thead className="sticky top-0 z-20 block" {...sizes.handlers}>
          <GridHeader
            {...props}
            resource={resource.name}
            extent={extentOf(props.selection, ids)}
            active={at.row < 0 ? at.column : -1}
          />
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          <Rows {...props} items={items} at={at} />
        </tbody>
      </table>
    </div>
  );
}

/**
 * A table whose cells are worked with keys; cells and headers have their roles from it. It has the focus always, and says which
 * cell is meant: rows come and go while one scrolls.
 */
function gridAttributes({ focus, rows, columns, total }: RecordsGridProps, active: string | undefined) {
  return {
    role: "grid",
    tabIndex: 0,
    "aria-label": focus.label,
    "aria-description": TEXTS.keys,
    "aria-multiselectable": true,
    "aria-rowcount": total === null ? -1 : Math.max(total, rows.length) + 1,
    "aria-colcount": columns.length + 1,
    "aria-activedescendant": active,
  } as const;
}

/** The record whose link is followed in this tab; null where none is. */
function followed(event: MouseEvent<HTMLElement>): { readonly resource: string; readonly id: string } | null {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>("a[data-opens]") : null;
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || elsewhere || event.type !== "click") return null;
  event.preventDefault();
  const [resource = "", id = ""] = (link.dataset.opens ?? "").split("/");
  return { resource, id };
}

/** A press on a cell gives it the focus, a second one edits. */
function pressed(event: MouseEvent<HTMLElement>, actions: GridActions): void {
  const { target } = event;
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-record]") : null;
  if (!cell || !(target instanceof Element) || target.closest("a, input, select, textarea, button, form")) return;
  const { record = "", column = "0" } = cell.dataset;
  if (event.type === "dblclick") actions.edit(record, Number(column));
  else actions.press(record, Number(column));
}

interface RowsProps extends RecordsGridProps {
  readonly items: readonly { readonly index: number; readonly start: number }[];
  readonly at: { readonly row: number; readonly column: number };
}

function Rows({ resource, rows, columns, items, selection, edits, focus, at, actions }: RowsProps) {
  const { handle, tenant } = useTenant();
  const isWaiting = useConnection(tenant).status !== "live";
  return items.map(({ index, start }) => {
    const record = rows[index];
    if (!record) return null;
    const isActive = index === at.row;
    return (
      <GridRow
        key={record.id}
        resource={resource}
        handle={handle}
        record={record}
        index={index}
        top={start}
        columns={columns}
        isSelected={isSelected(selection, record.id)}
        active={isActive ? at.column : -1}
        isEditing={isActive && focus.isEditing}
        pending={edits.pending.get(record.id)}
        isWaiting={isWaiting && edits.pending.has(record.id)}
        actions={actions}
      />
    );
  });
}

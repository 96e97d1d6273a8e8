/** Which cell of a table has the focus, and what keys do there. */
import type { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useEffect, useMemo } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { type GridAction, type GridCell, gridAction } from "./grid-keys.ts";
import { cellId, type GridActions, ROW_HEIGHT } from "./grid-row.tsx";
import { SELECT_WIDTH, type TableColumn } from "./table-columns.ts";
import { bounded, STEP } from "./widths.ts";

/** Where the focus is: at a record, which may move while others write. */
export interface GridFocus {
  /** What the grid is called. */
  readonly label: string;
  /** Of the record; null in the header, and before there is one. */
  readonly id: string | null;
  /** Where the record stood last, for when it is gone; -1 for the header. */
  readonly row: number;
  readonly column: number;
  readonly isEditing: boolean;
  readonly move: (to: GridCell, id: string | null) => void;
}

export interface GridKeysParts {
  readonly resource: ResourceDescription;
  readonly rows: readonly AnyRecord[];
  readonly columns: readonly TableColumn[];
  readonly focus: GridFocus;
  /** What scrolls, and the grid within. */
  readonly place: RefObject<HTMLDivElement | null>;
  readonly grid: RefObject<HTMLTableElement | null>;
  readonly virtual: ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;
  readonly actions: GridActions;
  readonly onSort: (field: string, among: boolean) => void;
  readonly onSelectAll: () => void;
  readonly onResize: (column: string, width: number | null) => void;
  readonly onOpen: (resource: string, id: string) => void;
  readonly onLeave: () => void;
}

export function useGridKeys(parts: GridKeysParts) {
  const { rows, columns, focus, place, grid, virtual } = parts;
  const at = useMemo(() => cellNow(rows, columns.length, focus), [rows, columns, focus]);
  const { isEditing } = focus;
  useEffect(() => {
    // The control that was edited is gone, and the focus with it.
    if (!isEditing && document.activeElement === document.body && focus.id !== null)
      grid.current?.focus({ preventScroll: true });
  }, [isEditing, grid, focus.id]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (isWithinControl(event)) return;
    const page = Math.max(1, Math.floor((place.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const action = gridAction(event, at, { rows: rows.length, columns: columns.length + 1, page });
    if (action === null) return;
    event.preventDefault();
    if (action.type === "move") {
      focus.move(action.to, rows[action.to.row]?.id ?? null);
      if (action.to.row >= 0) virtual.scrollToIndex(action.to.row);
      scrollSideways(place.current, columns, action.to.column);
    } else if (action.type === "resize") widen(columns[at.column - 1], action.by, parts);
    else act(action.type, at, parts);
  };
  return { at, onKeyDown };
}

/** Whether the key is meant for something within a cell. */
function isWithinControl({ target }: KeyboardEvent<HTMLElement>): boolean {
  return target instanceof Element && target.closest("input:not([type=checkbox]), select, textarea, form") !== null;
}

/** Where the record of the focus stands now. */
function cellNow(rows: readonly AnyRecord[], columns: number, { id, row, column }: GridFocus): GridCell {
  const found = id === null ? -1 : rows[row]?.id === id ? row : rows.findIndex((each) => each.id === id);
  return {
    row: found >= 0 ? found : Math.min(row, rows.length - 1),
    column: Math.min(column, columns),
  };
}

function widen(column: TableColumn | undefined, by: number, { onResize }: GridKeysParts): void {
  if (!column) return;
  const width = bounded(column.width + by * STEP);
  if (width !== column.width) onResize(column.name, width);
}

function act(type: Exclude<GridAction["type"], "move" | "resize">, at: GridCell, parts: GridKeysParts): void {
  const record = parts.rows[at.row];
  const column = parts.columns[at.column - 1];
  if (type === "all") parts.onSelectAll();
  else if (type === "leave") parts.onLeave();
  else if (!record) {
    if (at.column === 0) parts.onSelectAll();
    else if (column?.sort && type !== "record") parts.onSort(column.sort, type === "extend");
  } else if (type === "select" || type === "extend") parts.actions.select(record.id, type === "extend");
  else if (type === "follow") follow(cellId(parts.resource.name, record.id, at.column));
  else if (type === "edit") parts.actions.edit(record.id, at.column);
  else if (type === "open" && column && at.column > 1) parts.actions.edit(record.id, at.column);
  else parts.onOpen(parts.resource.name, record.id);
}

/** As a press on the link would. */
function follow(cell: string): void {
  document.getElementById(cell)?.querySelector<HTMLElement>("a[data-opens]")?.click();
}

/** Brings a column into sight. */
function scrollSideways(place: HTMLDivElement | null, columns: readonly TableColumn[], column: number): void {
  if (!place) return;
  const before = columns.slice(0, Math.max(0, column - 1)).reduce((sum, { width }) => sum + width, SELECT_WIDTH);
  const width = columns[column - 1]?.width ?? SELECT_WIDTH;
  // The title stands over what is left of the others.
  const covered = column > 1 ? (columns[0]?.width ?? 0) : 0;
  if (column <= 1 || before - covered < place.scrollLeft) place.scrollLeft = column <= 1 ? 0 : before - covered;
  else if (before + width > place.scrollLeft + place.clientWidth) place.scrollLeft = before + width - place.clientWidth;
}

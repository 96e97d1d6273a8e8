/** The columns of a table, by TanStack Table: which are shown, in which order, how wide. */
import {
  type ColumnDef,
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import type { ShownField } from "../fields/shown-field.ts";
import { TITLE, widthOf } from "./columns.ts";

/** A column that shows a field; the title, whose name is `TITLE`, shows one where it is made of one. */
export interface TableColumn {
  readonly name: string;
  readonly label: string;
  readonly field: ShownField | null;
  /** Of the field to sort by; null where the column cannot be sorted. */
  readonly sort: string | null;
  readonly width: number;
}

const TITLE_WIDTH = 260;
/** Pixels of the column that selects. */
export const SELECT_WIDTH = 40;

const features = tableFeatures({ columnOrderingFeature, columnSizingFeature, columnVisibilityFeature });
/** Rows are not the table's concern: there may be ten thousand, and those in sight are all that is drawn. */
const NO_ROWS: AnyRecord[] = [];

/** @param chosen names of fields, in their order */
export function useTableColumns(
  fields: readonly ShownField[],
  chosen: readonly string[],
  title: Pick<TableColumn, "field" | "label">,
): readonly TableColumn[] {
  const byName = useMemo(
    () => new Map(columnsOf(fields, title).map((column) => [column.name, column])),
    [fields, title],
  );
  const columns = useMemo(
    () =>
      [...byName.values()].map(({ name, width }): ColumnDef<typeof features, AnyRecord> => ({ id: name, size: width })),
    [byName],
  );
  const state = useMemo(
    () => ({
      columnOrder: [TITLE, ...chosen],
      columnVisibility: Object.fromEntries(
        [...byName.keys()].map((name) => [name, name === TITLE || chosen.includes(name)]),
      ),
    }),
    [byName, chosen],
  );
  const table = useTable({ features, columns, data: NO_ROWS, state });
  const names = table
    .getVisibleLeafColumns()
    .map(({ id }) => id)
    .join("\n");
  return useMemo(
    () =>
      names
        .split("\n")
        .map((name) => byName.get(name))
        .filter((column) => column !== undefined),
    [names, byName],
  );
}

function columnsOf(fields: readonly ShownField[], title: Pick<TableColumn, "field" | "label">): readonly TableColumn[] {
  const sort = title.field?.filterable ? title.field.name : null;
  const shown = fields.map((field) => ({
    name: field.name,
    label: field.label,
    field,
    sort: field.filterable && field.kind !== "list" ? field.name : null,
    width: widthOf(field),
  }));
  return [{ name: TITLE, ...title, sort, width: TITLE_WIDTH }, ...shown];
}

/** Of all rows and the header alike, for CSS grids. */
export function templateOf(columns: readonly TableColumn[]): string {
  return `${String(SELECT_WIDTH)}px ${columns.map(({ width }) => `${String(width)}px`).join(" ")} minmax(0, 1fr)`;
}

export function widthOfAll(columns: readonly TableColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, SELECT_WIDTH);
}

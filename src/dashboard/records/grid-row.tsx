/** One row of a table. Drawn anew only when something of it changes. */
import { memo, useEffect, useRef, useState } from "react";
import type { AnyRecord, Fields } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { recordTitle } from "../fields/record-title.ts";
import { TEXTS } from "../texts/records.ts";
import { GridCell } from "./grid-cell.tsx";
import { type TableColumn, TITLE } from "./table-columns.ts";
import { changedFields } from "./touched.ts";
import { isTemporary } from "./value.ts";

/** Pixels. */
export const ROW_HEIGHT = 37;

/** What a row asks of its table; the same object always. */
export interface GridActions {
  press(id: string, column: number): void;
  edit(id: string, column: number): void;
  select(id: string, isRange: boolean): void;
  save(record: AnyRecord, values: Fields): void;
  endEdit(): void;
}

export interface GridRowProps {
  readonly resource: ResourceDescription;
  readonly handle: string;
  readonly record: AnyRecord;
  /** From 0. */
  readonly index: number;
  readonly top: number;
  readonly columns: readonly TableColumn[];
  readonly template: string;
  readonly isSelected: boolean;
  /** The column that has the focus; -1 for none. */
  readonly active: number;
  readonly isEditing: boolean;
  readonly pending: Fields | undefined;
  /** Whether what is pending waits for the connection. */
  readonly isWaiting: boolean;
  readonly actions: GridActions;
}

/** The id of a cell in the page. */
export function cellId(resource: string, record: string, column: number): string {
  return `cell-${resource}-${record.replace("~", "new")}-${String(column)}`;
}

export const CELL = "flex min-w-0 items-center overflow-hidden px-2";
const ACTIVE = " group-focus/grid:ring-2 group-focus/grid:ring-accent group-focus/grid:ring-inset";

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { resource, record, index, top, columns, template, isSelected, active, actions } = props;
  const touched = useTouched(record, columns);
  const title = recordTitle(resource, record);
  const id = record.id;
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={`group/row absolute top-0 left-0 grid w-full border-line border-b ${isSelected ? "bg-mark" : "bg-panel hover:bg-sunken"} ${props.isEditing ? "z-10" : "contain-strict"}`}
      style={{ gridTemplateColumns: template, height: ROW_HEIGHT, transform: `translateY(${String(top)}px)` }}
    >
      <td
        tabIndex={-1}
        id={cellId(resource.name, id, 0)}
        data-record={id}
        data-column={0}
        className={`justify-center ${CELL}${active === 0 ? ACTIVE : ""}`}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={TEXTS.select(title)}
          checked={isSelected}
          onChange={() => undefined}
          onClick={(event) => actions.select(id, event.shiftKey)}
          className="size-4 accent-accent"
        />
      </td>
      {columns.map((column, at) => (
        <GridCell
          key={column.name}
          row={props}
          column={column}
          at={at + 1}
          touches={touched[column.field?.name ?? TITLE] ?? 0}
        >
          {column.name === TITLE && <TitleLink {...props} title={title} />}
        </GridCell>
      ))}
    </tr>
  );
});

/** A plain link, for there are many and they come and go with every move: the table follows it (`pressed` in records-grid.tsx). */
function TitleLink({ handle, resource, record, title }: GridRowProps & { readonly title: string }) {
  if (isTemporary(record)) return <span className="font-medium">{title}</span>;
  return (
    <a
      href={`/t/${handle}/r/${resource.name}/${record.id}`}
      data-opens={record.id}
      tabIndex={-1}
      title={title}
      dir="auto"
      className="font-medium underline-offset-2 hover:underline"
    >
      {title}
    </a>
  );
}

/** How often each field has changed since the row came into sight. */
function useTouched(record: AnyRecord, columns: readonly TableColumn[]): Readonly<Record<string, number>> {
  const before = useRef(record);
  const [touched, touch] = useState<Readonly<Record<string, number>>>({});
  useEffect(() => {
    const names = columns.map(({ field }) => field?.name ?? "").filter((name) => name !== "updatedAt");
    const changed = changedFields(before.current, record, names);
    before.current = record;
    if (changed.length === 0) return;
    touch((counts) => ({ ...counts, ...Object.fromEntries(changed.map((name) => [name, (counts[name] ?? 0) + 1])) }));
  }, [record, columns]);
  return touched;
}

/** One row of a table. Drawn anew only when something of it changes. */
import { memo, useEffect, useRef, useState } from "react";
import type { AnyRecord, Fields } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { fieldsNamed } from "../../protocol/title.ts";
import { recordTitle } from "../fields/record-title.ts";
import { useShownTitle } from "../layouts/use-shown-title.ts";
import { TEXTS } from "../texts/records.ts";
import { TITLE } from "./columns.ts";
import { GridCell } from "./grid-cell.tsx";
import type { TableColumn } from "./table-columns.ts";
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

/**
 * What stands in a cell cuts itself off: one more edge to cut at in each cell is felt when scrolling. Cells of browsers inherit their
 * vertical alignment, for which all of a row are styled anew where the mouse comes upon it; a value of their own ends that.
 */
export const CELL = "flex min-w-0 items-center px-2 align-baseline";
const ACTIVE = " group-focus/grid:ring-2 group-focus/grid:ring-accent group-focus/grid:ring-inset";

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { resource, record, index, top, columns, isSelected, active, actions } = props;
  const touched = useTouched(record, columns);
  const title = recordTitle(resource, record);
  const id = record.id;
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={`group/row absolute top-0 left-0 grid w-full grid-cols-(--columns) border-line border-b ${isSelected ? "bg-mark" : "bg-panel hover:bg-sunken"} ${props.isEditing ? "z-10" : "contain-strict"}`}
      style={{ height: ROW_HEIGHT, transform: `translateY(${String(top)}px)` }}
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
          {column.name === TITLE && <Title {...props} title={title} />}
        </GridCell>
      ))}
    </tr>
  );
});

/** Where titles name other records, those are asked for: other tables have nothing to follow here. */
const Title = (props: GridRowProps & { readonly title: string }) =>
  props.resource.title.some((template) => fieldsNamed(template).some((name) => isReference(props.resource, name))) ? (
    <TitleWithOthers {...props} />
  ) : (
    <TitleLink {...props} />
  );

function isReference({ fields }: ResourceDescription, name: string): boolean {
  return fields.some((field) => field.name === name && field.reference !== null);
}

function TitleWithOthers(props: GridRowProps) {
  return <TitleLink {...props} title={useShownTitle(props.resource, props.record)} />;
}

/** A plain link, for there are many and they come and go with every move: the table follows it (`followed` in records-grid.tsx). */
function TitleLink({ handle, resource, record, title }: GridRowProps & { readonly title: string }) {
  if (isTemporary(record)) return <span className="block truncate font-medium">{title}</span>;
  return (
    <a
      href={`/t/${handle}/r/${resource.name}/${record.id}`}
      data-opens={`${resource.name}/${record.id}`}
      tabIndex={-1}
      title={title}
      dir="auto"
      className="block truncate font-medium underline-offset-2 hover:underline"
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

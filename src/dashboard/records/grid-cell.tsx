/** One cell of a table: a value, or what it is edited with. */
import { Clock } from "lucide-react";
import type { ReactNode } from "react";
import { FieldValue } from "../fields/field-value.tsx";
import { TEXTS } from "../texts/records.ts";
import { CellEditor } from "./cell-editor.tsx";
import { TITLE } from "./columns.ts";
import { CELL, cellId, type GridRowProps } from "./grid-row.tsx";
import type { TableColumn } from "./table-columns.ts";

export interface GridCellProps {
  readonly row: GridRowProps;
  readonly column: TableColumn;
  readonly at: number;
  /** Each change of this number lights the cell up. */
  readonly touches: number;
  /** In place of the field's value. */
  readonly children?: ReactNode;
}

/**
 * The title stays in sight where there is room for it. Only while the table is scrolled sideways: a sticky cell in each row is a layer
 * of its own, and with forty of them scrolling down takes half as long again.
 */
const STICKY = " md:in-data-sideways:sticky md:left-0 md:z-[1] in-data-sideways:bg-inherit";
const ACTIVE = " group-focus/grid:ring-2 group-focus/grid:ring-accent group-focus/grid:ring-inset";

export function GridCell({ row, column, at, touches, children }: GridCellProps) {
  const { record, resource, active, isEditing, pending, isWaiting, actions } = row;
  const { field } = column;
  const isActive = active === at;
  const waiting = field !== null && pending !== undefined && Object.hasOwn(pending, field.name);
  const edits = isActive && isEditing && field !== null;
  return (
    <td
      id={cellId(resource.name, record.id, at)}
      className={`${edits ? "relative flex min-w-0 items-center" : CELL}${column.name === TITLE ? STICKY : ""}${isActive ? ACTIVE : ""}`}
      tabIndex={-1}
      data-record={record.id}
      data-column={at}
    >
      {edits ? (
        <CellEditor resource={resource} field={field} record={record} pending={pending} actions={actions} />
      ) : (
        <>
          <div
            key={touches}
            className={`min-w-0 flex-1 rounded ${touches > 0 ? "animate-touched" : ""} ${waiting ? "italic" : ""}`}
          >
            {children || (field && <Value row={row} field={field} isPending={waiting} />)}
          </div>
          {waiting && (
            <Clock
              size={13}
              role="img"
              aria-label={isWaiting ? TEXTS.waiting : TEXTS.saving}
              className={`ml-1 shrink-0 ${isWaiting ? "text-warn" : "text-quiet"}`}
            />
          )}
        </>
      )}
    </td>
  );
}

function Value({
  row: { record, pending },
  field,
  isPending,
}: {
  readonly row: GridRowProps;
  readonly field: NonNullable<TableColumn["field"]>;
  readonly isPending: boolean;
}) {
  if (!isPending) return <FieldValue field={field} record={record} link="plain" />;
  return <FieldValue field={field} record={record} link="plain" value={pending?.[field.name] ?? null} />;
}

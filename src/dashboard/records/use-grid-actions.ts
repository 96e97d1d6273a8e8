/** What rows ask of their table. */
import { useEffect, useMemo, useRef } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { mayWrite } from "../record/may-write.ts";
import { useTenant } from "../shell/tenant-context.ts";
import type { GridActions } from "./grid-row.tsx";
import { ranged, type Selection, toggled } from "./selection.ts";
import type { TableColumn } from "./table-columns.ts";
import type { FocusControl } from "./use-grid-focus.ts";
import { isTemporary } from "./value.ts";

export interface ActionParts {
  readonly resource: ResourceDescription;
  readonly rows: readonly AnyRecord[];
  readonly columns: readonly TableColumn[];
  readonly select: (change: (selection: Selection) => Selection) => void;
  readonly control: FocusControl;
  readonly save: GridActions["save"];
}

/** The same object always: rows are not drawn anew because something around them was. */
export function useGridActions(parts: ActionParts): GridActions {
  const latest = useRef(parts);
  const caller = useTenant();
  const mayEdit = (record: AnyRecord) => mayWrite(caller, "update", parts.resource, record);
  const allowed = useRef(mayEdit);
  useEffect(() => {
    latest.current = parts;
    allowed.current = mayEdit;
  });
  return useMemo(() => {
    const rowOf = (id: string) => latest.current.rows.findIndex((row) => row.id === id);
    const edit = (id: string, column: number) => {
      const { rows, columns, control } = latest.current;
      const row = rowOf(id);
      const record = rows[row];
      const field = columns[column - 1]?.field;
      const editable = record && field?.onUpdate && field.kind !== "json" && !isTemporary(record);
      if (editable && allowed.current(record)) control.edit(id, row, column);
      else control.press(id, row, column);
    };
    return {
      edit,
      press: (id, column) => {
        const { control } = latest.current;
        const again = control.focus.id === id && control.focus.column === column && column > 1;
        if (again) edit(id, column);
        else control.press(id, rowOf(id), column);
      },
      select: (id, isRange) => {
        const order = latest.current.rows.map((row) => row.id);
        latest.current.select((selection) => (isRange ? ranged(selection, id, order) : toggled(selection, id)));
      },
      save: (record, values) => latest.current.save(record, values),
      endEdit: () => latest.current.control.endEdit(),
    };
  }, []);
}

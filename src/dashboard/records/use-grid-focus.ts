/** The cell that has the focus, and whether it is being edited. */
import { useCallback, useMemo, useState } from "react";
import type { GridFocus } from "./use-grid-keys.ts";

type Place = Pick<GridFocus, "id" | "row" | "column" | "isEditing">;
const FIRST: Place = { id: null, row: 0, column: 1, isEditing: false };

export interface FocusControl {
  readonly focus: GridFocus;
  /** @param row where the record stands now */
  readonly press: (id: string, row: number, column: number) => void;
  readonly edit: (id: string, row: number, column: number) => void;
  readonly endEdit: () => void;
}

export function useGridFocus(label: string): FocusControl {
  const [place, setPlace] = useState(FIRST);
  const move = useCallback<GridFocus["move"]>(
    ({ row, column }, id) => setPlace({ id, row, column, isEditing: false }),
    [],
  );
  const press = useCallback(
    (id: string, row: number, column: number) => setPlace({ id, row, column, isEditing: false }),
    [],
  );
  const edit = useCallback(
    (id: string, row: number, column: number) => setPlace({ id, row, column, isEditing: true }),
    [],
  );
  const endEdit = useCallback(() => setPlace((now) => ({ ...now, isEditing: false })), []);
  const focus = useMemo(() => ({ ...place, label, move }), [place, label, move]);
  return { focus, press, edit, endEdit };
}

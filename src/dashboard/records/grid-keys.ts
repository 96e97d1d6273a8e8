/** What a key does in a table. */

/** Which cell has the focus: rows from 0, the header is -1; columns from 0, the one that selects. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that are in sight together. */
  readonly page: number;
}

export interface GridKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/**
 * `extend`: selects up to here. `open`: whatever Enter does here; `record`: the record's own page; `follow`: where the cell leads.
 * `resize`: makes the column wider by so many steps.
 */
export type GridAction =
  | { readonly type: "move"; readonly to: GridCell }
  | { readonly type: "resize"; readonly by: 1 | -1 }
  | { readonly type: "open" | "edit" | "record" | "follow" | "select" | "extend" | "all" | "leave" };

/** @returns null for keys that are not the table's */
export function gridAction(pressed: GridKey, at: GridCell, size: GridSize): GridAction | null {
  const { key } = pressed;
  const command = pressed.ctrlKey || pressed.metaKey;
  if (pressed.altKey) return command ? null : withAlt(key, at);
  const moved = move(key, command, at, size);
  if (moved) return { type: "move", to: within(moved, size) };
  if (key === "Enter") return { type: command ? "record" : "open" };
  if (key === "F2") return { type: "edit" };
  if (key === " ") return { type: pressed.shiftKey ? "extend" : "select" };
  if (key === "Escape") return { type: "leave" };
  return key === "a" && command ? { type: "all" } : null;
}

function withAlt(key: string, { row, column }: GridCell): GridAction | null {
  if (row >= 0) return key === "Enter" ? { type: "follow" } : null;
  if (column === 0 || (key !== "ArrowLeft" && key !== "ArrowRight")) return null;
  return { type: "resize", by: key === "ArrowRight" ? 1 : -1 };
}

function move(key: string, command: boolean, { row, column }: GridCell, size: GridSize): GridCell | null {
  switch (key) {
    case "ArrowUp":
      return { row: command ? 0 : row - 1, column };
    case "ArrowDown":
      return { row: command ? size.rows - 1 : row + 1, column };
    case "ArrowLeft":
      return { row, column: command ? 0 : column - 1 };
    case "ArrowRight":
      return { row, column: command ? size.columns - 1 : column + 1 };
    case "PageUp":
      return { row: Math.max(0, row - size.page), column };
    case "PageDown":
      return { row: row + size.page, column };
    case "Home":
      return { row: command ? 0 : row, column: 0 };
    case "End":
      return { row: command ? size.rows - 1 : row, column: size.columns - 1 };
    default:
      return null;
  }
}

function within({ row, column }: GridCell, { rows, columns }: GridSize): GridCell {
  return {
    row: Math.max(-1, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  };
}

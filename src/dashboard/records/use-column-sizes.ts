/** How wide the columns of a table are, and their edges, which are dragged to change that. */
import { type MouseEvent, type PointerEvent, type RefObject, useMemo, useRef } from "react";
import { type TableColumn, templateOf, widthOfAll } from "./table-columns.ts";
import { bounded, type Widths } from "./widths.ts";

export interface ColumnSizesParts {
  readonly columns: readonly TableColumn[];
  readonly widths: Widths;
  readonly grid: RefObject<HTMLTableElement | null>;
  readonly onResize: (column: string, width: number | null) => void;
}

interface Drag {
  readonly column: TableColumn;
  /** Where the pointer took the edge. */
  readonly from: number;
  width: number;
}

/** Of the table: its rows take their columns from here, so that a drag moves them without drawing one anew. */
function styleOf(columns: readonly TableColumn[]) {
  return { "--columns": templateOf(columns), width: widthOfAll(columns), minWidth: "100%" };
}

export function useColumnSizes({ columns: own, widths, grid, onResize }: ColumnSizesParts) {
  const columns = useMemo(
    () => own.map((column) => ({ ...column, width: widths[column.name] ?? column.width })),
    [own, widths],
  );
  const style = useMemo(() => styleOf(columns), [columns]);
  const drag = useRef<Drag | null>(null);
  const show = (shown: ReturnType<typeof styleOf>) => {
    grid.current?.style.setProperty("--columns", shown["--columns"]);
    grid.current?.style.setProperty("width", `${String(shown.width)}px`);
  };
  const letGo = () => {
    drag.current = null;
    show(style);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      const edge = edgeAt(event);
      const column = columns.find(({ name }) => name === edge?.dataset.resizes);
      if (!edge || !column || event.button !== 0) return;
      // The edge keeps the pointer wherever it goes, and nothing is marked as text on its way.
      edge.setPointerCapture(event.pointerId);
      event.preventDefault();
      drag.current = { column, from: event.clientX, width: column.width };
    },
    onPointerMove: ({ clientX, buttons }: PointerEvent) => {
      const now = drag.current;
      if (!now) return;
      // The edge was gone before the pointer let go of it: somebody else changed the view.
      if (buttons === 0) return letGo();
      now.width = bounded(now.column.width + clientX - now.from);
      show(
        styleOf(columns.map((column) => (column.name === now.column.name ? { ...column, width: now.width } : column))),
      );
    },
    onPointerUp: () => {
      const now = drag.current;
      drag.current = null;
      if (now && now.width !== now.column.width) onResize(now.column.name, now.width);
    },
    onPointerCancel: letGo,
    onDoubleClick: (event: MouseEvent) => {
      const name = edgeAt(event)?.dataset.resizes;
      if (name !== undefined) onResize(name, null);
    },
  };
  return { columns, style, handlers };
}

function edgeAt({ target }: { readonly target: EventTarget }): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-resizes]") : null;
}

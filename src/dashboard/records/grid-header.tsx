/** The header of a table: names of columns, by which it is sorted. */
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { TEXTS } from "../texts/records.ts";
import { TITLE } from "./columns.ts";
import type { TableColumn } from "./table-columns.ts";
import { directionOf } from "./table-state.ts";

export interface GridHeaderProps {
  readonly resource: string;
  readonly columns: readonly TableColumn[];
  readonly sort: readonly string[];
  /** How much of what is loaded is selected. */
  readonly extent: "all" | "some" | "none";
  /** The column that has the focus; -1 for none. */
  readonly active: number;
  readonly onSort: (field: string, among: boolean) => void;
  readonly onSelectAll: () => void;
}

const ACTIVE = " group-focus/grid:ring-2 group-focus/grid:ring-accent group-focus/grid:ring-inset";

export function headerId(resource: string, column: number): string {
  return `header-${resource}-${String(column)}`;
}

export function GridHeader(props: GridHeaderProps) {
  const { resource, columns, extent, active, onSelectAll } = props;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = extent === "some";
  }, [extent]);
  return (
    <tr aria-rowindex={1} className="grid h-9 w-full grid-cols-(--columns) border-line border-b bg-sunken">
      <th scope="col" id={headerId(resource, 0)} className={`grid place-items-center${active === 0 ? ACTIVE : ""}`}>
        <input
          ref={box}
          type="checkbox"
          tabIndex={-1}
          aria-label={TEXTS.selectAll}
          checked={extent === "all"}
          onChange={onSelectAll}
          className="size-4 accent-accent"
        />
      </th>
      {columns.map((column, at) => (
        <Heading key={column.name} {...props} column={column} at={at + 1} />
      ))}
    </tr>
  );
}

function Heading({
  resource,
  column,
  at,
  sort,
  active,
  onSort,
}: GridHeaderProps & { readonly column: TableColumn; readonly at: number }) {
  const direction = column.sort === null ? null : directionOf(sort, column.sort);
  const Arrow = direction === "ascending" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      id={headerId(resource, at)}
      aria-sort={direction ?? (column.sort === null ? undefined : "none")}
      className={`flex min-w-0 items-center bg-sunken px-2 ${column.name === TITLE ? "md:sticky md:left-0 md:z-[1]" : ""}${active === at ? ACTIVE : ""}`}
    >
      {column.sort === null ? (
        <span className="truncate font-medium text-quiet text-xs" title={column.label}>
          {column.label}
        </span>
      ) : (
        <button
          type="button"
          tabIndex={-1}
          title={TEXTS.sortBy(column.label)}
          onClick={(event) => column.sort !== null && onSort(column.sort, event.shiftKey)}
          className="flex min-w-0 cursor-pointer items-center gap-1 font-medium text-xs hover:text-accent"
        >
          <span className="truncate">{column.label}</span>
          {direction && <Arrow size={13} aria-hidden className="shrink-0" />}
        </button>
      )}
      <Edge column={column} />
    </th>
  );
}

/** Where a column is taken to make it wider or narrower (use-column-sizes.ts); keys do the same. */
function Edge({ column: { name, label } }: { readonly column: TableColumn }) {
  return (
    <span
      aria-hidden
      data-resizes={name}
      title={TEXTS.resize(label)}
      className="-mr-2 ml-auto w-2.5 shrink-0 cursor-col-resize touch-none self-stretch border-line border-r-2 pointer-coarse:w-6 hover:border-accent active:border-accent"
    />
  );
}

/** A table of figures. Its columns are sorted by their headings, where the service can. */
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";

export interface Column<Item> {
  readonly title: string;
  readonly cell: (item: Item) => ReactNode;
  /** Whether it holds figures. */
  readonly isNumber?: boolean;
  /** As the service sorts by it. */
  readonly sort?: string;
}

export interface Sorting {
  /** A field, `-` before it for descending. */
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

/** On narrow screens it scrolls, which has to be possible by keyboard where nothing in it takes the focus. */
const SCROLLS = { tabIndex: 0 } as const;

export function DataTable<Item>({
  label,
  columns,
  rows,
  keyOf,
  sorting,
}: {
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly rows: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly sorting?: Sorting;
}) {
  return (
    <section aria-label={label} {...SCROLLS} className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full text-left">
        <thead className="border-line border-b text-quiet text-xs">
          <tr>
            {columns.map((column) => (
              <Heading key={column.title} column={column} sorting={sorting} />
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, cell, isNumber }) => (
                <td key={title} className={`px-3 py-2 ${isNumber ? "text-right whitespace-nowrap" : ""}`}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const ARIA = { up: "ascending", down: "descending", none: "none" } as const;

function Heading<Item>({
  column: { title, isNumber, sort },
  sorting,
}: {
  readonly column: Column<Item>;
  readonly sorting: Sorting | undefined;
}) {
  const shape = `px-3 py-2 font-medium whitespace-nowrap ${isNumber ? "text-right" : ""}`;
  if (!sort || !sorting)
    return (
      <th scope="col" className={shape}>
        {title}
      </th>
    );
  const direction = sorting.sort === sort ? "up" : sorting.sort === `-${sort}` ? "down" : "none";
  // Figures are looked at from the largest on.
  const first = isNumber ? `-${sort}` : sort;
  const next = direction === "none" ? first : direction === "up" ? `-${sort}` : sort;
  return (
    <th scope="col" aria-sort={ARIA[direction]} className={shape}>
      <button
        type="button"
        onClick={() => sorting.onSort(next)}
        className="inline-flex cursor-pointer items-center gap-1 hover:text-ink"
      >
        {title}
        {direction === "up" && <ArrowUp size={12} aria-hidden />}
        {direction === "down" && <ArrowDown size={12} aria-hidden />}
      </button>
    </th>
  );
}

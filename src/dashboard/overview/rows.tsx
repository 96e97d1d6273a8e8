/** The body of a panel with a list: as high before its rows are there as with all of them, so that nothing moves. */
import { Plus } from "lucide-react";
import { Children, isValidElement, type ReactNode } from "react";
import { startCreating } from "../palette/opened.ts";
import { useMayCreate } from "../shell/readable.ts";
import { singularOf } from "../texts/names.ts";
import { TEXTS } from "../texts/overview.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/notice.tsx";

/** Of a row: two lines of text, in units of `--spacing`, which grows with the screen on a wall. */
const ROW = 12;

export function Rows({
  label,
  most,
  loading,
  empty,
  children,
}: {
  readonly label: string;
  /** Rows for which there is room. */
  readonly most: number;
  readonly loading: boolean;
  readonly empty: ReactNode;
  readonly children: ReactNode;
}) {
  const rows = Children.toArray(children);
  return (
    <div
      style={{ minHeight: `calc(var(--spacing) * ${most * ROW})` }}
      className="@container grid flex-1 grid-cols-[minmax(0,1fr)]"
    >
      {rows.length === 0 && !loading && empty}
      {rows.length > 0 && (
        <ul
          aria-label={label}
          className="grid auto-rows-[calc(var(--spacing)*12)] grid-cols-[minmax(0,1fr)] content-start gap-x-8 @5xl:grid-cols-[repeat(2,minmax(0,1fr))] wall:auto-rows-[minmax(calc(var(--spacing)*12),calc(var(--spacing)*16))]"
        >
          {rows.map((row, at) => (
            <li key={keyOf(row) ?? `row-${String(at)}`} className="min-w-0">
              {row}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** That of the record, so that a row stays the same where another one comes before it, and keeps the focus. */
function keyOf(row: ReactNode): string | null {
  return isValidElement(row) ? row.key : null;
}

/** Says what would be here, and leads to where one can make it, whoever may. */
export function Begin({
  title,
  hint,
  resource,
}: {
  readonly title: string;
  readonly hint: string;
  readonly resource: string;
}) {
  const mayCreate = useMayCreate();
  return (
    <Empty title={title}>
      <p>{hint}</p>
      {mayCreate(resource) && (
        <Button onClick={() => startCreating(resource)}>
          <Plus size={16} aria-hidden /> {TEXTS.make(singularOf(resource))}
        </Button>
      )}
    </Empty>
  );
}

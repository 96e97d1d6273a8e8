/** The body of a panel with a list: as high before its rows are there as with all of them, so that nothing moves. */
import { Plus } from "lucide-react";
import { Children, type ReactNode } from "react";
import { startCreating } from "../palette/opened.ts";
import { singularOf } from "../texts/names.ts";
import { TEXTS } from "../texts/overview.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/notice.tsx";
import { useMayCreate } from "./readable.ts";

/** Of a row, in pixels: two lines of text. */
const ROW = 48;

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
    <div style={{ minHeight: most * ROW }} className="@container grid grid-cols-[minmax(0,1fr)]">
      {rows.length === 0 && !loading && empty}
      {rows.length > 0 && (
        <ul
          aria-label={label}
          className="grid grid-cols-[minmax(0,1fr)] content-start gap-x-8 @5xl:grid-cols-[repeat(2,minmax(0,1fr))]"
        >
          {rows.map((row, at) => (
            <li key={`row-${String(at)}`} style={{ height: ROW }} className="min-w-0">
              {row}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
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

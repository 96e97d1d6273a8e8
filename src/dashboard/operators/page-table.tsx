/** A list of the directory as a table, with its age and the way to more of it. */
import { TEXTS } from "../texts/operators.ts";
import { Button } from "../ui/button.tsx";
import { Failed, Loading } from "../ui/notice.tsx";
import { AsOf } from "./as-of.tsx";
import { type Column, DataTable, type Sorting } from "./data-table.tsx";
import type { Pages } from "./pages.ts";

export function PageTable<Item>({
  pages: { items, isPending, error, readAt, hasMore, isFetchingMore, more, refresh },
  ...table
}: {
  readonly pages: Pages<Item>;
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly keyOf: (item: Item) => string;
  readonly sorting?: Sorting;
}) {
  if (isPending) return <Loading lines={6} />;
  if (error && items.length === 0) return <Failed error={error} retry={refresh} />;
  return (
    <div className="grid grid-cols-1 gap-3">
      {items.length === 0 ? <p className="text-quiet">{TEXTS.none}</p> : <DataTable {...table} rows={items} />}
      {hasMore && (
        <Button className="justify-self-center" disabled={isFetchingMore} onClick={more}>
          {TEXTS.showMore}
        </Button>
      )}
      <AsOf at={readAt} error={error} />
    </div>
  );
}

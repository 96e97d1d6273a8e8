/** Rows of a repository's list; what has just changed shows itself for a moment. */
import { type ReactNode, useState } from "react";
import { TEXTS } from "../texts/repositories.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { Failed, Loading } from "../ui/notice.tsx";
import type { Rows } from "./rows.ts";

interface Changing {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: string;
}

export function RowList<Item extends Changing>({
  rows: { rows, status, error, hasOlder, isFetching, fetchOlder },
  label,
  children,
}: {
  readonly rows: Rows<Item>;
  readonly label: string;
  readonly children: (item: Item) => ReactNode;
}) {
  const [shownAt] = useState(Date.now);
  const isNew = (item: Item) => Date.parse(item.updatedAt) > shownAt;
  return (
    <div className="grid grid-cols-1 gap-3">
      {error && <Failed error={error} />}
      {status === "loading" && <Loading lines={6} />}
      {status === "live" && rows.length === 0 && <p className="text-quiet">{TEXTS.nothing}</p>}
      <ul aria-label={label} className="divide-y divide-line">
        {rows.map((item) => (
          <li key={`${item.id} ${item.version}`} className={`px-2 py-2.5 ${isNew(item) ? "animate-touched" : ""}`}>
            {children(item)}
          </li>
        ))}
      </ul>
      {hasOlder && (
        <Button className="justify-self-center" disabled={isFetching} onClick={fetchOlder}>
          {isFetching ? TEXTS.loadingOlder : TEXTS.older}
        </Button>
      )}
    </div>
  );
}

/** What is searched for, and the order; the rest of the filters as children. */
export function RowFilter<Order extends string>({
  text,
  onText,
  order,
  orders,
  onOrder,
  children,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly order: Order;
  readonly orders: readonly Order[];
  readonly onOrder: (order: Order) => void;
  readonly children?: ReactNode;
}) {
  return (
    <div className="mb-3 grid gap-3 sm:grid-cols-[minmax(0,1fr)_repeat(2,auto)]">
      <TextField label={TEXTS.search} type="search" value={text} onChange={(event) => onText(event.target.value)} />
      {children}
      <SelectField
        label={TEXTS.sort}
        value={order}
        onChange={({ target }) => {
          const chosen = orders.find((each) => each === target.value);
          if (chosen) onOrder(chosen);
        }}
      >
        {orders.map((each) => (
          <option key={each} value={each}>
            {orderName(each)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

/** By the field that is sorted by. */
function orderName(order: string): string {
  const names: Readonly<Record<string, string>> = {
    "-comments": TEXTS.orders.comments,
    "-downloads": TEXTS.orders.downloads,
    "-contributions": TEXTS.orders.contributions,
    "-changedAt": TEXTS.orders.changed,
    login: TEXTS.orders.name,
  };
  return names[order] ?? (order.startsWith("-") ? TEXTS.orders.newest : TEXTS.orders.oldest);
}

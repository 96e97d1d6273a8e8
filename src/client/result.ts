/** A live query's result as the server has told it: from message to message, what has not changed stays the same object. */
import type { DownMessage } from "../protocol/live-down.ts";
import { idOf, type Row, sameJson } from "./field.ts";
import type { Compare } from "./order.ts";

/** How the rows of a query are told apart, and how they are ordered. */
export interface Shape {
  readonly key: (row: Row) => string;
  readonly compare: Compare;
}

/** The shape of an aggregate's rows is told by the labels they are grouped by. */
export function keyOfGroup(labels: readonly string[]): (row: Row) => string {
  return (row) => JSON.stringify(labels.map((label) => row[label] ?? null));
}

/** The result at a snapshot, which is in the query's order. */
export function replaced(rows: readonly Row[], data: readonly Row[], { key }: Shape): readonly Row[] {
  const held = new Map(rows.map((row) => [key(row), row]));
  return keepIfSame(
    rows,
    data.map((row) => kept(held.get(key(row)), row)),
  );
}

/** The result after a change. */
export function changed(
  rows: readonly Row[],
  message: Extract<DownMessage, { type: "change" }>,
  { key, compare }: Shape,
): readonly Row[] {
  const [added, gone]: [readonly Row[], readonly string[]] =
    "groups" in message
      ? [message.groups, message.gone.map(key)]
      : [[...message.update, ...message.enter], message.leave];
  const held = new Map(rows.map((row) => [key(row), row]));
  for (const each of gone) held.delete(each);
  for (const row of added) held.set(key(row), kept(held.get(key(row)), row));
  return keepIfSame(rows, [...held.values()].sort(compare));
}

export const RECORD_KEY = idOf;

/** The same array, where it holds the same objects in the same order. */
export function keepIfSame<Item>(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  return before.length === after.length && before.every((item, at) => item === after[at]) ? before : after;
}

function kept(before: Row | undefined, after: Row): Row {
  return before && sameJson(before, after) ? before : after;
}

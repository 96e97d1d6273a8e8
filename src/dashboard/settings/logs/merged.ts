/** Parts of a log, put together. */

interface Named {
  readonly id: string;
}

/** What is in both stands once; each half keeps its order. */
export function merged<Item extends Named>(newer: readonly Item[], older: readonly Item[]): readonly Item[] {
  const known = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !known.has(id))];
}

/** A page of a log; `seq` is the position of the tenant's changes at which it was read. */
export interface LogPage<Item> {
  readonly data: readonly Item[];
  readonly seq: number;
  readonly nextCursor: string | null;
}

/**
 * The pages with what came live before them, so that the live query can begin anew behind it: of a thousand entries it would drop the
 * oldest, and each is sent again whenever the connection was away.
 */
export function withNewer<Item extends Named>(
  pages: readonly LogPage<Item>[],
  newer: readonly Item[],
  seq: number,
): readonly LogPage<Item>[] {
  const [first, ...older] = pages;
  return first ? [{ ...first, data: merged(newer, first.data), seq }, ...older] : pages;
}

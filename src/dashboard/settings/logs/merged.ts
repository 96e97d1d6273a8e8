/** Two halves of a log, put together. */

/** What is in both stands once; each half keeps its order. */
export function merged<Item extends { readonly id: string }>(
  newer: readonly Item[],
  older: readonly Item[],
): readonly Item[] {
  const known = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !known.has(id))];
}

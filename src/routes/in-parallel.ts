/** Calls of many objects on behalf of one request. */

/** A request may hold six connections at a time (platform.md 1.1). */
const PARALLEL = 6;

/** Does the work for each item, six at a time, and returns what came of them in their order. @throws what the work throws. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const next = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, next));
  return results;
}

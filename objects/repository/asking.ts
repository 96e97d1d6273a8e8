/** Asking without waiting for the next round. */
import type { StreamName } from "../../src/resources/github/streams.ts";
import type { RepositoryContext } from "./context.ts";

/** Has a stream asked for in the next round, though it failed or rests. A limit of GitHub is the budget's, and holds. */
export function askNow(context: RepositoryContext, stream: StreamName): void {
  context.wanted.add(stream);
  const cursor = context.cursors[stream];
  // In memory alone: the next answer writes what became of it.
  if (cursor.retryAt !== null) context.cursors[stream] = { ...cursor, retryAt: null };
}

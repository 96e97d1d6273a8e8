/**
 * Makes the rows of the object anew from the pages that were kept, without a request: after a mistake in how they were read, or when an
 * object was lost. Rows that the pages do not show stay; what they show newer wins, as ever.
 */
import { readItems, readRepository } from "../github/items.ts";
import type { JobKind } from "../records/jobs.ts";
import { type RepositoryContext, resourceNamed } from "./context.ts";
import { commitOwn, type Item, noteBadItems, upsertItems } from "./landing.ts";
import { shownItems } from "./listed-rows.ts";
import { listPayloads, type Payload } from "./payloads.ts";
import { putRepository } from "./repository-record.ts";
import { recountStreams } from "./stream-record.ts";

export const REBUILD = "rebuild";
/** Pages of one run of the job; each is a transaction. */
const PAGES_AT_ONCE = 25;

/** The job of a rebuild; its payload is the number of pages that were applied. */
export function rebuildKind(context: () => RepositoryContext): JobKind {
  return {
    run: async ({ payload, now }) => {
      const done = typeof payload === "number" ? payload : 0;
      const pages = await listPayloads(context().env.PAYLOADS, context().githubId);
      for (const page of pages.slice(done, done + PAGES_AT_ONCE)) {
        const body = await page.read();
        if (body !== null) applyPayload(context(), { ...page, body }, now);
      }
      const reached = done + PAGES_AT_ONCE;
      if (reached < pages.length) return { again: now, payload: reached };
      // Rows may have been lost without anybody counting.
      commitOwn(context(), [], now, (writer) => recountStreams(context(), writer, now));
      return undefined;
    },
  };
}

function applyPayload(context: RepositoryContext, { stream, body }: Payload, now: number): void {
  if (stream === "repository") {
    const read = readRepository(body);
    if ("unreadable" in read || read.repository.values.githubId !== context.githubId) return;
    commitOwn(context, ["repository", "stars"], now, (writer) =>
      putRepository(context, writer, read.repository.values, "kept", now),
    );
    return;
  }
  const read = readItems(stream, body, now);
  if ("unreadable" in read) return;
  const items: readonly Item[] = shownItems(stream, read.items);
  commitOwn(context, [stream], now, (writer) => {
    upsertItems(context, writer, resourceNamed(context, stream), items, "kept");
    noteBadItems(context, writer, stream, read.bad);
  });
}

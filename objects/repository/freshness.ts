/**
 * How fresh the streams are, where nothing has changed: shown once in a while. To write it with every round would make every round a
 * write, a message to every dashboard and a write of the directory, for repositories in which nothing happens.
 */
import { STREAMS } from "../../src/resources/github/streams.ts";
import { type RepositoryContext, resourceNamed } from "./context.ts";
import { commitOwn } from "./landing.ts";
import { showStream, streamId } from "./stream-record.ts";

const WHILE_WATCHED_MS = 10 * 60_000;
const OTHERWISE_MS = 86_400_000;

/** Shows the streams that were asked since as fresh, where what is shown is too old. */
export function showFresh(context: RepositoryContext, now: number): void {
  const oldest = now - (context.watching() > 0 ? WHILE_WATCHED_MS : OTHERWISE_MS);
  const resource = resourceNamed(context, "streams");
  const stale = STREAMS.filter((stream) => {
    const freshAt = context.store.get(resource, streamId(stream))?.freshAt;
    const asked = context.checkedAt[stream] !== undefined && context.cursors[stream].failures === 0;
    return asked && typeof freshAt === "string" && Date.parse(freshAt) < oldest;
  });
  if (stale.length === 0) return;
  commitOwn(context, [], now, (writer) => {
    for (const stream of stale) showStream(context, writer, stream, context.cursors[stream], { fresh: true }, now);
  });
}

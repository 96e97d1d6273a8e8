/** What a delivery changes: records, and what has to be asked for because it does not tell. */
import { STREAMS, type StreamName } from "../../src/resources/github/streams.ts";
import type { RepositoryEvent } from "../github/events.ts";
import type { Writer } from "../records/writer.ts";
import { type RepositoryContext, resourceNamed } from "./context.ts";
import type { Cursor } from "./cursor.ts";
import { askAnew, type Item, removeItems, upsertItems } from "./landing.ts";
import { idsOfNumber } from "./listed-rows.ts";
import { setState, tellRepository } from "./repository-record.ts";
import type { ListedStream } from "./stream-paths.ts";
import { countItems, pauseStream } from "./stream-record.ts";
import { bury } from "./tombstones.ts";

export interface Applied {
  /** The repository's own, where it changed. */
  readonly cursor: Cursor | null;
  /** Streams to be asked for now. */
  readonly wanted: readonly StreamName[];
}

/**
 * Deliveries about the repository itself. All others bring it along as it was at some moment of their second, with the counts of that moment
 * and an unchanged `updated_at`: which of them is the last cannot be told.
 */
const ABOUT_REPOSITORY: ReadonlySet<string> = new Set(["repository", "star", "fork", "push"]);

/** To be called inside a transaction. @param name of the event, as `X-GitHub-Event` has it. */
export function applyEvent(
  context: RepositoryContext,
  writer: Writer,
  name: string,
  event: RepositoryEvent,
  now: number,
): Applied {
  const wanted = new Set<StreamName>(event.refresh);
  for (const stream of upsertAll(context, writer, event, now)) wanted.add(stream);
  for (const { stream, id } of event.deletes) {
    bury(context.database.sql, id, now);
    const removed = removeItems(context, writer, resourceNamed(context, stream), [id]);
    countItems(context, writer, stream, -removed, now);
  }
  if (event.repository && ABOUT_REPOSITORY.has(name)) {
    const unsure = tellRepository(context, writer, event.repository.values, event.renamedFrom, now);
    if (unsure) wanted.add("repository");
  }
  // Whether it is gone, where it went and who may see it has to be sure.
  if (name === "repository") wanted.add("repository");
  if (event.isDeleted) {
    setState(context, writer, "missing", now);
    for (const stream of STREAMS) pauseStream(context, writer, stream, "missing", now);
  }
  return { cursor: wanted.has("repository") ? askAnew(context, writer, now) : null, wanted: [...wanted] };
}

/** Returns the streams of which only GitHub knows what holds. */
function upsertAll(context: RepositoryContext, writer: Writer, event: RepositoryEvent, now: number): Set<ListedStream> {
  const unsure = new Set<ListedStream>();
  const put = (stream: ListedStream, item: Item, isWhole: boolean): void => {
    // What leaves something out cannot be put in one order with what does not.
    const upserted = isWhole
      ? upsertItems(context, writer, resourceNamed(context, stream), [item], "webhook")
      : { added: 0, unsure: true };
    countItems(context, writer, stream, upserted.added, now);
    if (upserted.unsure) unsure.add(stream);
  };
  for (const { stream, id, values } of event.upserts) {
    put(stream, { id, values }, stream !== "issues" || values.mergedAt !== undefined);
  }
  for (const { number, values } of event.pulls) {
    const [id] = idsOfNumber(context, number);
    const { comments, ...others } = values;
    // GitHub gives issues reasons for being closed, and pull requests none.
    const item = { ...others, stateReason: null, comments: comments ?? null };
    if (id !== undefined) put("issues", { id, values: item }, comments !== undefined);
    else unsure.add("issues");
  }
  return unsure;
}

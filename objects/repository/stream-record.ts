/** What is shown of a stream: its record in `streams`. Written with the page that changes it, and else seldom. */
import type { Json, RecordData } from "../../src/resources/define.ts";
import { STREAMS, type StreamName } from "../../src/resources/github/streams.ts";
import type { Writer } from "../records/writer.ts";
import { type RepositoryContext, resourceNamed } from "./context.ts";
import type { Cursor } from "./cursor.ts";
import { readFollowers } from "./followers.ts";

/** What changes about a stream's record; what is absent stays. */
export interface StreamChange {
  readonly expected?: number | null;
  /** Items more, or less, than before. */
  readonly added?: number;
  readonly fresh?: boolean;
  /** Whether it stands still from now on. */
  readonly rests?: boolean;
  readonly truncated?: boolean;
  readonly reason?: string | null;
  readonly error?: string | null;
}

export function streamId(stream: StreamName): string {
  return `str_${stream}`;
}

/** Makes the records of a new repository's streams. */
export function createStreams(context: RepositoryContext, writer: Writer): void {
  const resource = resourceNamed(context, "streams");
  for (const name of STREAMS) {
    const values = { name, phase: "waiting", done: 0, truncated: false };
    writer.createTrusted(resource, values, streamId(name));
  }
}

/**
 * Shows what became of a stream; costs nothing where nothing of it changes. What stands still goes on standing still until it is
 * resumed: an answer that was under way lands after the last tenant left, too.
 */
export function showStream(
  context: RepositoryContext,
  writer: Writer,
  stream: StreamName,
  cursor: Cursor,
  change: StreamChange,
  now: number,
): void {
  const resource = resourceNamed(context, "streams");
  const before = context.store.get(resource, streamId(stream));
  if (before) writer.updateTrusted(resource, before, shownOf(before, cursor, change, now));
}

/** Shows that a stream stands still, because the repository is gone or nobody follows it; its cursor stays as it is. */
export function pauseStream(
  context: RepositoryContext,
  writer: Writer,
  stream: StreamName,
  reason: keyof typeof GONE_TEXTS,
  now: number,
): void {
  showStream(context, writer, stream, context.cursors[stream], { rests: true, reason: GONE_TEXTS[reason] }, now);
}

/** Counts items that came or went beside the pages. */
export function countItems(
  context: RepositoryContext,
  writer: Writer,
  stream: StreamName,
  added: number,
  now: number,
): void {
  if (added !== 0) showStream(context, writer, stream, context.cursors[stream], { added }, now);
}

const GONE_TEXTS = {
  missing: "GitHub shows the repository no more: it was deleted, or is private now.",
  blocked: "GitHub withholds the repository for legal reasons.",
  refused: "No credential may read the repository.",
  unfollowed: "Nobody follows the repository.",
} as const;

/** Shows all streams as they are, after they stood still; where nobody follows, they go on standing still. */
export function resumeStreams(context: RepositoryContext, writer: Writer, now: number): void {
  if (readFollowers(context.database.sql).length === 0) return;
  for (const stream of STREAMS) {
    showStream(context, writer, stream, context.cursors[stream], { rests: false, reason: null }, now);
  }
}

/** Counts the records of every stream anew. */
export function recountStreams(context: RepositoryContext, writer: Writer, now: number): void {
  for (const stream of STREAMS) {
    const { table } = resourceNamed(context, stream);
    const query = `SELECT count(*) AS n FROM "${table}" WHERE deleted_at IS NULL`;
    const [row] = context.database.sql.exec<{ n: number }>(query).toArray();
    const known = context.store.get(resourceNamed(context, "streams"), streamId(stream));
    const added = (row?.n ?? 0) - Number(known?.done ?? 0);
    if (added !== 0) showStream(context, writer, stream, context.cursors[stream], { added }, now);
  }
}

function shownOf(before: RecordData, cursor: Cursor, change: StreamChange, now: number): Record<string, Json> {
  const at = new Date(now).toISOString();
  const done = Number(before.done) + (change.added ?? 0);
  const { expected = Number(before.expected ?? 0) || null, error, rests = before.phase === "paused" } = change;
  const phase = rests ? "paused" : cursor.phase;
  const complete = phase === "live" && cursor.listing === null;
  const values: Record<string, Json> = {
    phase,
    done,
    // GitHub tells how many pages there are, not how many items: in the end they are those that came.
    expected: complete ? done : Math.max(expected ?? 0, done) || null,
  };
  if (complete && before.completedAt === null) values.completedAt = at;
  if (change.fresh) values.freshAt = at;
  if (change.truncated !== undefined) values.truncated = change.truncated;
  // What stands still goes on saying why.
  if (change.reason !== undefined && (!rests || change.rests)) values.reason = change.reason;
  // The same error again is no news.
  if (error !== undefined && error !== before.error)
    Object.assign(values, { error, errorAt: error === null ? null : at });
  return values;
}

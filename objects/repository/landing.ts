/** Writes what GitHub sent: rows, cursor and the stream's record in one transaction, so that nobody meets half a page. */

import { SYSTEM } from "../../src/resources/authorize.ts";
import type { Json, Resource } from "../../src/resources/define.ts";
import type { StreamName } from "../../src/resources/github/streams.ts";
import { newId } from "../records/new-id.ts";
import type { Writer } from "../records/writer.ts";
import { NO_SETTINGS, type RepositoryContext, resourceNamed } from "./context.ts";
import { type Cursor, writeCursor } from "./cursor.ts";
import { isTied, replaces, type Source } from "./newer.ts";
import { type StreamChange, showStream } from "./stream-record.ts";
import { isBuried, unbury } from "./tombstones.ts";

/** A record as it should be, made of what GitHub sent. */
export interface Item {
  readonly id: string;
  readonly values: Readonly<Record<string, Json>>;
}

/** An item that could not be read. */
export interface BadItem {
  readonly id: string;
  readonly field: string;
  readonly message: string;
}

export interface StreamWrite {
  readonly cursor: Cursor;
  readonly show: StreamChange;
}

/** Runs `work` as one transaction of the object itself. */
export function commitOwn<Value>(
  context: RepositoryContext,
  touched: readonly string[],
  now: number,
  work: (writer: Writer) => Value,
): Value {
  const write = { principal: SYSTEM, requestId: newId("req", now), now, settings: NO_SETTINGS };
  const { value } = context.store.commit(write, [...touched, "streams", "error-log"], work);
  return value;
}

/**
 * Writes a stream's cursor, where it changed, and its record; to be called inside a transaction. Returns the cursor, which is kept in
 * memory (`keepStream`) after the commit alone: what was rolled back never was.
 */
export function writeStream(
  context: RepositoryContext,
  writer: Writer,
  stream: StreamName,
  { cursor, show }: StreamWrite,
  now: number,
): Cursor {
  if (JSON.stringify(cursor) !== JSON.stringify(context.cursors[stream])) {
    writeCursor(context.database.sql, stream, cursor);
  }
  showStream(context, writer, stream, cursor, show, now);
  return cursor;
}

/** Has a repository that rests after a failure, or because it is gone, asked for without waiting. Returns its cursor, where that changed. */
export function askAnew(context: RepositoryContext, writer: Writer, now: number): Cursor | null {
  const { repository } = context.cursors;
  if (repository.retryAt === null) return null;
  return writeStream(context, writer, "repository", { cursor: { ...repository, retryAt: null }, show: {} }, now);
}

export function keepStream(context: RepositoryContext, stream: StreamName, cursor: Cursor): void {
  context.cursors[stream] = cursor;
}

/** What became of items: how many are new or changed, how many more there are, and whether messages of one second differ. */
export interface Upserted {
  readonly fresh: number;
  readonly added: number;
  /** Only GitHub knows which of them holds. */
  readonly unsure: boolean;
}

/** Brings records to what GitHub sent, where that is newer. */
export function upsertItems(
  context: RepositoryContext,
  writer: Writer,
  resource: Resource,
  items: readonly Item[],
  source: Source,
): Upserted {
  const before = writer.changes.length;
  const unsure = items.filter((item) => upsert(context, writer, resource, item, source)).length > 0;
  const changes = writer.changes.slice(before);
  const added = changes.filter(({ action }) => action === "create" || action === "restore").length;
  return { fresh: new Set(changes.map(({ recordId }) => recordId)).size, added, unsure };
}

/** Returns whether only GitHub knows what holds. */
function upsert(
  { store, database }: RepositoryContext,
  writer: Writer,
  resource: Resource,
  item: Item,
  source: Source,
): boolean {
  const before = store.get(resource, item.id);
  if (before && before.deletedAt === null) {
    if (replaces(before, item.values, source)) writer.updateTrusted(resource, before, item.values);
    return isTied(before, item.values);
  }
  const comesBack = MAY_COME_BACK.has(resource.name);
  if (isBuried(database.sql, item.id)) {
    // The page may have been under way when it was deleted.
    if (source !== "poll" || !comesBack) return comesBack;
    unbury(database.sql, item.id);
  }
  if (!before) {
    writer.createTrusted(resource, item.values, item.id);
    return false;
  }
  // Deleted things are told of by messages that were under way; only GitHub itself knows that one is there again.
  if (source !== "poll") return comesBack;
  writer.updateTrusted(resource, writer.restore(resource, item.id, null).record, item.values);
  return false;
}

/** A release that was withdrawn may be published again; of everything else GitHub never gives an id a second time. */
const MAY_COME_BACK: ReadonlySet<string> = new Set(["releases"]);

/** Deletes living records. Returns how many there were. */
export function removeItems(
  { store }: RepositoryContext,
  writer: Writer,
  resource: Resource,
  ids: Iterable<string>,
): number {
  let removed = 0;
  for (const id of ids) {
    const record = store.get(resource, id);
    if (!record || record.deletedAt !== null) continue;
    writer.removeTrusted(resource, record);
    removed += 1;
  }
  return removed;
}

/** Notes what could not be read. One that was noted before is not noted again: the page it stands on comes again and again. */
export function noteBadItems(
  context: RepositoryContext,
  writer: Writer,
  stream: StreamName,
  bad: readonly BadItem[],
): void {
  const resource = resourceNamed(context, "error-log");
  for (const { id, field, message } of bad) {
    const text = `${stream} ${id}: ${field}: ${message}`.slice(0, 1_000);
    const noted = context.database.sql.exec("SELECT 1 FROM error_log WHERE message = ? LIMIT 1", text).toArray();
    if (noted.length > 0) continue;
    writer.createTrusted(resource, {
      kind: "upstream",
      code: "UPSTREAM_ERROR",
      message: text,
      requestId: id.slice(0, 64),
    });
  }
}

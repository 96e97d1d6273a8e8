/**
 * Records of a table beyond what a live query holds: read page by page, and kept right by the change feed. What is loaded is
 * always everything up to an edge, in the order of the table: so no record is there twice, and none is left out.
 */
import type { AnyRecord } from "../../client/croft.ts";
import type { ChangeEntry } from "../../protocol/change.ts";

export type Compare = (a: AnyRecord, b: AnyRecord) => number;

/** Whether a record belongs to the table; null where the service alone can tell. */
export type Belongs = (record: AnyRecord) => boolean | null;

/** Everything up to `edge`, in order. */
export interface Loaded {
  readonly rows: readonly AnyRecord[];
  /** The last record of the last page, as it was then; null where there is nothing behind. */
  readonly edge: AnyRecord | null;
  /** Position of the log up to which changes have been taken in. */
  readonly seq: number;
}

/** A page of a list. */
export interface LoadedPage {
  readonly data: readonly AnyRecord[];
  readonly hasMore: boolean;
}

/** The first page, at the position that it shows. */
export function begun({ data, hasMore }: LoadedPage, seq: number): Loaded {
  return { rows: data, edge: hasMore ? (data.at(-1) ?? null) : null, seq };
}

/** What is loaded, with the next page. Its `seq` stays: what happened since is read from the feed, and does no harm twice. */
export function withPage(loaded: Loaded, { data, hasMore }: LoadedPage, compare: Compare): Loaded {
  const edge = hasMore ? (data.at(-1) ?? loaded.edge) : null;
  const held = new Map(loaded.rows.map((row) => [row.id, row]));
  // A record that was moved behind the edge while the pages were read comes again: the newer one counts.
  const newer = data.filter((row) => isNewer(row, held.get(row.id)));
  return { ...loaded, edge, rows: placed(loaded.rows, newer, compare) };
}

export interface Patched {
  readonly loaded: Loaded;
  /** Records of which the service has to be asked whether they belong here, as it has them now. */
  readonly unsure: readonly string[];
}

/** What is loaded, after entries of the change feed. @param seq the position at which the feed goes on */
export function withChanges(
  loaded: Loaded,
  entries: readonly ChangeEntry[],
  seq: number,
  { compare, belongs }: { readonly compare: Compare; readonly belongs: Belongs },
): Patched {
  const last = new Map(entries.map((entry) => [entry.recordId, entry]));
  const held = new Map(loaded.rows.map((row) => [row.id, row]));
  const gone = new Set<string>();
  const unsure: string[] = [];
  const changed: AnyRecord[] = [];
  for (const [id, entry] of last) {
    const before = held.get(id);
    const after = livingAfter(entry);
    if (before && isOlder(entry, before)) continue;
    const verdict = after === null ? false : belongs(after);
    if (verdict === null) unsure.push(id);
    else if (verdict && after && isWithin(loaded, after, compare)) changed.push(after);
    else gone.add(id);
  }
  const rows = loaded.rows.filter((row) => !gone.has(row.id));
  const same = rows.length === loaded.rows.length && changed.length === 0;
  return { loaded: { ...loaded, seq, rows: same ? loaded.rows : placed(rows, changed, compare) }, unsure };
}

/** What is loaded, after the service has told which of the records that were unsure belong to the table. */
export function withAnswers(
  loaded: Loaded,
  asked: readonly string[],
  records: readonly AnyRecord[],
  compare: Compare,
): Loaded {
  const found = new Set(records.map((record) => record.id));
  const rows = loaded.rows.filter((row) => found.has(row.id) || !asked.includes(row.id));
  const within = records.filter((record) => isWithin(loaded, record, compare));
  return { ...loaded, rows: placed(rows, within, compare) };
}

/**
 * What the table shows: the live rows, and behind the last of them what is loaded.
 * @param isFull whether the live query holds as many as it can: otherwise it has them all
 */
export function merged(
  live: readonly AnyRecord[],
  isFull: boolean,
  loaded: Loaded | null,
  compare: Compare,
): readonly AnyRecord[] {
  const last = live.at(-1);
  if (!loaded || !isFull || !last) return live;
  const shown = new Set(live.map((row) => row.id));
  return [...live, ...loaded.rows.filter((row) => compare(row, last) > 0 && !shown.has(row.id))];
}

function isWithin({ edge }: Loaded, record: AnyRecord, compare: Compare): boolean {
  return edge === null || compare(record, edge) <= 0;
}

/** The record after the entry; null where it is deleted. */
function livingAfter({ after }: ChangeEntry): AnyRecord | null {
  if (after === null || typeof after.id !== "string" || (after.deletedAt ?? null) !== null) return null;
  return { ...after, id: after.id, version: typeof after.version === "number" ? after.version : 0 };
}

/** Whether what is held has come after the entry. */
function isOlder({ before, after }: ChangeEntry, held: AnyRecord): boolean {
  const version = after?.version ?? before?.version;
  return typeof version === "number" && held.version > version;
}

function isNewer(row: AnyRecord, held: AnyRecord | undefined): boolean {
  return !held || !(held.version > row.version);
}

/** Rows in order, with others among them in place of what had their ids. */
function placed(rows: readonly AnyRecord[], others: readonly AnyRecord[], compare: Compare): readonly AnyRecord[] {
  if (others.length === 0) return rows;
  const ids = new Set(others.map((row) => row.id));
  const coming = [...new Map(others.map((row) => [row.id, row])).values()].sort(compare);
  const result: AnyRecord[] = [];
  let next = 0;
  for (const row of rows) {
    if (ids.has(row.id)) continue;
    for (let other = coming[next]; other && compare(other, row) < 0; other = coming[next]) {
      result.push(other);
      next += 1;
    }
    result.push(row);
  }
  return [...result, ...coming.slice(next)];
}

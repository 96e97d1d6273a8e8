/** What the directory's projection reads of a tenant: stretches of the log, living records, counts. */
import type { Membership } from "../../src/directory/memberships.ts";
import type { Entry } from "../../src/directory/projection.ts";
import type { ReadLiving } from "../../src/directory/rebuild.ts";
import type { RecordData, Resource } from "../../src/resources/define.ts";
import { columnList, recordOf } from "../records/codec.ts";
import type { Sql, SqlRow } from "../records/database.ts";
import { searchText } from "../records/search-index.ts";
import { changedMemberships } from "./projected-members.ts";
import type { Progress } from "./projection-state.ts";

/** Log entries read in one go. */
const WINDOW = 500;
/** Whole records held in memory at once: each may be 900 kB. */
const RECORDS_AT_ONCE = 25;
/** Characters of text that one batch may carry to D1. */
const BATCH_LENGTH = 4_000_000;

/** The next stretch of the log. */
export interface Window {
  /** One for each record that changed, as its last change within the stretch left it. */
  readonly entries: readonly Entry[];
  /** One for each person whose membership changed. */
  readonly memberships: readonly Membership[];
  readonly progress: Progress;
  /** Time of the last change; null where the log has nothing new. */
  readonly lastAt: string | null;
  readonly more: boolean;
}

export type Resources = ReadonlyMap<string, Resource>;

interface LogRow extends SqlRow {
  seq: number;
  at: string;
  resource: string;
  record_id: string;
}

/** The log's newest position. */
export function lastSeq(sql: Sql): number {
  const [row] = sql.exec<{ seq: number | null }>("SELECT max(seq) AS seq FROM changes").toArray();
  return row?.seq ?? 0;
}

/** The next stretch of the log after `progress`, or null where the log no longer reaches back that far. */
export function readWindow(sql: Sql, resources: Resources, progress: Progress): Window | null {
  let rows = sql
    .exec<LogRow>(
      "SELECT seq, at, resource, record_id FROM changes WHERE seq > ? ORDER BY seq LIMIT ?",
      progress.cursor,
      WINDOW,
    )
    .toArray();
  const first = rows[0];
  // The log has no gaps: where the next entry is missing, it was forgotten before it was projected.
  if (first && first.seq !== progress.cursor + 1) return null;
  let entries = foldedEntries(sql, resources, rows);
  while (rows.length > 1 && lengthOf(entries) > BATCH_LENGTH) {
    rows = rows.slice(0, Math.ceil(rows.length / 2));
    entries = foldedEntries(sql, resources, rows);
  }
  const last = rows.at(-1);
  const cursor = last?.seq ?? progress.cursor;
  const records = progress.records + recordsAdded(sql, resources, progress.cursor, cursor);
  const memberships = changedMemberships(sql, rows);
  return { entries, memberships, progress: { cursor, records }, lastAt: last?.at ?? null, more: cursor < lastSeq(sql) };
}

/** Living records when the log stood at `seq`. Counts them all: for the first run and after a rebuild. */
export function recordsAt(sql: Sql, resources: Resources, seq: number): number {
  let count = -recordsAdded(sql, resources, seq, Number.MAX_SAFE_INTEGER);
  for (const resource of resources.values()) {
    if (!isCounted(resource)) continue;
    const query = `SELECT count(*) AS count FROM "${resource.table}" WHERE deleted_at IS NULL`;
    count += sql.exec<{ count: number }>(query).toArray()[0]?.count ?? 0;
  }
  return count;
}

/** Reads living records in the order of resources and ids, some at a time. */
export function livingReader(sql: Sql, resources: Resources): ReadLiving {
  const projected = [...resources.values()].filter((resource) => resource.directory);
  return ({ resource, after }, limit) => {
    const entries: Entry[] = [];
    const start = projected.findIndex(({ name }) => name === resource);
    for (const [index, next] of projected.entries()) {
      if (index < start) continue;
      let from = index === start ? after : "";
      while (entries.length < limit && lengthOf(entries) < BATCH_LENGTH) {
        const page = livingPage(sql, next, from, Math.min(RECORDS_AT_ONCE, limit - entries.length));
        entries.push(...page);
        from = page.at(-1)?.recordId ?? from;
        if (page.length < RECORDS_AT_ONCE) break;
      }
    }
    return entries;
  };
}

function livingPage(sql: Sql, resource: Resource, after: string, limit: number): Entry[] {
  const query = `SELECT ${columnList(resource)} FROM "${resource.table}" WHERE id > ? AND deleted_at IS NULL ORDER BY id LIMIT ?`;
  return sql
    .exec(query, after, limit)
    .toArray()
    .map((row) => entryOf(resource, recordOf(resource, row), 0));
}

/** `after` of the last change of each record, and nothing else of the log, is read in full. */
function foldedEntries(sql: Sql, resources: Resources, rows: readonly LogRow[]): Entry[] {
  const last = new Map<string, LogRow>();
  for (const row of rows) if (resources.get(row.resource)?.directory) last.set(row.record_id, row);
  const folded = [...last.values()];
  const entries: Entry[] = [];
  for (let at = 0; at < folded.length; at += RECORDS_AT_ONCE) {
    const part = folded.slice(at, at + RECORDS_AT_ONCE);
    const records = snapshots(sql, part);
    for (const row of part) {
      const resource = resources.get(row.resource);
      const record = records.get(row.seq);
      if (!resource) continue;
      entries.push(record && record.deletedAt === null ? entryOf(resource, record, row.seq) : tombstone(row));
    }
  }
  return entries;
}

function snapshots(sql: Sql, rows: readonly LogRow[]): ReadonlyMap<number, RecordData> {
  const query = "SELECT seq, after FROM changes WHERE seq IN (SELECT value FROM json_each(?)) AND after IS NOT NULL";
  return new Map(
    sql
      .exec<{ seq: number; after: string }>(query, JSON.stringify(rows.map(({ seq }) => seq)))
      .toArray()
      .map(({ seq, after }) => [seq, parsedRecord(after)]),
  );
}

/** The log is written by `Writer` alone, so it is a record; parsing each again took a third of a projection. */
function parsedRecord(json: string): RecordData {
  return JSON.parse(json);
}

function entryOf(resource: Resource, record: RecordData, seq: number): Entry {
  const { id, createdBy, updatedAt } = record;
  return {
    resource: resource.name,
    recordId: id,
    ...searchText(resource, record),
    createdBy,
    deleted: false,
    seq,
    updatedAt,
  };
}

function tombstone({ resource, record_id: recordId, seq, at }: LogRow): Entry {
  return { resource, recordId, title: "", body: "", createdBy: "", deleted: true, seq, updatedAt: at };
}

function lengthOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { title, body }) => sum + title.length + body.length, 0);
}

/** What people keep; not settings, keys and errors, which Croft makes itself. */
function isCounted(resource: Resource): boolean {
  return resource.systemColumns && (resource.access.create !== null || resource.directory);
}

const ADDED = `SELECT coalesce(sum(CASE action WHEN 'create' THEN 1 WHEN 'restore' THEN 1 WHEN 'delete' THEN -1
    WHEN 'purge' THEN iif(json_extract(before, '$.deletedAt') IS NULL, -1, 0) ELSE 0 END), 0) AS added
  FROM changes WHERE seq > ? AND seq <= ? AND resource IN (SELECT value FROM json_each(?))`;

/** Living records more, or less, at `to` than at `from`: a whole count for every change would read every table. */
export function recordsAdded(sql: Sql, resources: Resources, from: number, to: number): number {
  const counted = [...resources.values()].filter(isCounted).map(({ name }) => name);
  const [row] = sql.exec<{ added: number }>(ADDED, from, to, JSON.stringify(counted)).toArray();
  return row?.added ?? 0;
}

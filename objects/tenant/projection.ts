/**
 * The log's reader that fills the directory. It keeps its own place, so a directory that is away for hours costs the
 * tenant nothing: writes go on, and the reader goes on where it stood. A step that was cut off anywhere is done again.
 */
import { z } from "zod";
import { project, type TenantRow } from "../../src/directory/projection.ts";
import { type RebuildPlace, rebuildTenant } from "../../src/directory/rebuild.ts";
import type { TenantView } from "../../src/protocol/tenant.ts";
import type { Resource } from "../../src/resources/define.ts";
import type { Database } from "../records/database.ts";
import type { JobKind, JobOutcome, JobRun } from "../records/jobs.ts";
import {
  advance,
  lastSeq,
  livingReader,
  type Progress,
  readProgress,
  readWindow,
  recordsAt,
} from "./projection-source.ts";

/** What the projection needs of a tenant. */
export interface DirectorySource {
  readonly view: TenantView;
  readonly directory: D1Database;
  readonly database: Database;
  readonly store: { readonly resources: ReadonlyMap<string, Resource> };
  /** Bytes of the database. */
  size(): number;
}

/** Payload that makes the job write the tenant's entries anew: `jobs.schedule("directory", "directory", now, REBUILD)`. */
export const REBUILD = { rebuild: true } as const;

const payloadSchema = z.union([
  z.null(),
  z.object({ rebuild: z.literal(true) }),
  z.object({ place: z.object({ seq: z.int(), resource: z.string(), after: z.string() }) }),
]);

/** A run ends well before its deadline and goes on in the next. */
const RUN_MS = 8_000;

/**
 * The job kind `directory`. The directory may be away for hours: the job is never given up, and asks again every minute.
 * @param source is asked at run time: kinds are registered before the tenant is put together.
 */
export function directoryKind(source: () => DirectorySource, clock: () => number = Date.now): JobKind {
  return {
    maxAttempts: Number.POSITIVE_INFINITY,
    longestBackoffMs: 60_000,
    run: (job) => run(source(), job, clock),
  };
}

/** How far the directory is behind: `lag` counts changes. */
export function directoryLag(source: DirectorySource): { seq: number; cursor: number; lag: number } {
  const seq = lastSeq(source.database.sql);
  const { cursor } = readProgress(source.database.sql, source.store.resources);
  return { seq, cursor, lag: seq - cursor };
}

async function run(source: DirectorySource, job: JobRun, clock: () => number): Promise<JobOutcome> {
  const payload = payloadSchema.parse(job.payload);
  const started = clock();
  const pause = (): boolean => job.signal.aborted || Math.abs(clock() - started) > RUN_MS;
  if (payload === null) return projectLog(source, pause, clock);
  const { sql } = source.database;
  const place = "place" in payload ? payload.place : { seq: lastSeq(sql), resource: "", after: "" };
  return rebuild(source, place, pause, clock);
}

/** Projects what the log holds beyond the cursor, stretch by stretch. */
async function projectLog(source: DirectorySource, pause: () => boolean, clock: () => number): Promise<JobOutcome> {
  const { database, store, directory } = source;
  for (;;) {
    const progress = readProgress(database.sql, store.resources);
    const window = readWindow(database.sql, store.resources, progress);
    if (!window) return { again: clock(), payload: REBUILD };
    await project(directory, tenantRow(source, window.progress, window.lastAt, clock()), window.entries);
    const advanced = advance(database, progress.cursor, window.progress);
    if (advanced && !window.more) return;
    if (pause()) return { again: clock() };
  }
}

/** Goes on with a rebuild. The log's reader waits meanwhile and then catches up, the tenant's own row included. */
async function rebuild(
  source: DirectorySource,
  place: RebuildPlace,
  pause: () => boolean,
  clock: () => number,
): Promise<JobOutcome> {
  const { database, store, directory, view } = source;
  const read = livingReader(database.sql, store.resources);
  const next = await rebuildTenant({ directory, tenant: view.tenant, read, pause }, place);
  if (next) return { again: clock(), payload: { place: next } };
  const { cursor } = readProgress(database.sql, store.resources);
  const reached = Math.max(cursor, place.seq);
  advance(database, cursor, { cursor: reached, records: recordsAt(database.sql, store.resources, reached) });
  return { again: clock(), payload: null };
}

function tenantRow(source: DirectorySource, progress: Progress, lastAt: string | null, now: number): TenantRow {
  const { tenant, name, plan, status, createdAt } = source.view;
  return {
    handle: tenant,
    name,
    plan,
    status,
    createdAt,
    records: progress.records,
    bytes: source.size(),
    lastActivityAt: lastAt ?? lastChangeAt(source.database, progress.cursor) ?? createdAt,
    seq: progress.cursor,
    projectedAt: new Date(now).toISOString(),
  };
}

function lastChangeAt({ sql }: Database, seq: number): string | null {
  const [row] = sql
    .exec<{ at: string }>("SELECT at FROM changes WHERE seq <= ? ORDER BY seq DESC LIMIT 1", seq)
    .toArray();
  return row?.at ?? null;
}

/**
 * The log's reader that fills the directory. It keeps its own place, so a directory that is away for hours costs the
 * tenant nothing: writes go on, and the reader goes on where it stood. A step that was cut off anywhere is done again.
 */
import * as z from "zod";
import { project, type TenantRow } from "../../src/directory/projection.ts";
import { type RebuildPlace, rebuildTenant } from "../../src/directory/rebuild.ts";
import type { TenantView } from "../../src/protocol/tenant.ts";
import type { Resource } from "../../src/resources/define.ts";
import type { Database, Sql } from "../records/database.ts";
import type { JobKind, JobOutcome } from "../records/jobs.ts";
import { livingMemberships } from "./projected-members.ts";
import { restAfter } from "./projection-rest.ts";
import { lastSeq, livingReader, readWindow } from "./projection-source.ts";
import { advance, type Progress, passRebuild, readCursor, readProgress } from "./projection-state.ts";

/** What the projection needs of a tenant. */
export interface DirectorySource {
  readonly view: TenantView;
  readonly directory: D1Database;
  readonly database: Database;
  readonly store: { readonly resources: ReadonlyMap<string, Resource> };
  /** Bytes of the database. */
  size(): number;
  /** Until when the projection rests (milliseconds since 1970). */
  restUntil: number;
}

/** Payload that makes the job write the tenant's entries anew: `jobs.schedule("directory", "directory", now, REBUILD)`. */
export const REBUILD = { rebuild: true } as const;

const payloadSchema = z.union([
  z.null(),
  z.object({ rebuild: z.literal(true) }),
  z.object({ place: z.object({ seq: z.int(), resource: z.string(), after: z.string() }) }),
]);

/** Batches of one run: it ends before its deadline and goes on in the next. */
const BATCHES_OF_RUN = 4;

/**
 * The job kind `directory`: brings the directory to the log's newest position. The directory may be away for hours, so
 * the job is never given up, and asks again every minute.
 * @param source is asked at run time: kinds are registered before the tenant is put together.
 */
export function directoryKind(source: () => DirectorySource): JobKind {
  return {
    maxAttempts: Number.POSITIVE_INFINITY,
    longestBackoffMs: 60_000,
    run: ({ payload, now }) => {
      const state = payloadSchema.parse(payload);
      if (state === null) return projectLog(source(), now);
      return rebuild(source(), "place" in state ? state.place : null, now);
    },
  };
}

/** How far the directory is behind: `lag` counts changes. */
export function directoryLag({ database }: Pick<DirectorySource, "database">): {
  seq: number;
  cursor: number;
  lag: number;
} {
  const seq = lastSeq(database.sql);
  const cursor = readCursor(database.sql);
  return { seq, cursor, lag: seq - cursor };
}

/** Projects what the log holds beyond the cursor. `now` is before all that is read, so what the row says of it holds. */
async function projectLog(source: DirectorySource, now: number): Promise<JobOutcome> {
  const { database, store, directory } = source;
  for (let batch = 0; batch < BATCHES_OF_RUN; batch += 1) {
    const progress = readProgress(database.sql, store.resources);
    const window = readWindow(database.sql, store.resources, progress);
    if (!window) return { again: now, payload: REBUILD };
    const lastAt = window.lastAt ?? lastChangeAt(database.sql, progress.cursor);
    await project(directory, tenantRow(source, window.progress, lastAt, now), window.entries, window.memberships);
    const advanced = advance(database, progress.cursor, window.progress);
    source.restUntil = restAfter(now, Date.now());
    if (advanced && !window.more) return;
  }
  return { again: source.restUntil };
}

/** Changes made meanwhile wait for its end; the next run then projects them, and writes the tenant's own row. */
async function rebuild(source: DirectorySource, from: RebuildPlace | null, now: number): Promise<JobOutcome> {
  const { database, store, directory, view } = source;
  const place = from ?? { seq: lastSeq(database.sql), resource: "", after: "" };
  const read = livingReader(database.sql, store.resources);
  const members = () => livingMemberships(database.sql, store.resources);
  const next = await rebuildTenant({ directory, tenant: view.tenant, read, members, batches: BATCHES_OF_RUN }, place);
  if (next) return { again: now, payload: { place: next } };
  passRebuild(database, store.resources, place.seq);
  return { again: now, payload: null };
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
    lastActivityAt: lastAt ?? createdAt,
    seq: progress.cursor,
    projectedAt: new Date(now).toISOString(),
  };
}

function lastChangeAt(sql: Sql, seq: number): string | null {
  const [row] = sql
    .exec<{ at: string }>("SELECT at FROM changes WHERE seq <= ? ORDER BY seq DESC LIMIT 1", seq)
    .toArray();
  return row?.at ?? null;
}

/**
 * How far a stream was fetched and how it goes on: one row a stream, written in the transaction of the page it tells of. Times are
 * milliseconds since 1970 unless they are GitHub's own, which stay text.
 */
import * as z from "zod";
import { STREAM_PHASES, type StreamName } from "../../src/resources/github/streams.ts";
import type { Sql } from "../records/database.ts";

/** Items of a page; GitHub's most. Pages that GitHub cannot make in time are asked for with fewer. */
export const PAGE_SIZE = 100;

/** What GitHub gave with the last answer to a path: it says whether that answer still holds. ETags belong to one credential. */
const validatorSchema = z.object({
  path: z.string(),
  credential: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
});
export type Validator = z.infer<typeof validatorSchema>;

/** A listing of everything, page by page. */
const listingSchema = z.object({
  /** `reconcile` lists again what is there, to find what is gone. */
  why: z.enum(["backfill", "reconcile"]),
  /** Path of the next page behind the base address; null for the first. */
  next: z.string().nullable(),
  /** From the oldest change on, by `since`: for lists of which GitHub refuses later pages. Null for newest first. */
  since: z.string().nullable(),
  pages: z.int(),
  /** Lowest number on the pages so far. */
  floor: z.int().nullable(),
  /** Stars before the oldest day so far: totals are counted back from today's. */
  stars: z.int().nullable(),
  /** Ids met so far, in streams that are listed whole every time. */
  seen: z.array(z.string()),
});
export type Listing = z.infer<typeof listingSchema>;

const cursorSchema = z.object({
  phase: z.enum(STREAM_PHASES),
  listing: listingSchema.nullable(),
  /** Where a refresh goes on that does not fit one page. */
  refreshNext: z.string().nullable(),
  /** The newest `updated_at` up to which everything was seen. */
  watermark: z.string().nullable(),
  validators: z.array(validatorSchema),
  pageSize: z.int(),
  /** Numbers that a listing should have shown and did not: each is asked for by itself. */
  suspects: z.array(z.int()),
  failures: z.int(),
  /** Not asked before then. */
  retryAt: z.int().nullable(),
  /** The next refresh looks back two days: something may have been missed. */
  lookBack: z.boolean(),
  /** End of the last full listing. */
  listedAt: z.int().nullable(),
  /** End of the last one that was made because totals differed. */
  reconciledAt: z.int().nullable(),
});
export type Cursor = z.infer<typeof cursorSchema>;
export type Cursors = Readonly<Record<StreamName, Cursor>>;

export const NEW_CURSOR: Cursor = {
  phase: "waiting",
  listing: null,
  refreshNext: null,
  watermark: null,
  validators: [],
  pageSize: PAGE_SIZE,
  suspects: [],
  failures: 0,
  retryAt: null,
  lookBack: false,
  listedAt: null,
  reconciledAt: null,
};

export const NEW_LISTING: Omit<Listing, "why"> = {
  next: null,
  since: null,
  pages: 0,
  floor: null,
  stars: null,
  seen: [],
};

/** Every stream's cursor; new ones where there is no row. */
export function readCursors(sql: Sql): Record<StreamName, Cursor> {
  const rows = sql.exec<{ stream: string; state: string }>("SELECT stream, state FROM cursors").toArray();
  const known = new Map(rows.map(({ stream, state }) => [stream, cursorSchema.parse(JSON.parse(state))]));
  const of = (stream: StreamName): Cursor => known.get(stream) ?? NEW_CURSOR;
  return {
    repository: of("repository"),
    issues: of("issues"),
    releases: of("releases"),
    contributors: of("contributors"),
    commits: of("commits"),
    comments: of("comments"),
    stars: of("stars"),
  };
}

export function writeCursor(sql: Sql, stream: StreamName, cursor: Cursor): void {
  sql.exec(
    "INSERT INTO cursors (stream, state) VALUES (?, ?) ON CONFLICT (stream) DO UPDATE SET state = excluded.state",
    stream,
    JSON.stringify(cursor),
  );
}

/** Remembers what an answer is known by, instead of what its path was known by before. A few paths a stream are enough. */
export function withValidator(cursor: Cursor, validator: Validator): Cursor {
  const others = cursor.validators.filter(
    ({ path, credential }) => path !== validator.path || credential !== validator.credential,
  );
  return { ...cursor, validators: [validator, ...others].slice(0, VALIDATORS_KEPT) };
}
const VALIDATORS_KEPT = 4;

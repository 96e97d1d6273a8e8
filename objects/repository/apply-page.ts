/** What an answer makes of a stream's cursor: plain data in, plain data out. The rows of the page are written beside it, in one transaction. */
import { type Cursor, type Listing, NEW_LISTING, PAGE_SIZE } from "./cursor.ts";
import type { PlannedRequest } from "./plan-sync.ts";
import { BEGINNING, halved, type ListedStream, type Named, REFRESH, sincePath } from "./stream-paths.ts";

/** A page as its rows were found when they were written. */
export interface Page {
  /** Path of the next page, as `Link` names it; null for the last. */
  readonly next: string | null;
  /** In the order of the page. */
  readonly items: readonly PageItem[];
  /** Rows that were new or changed. */
  readonly fresh: number;
}

export interface PageItem {
  readonly id: string;
  /** Of issues. */
  readonly number: number | null;
  /** GitHub's `updated_at`, where the stream has one. */
  readonly changedAt: string | null;
}

/** Waits after failures in a row double from the first to the longest. */
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;
/** Statistics are being computed: GitHub asks for some patience. */
const COMPUTING_MS = 20_000;
/** Each is a request of its own; the next listing finds the others. */
const MOST_SUSPECTS = 50;

/** The cursor behind a page of a listing. `numbers` tells which issues the object has between two numbers, both excluded. */
export function afterListing(
  stream: ListedStream,
  cursor: Cursor,
  page: Page,
  numbers: (above: number, below: number) => readonly number[],
  now: number,
): Cursor {
  const listing: Listing = cursor.listing ?? {
    why: cursor.listedAt === null ? "backfill" : "reconcile",
    ...NEW_LISTING,
  };
  const newest = newestOf(page.items);
  const first = listing.pages === 0 && listing.since === null;
  // Only the first page shows how far changes are known: older pages are fetched later, and would hide what changed meanwhile.
  const watermark = first && cursor.watermark === null ? newest : cursor.watermark;
  const suspects = stream === "issues" ? suspected(cursor, listing, page, numbers) : cursor.suspects;
  const seen = REFRESH[stream] === "whole" ? [...listing.seen, ...page.items.map(({ id }) => id)] : [];
  const known = { ...cursor, watermark, suspects, failures: 0, retryAt: null, lookBack: false };
  if (page.next === null) {
    const reconciledAt = listing.why === "reconcile" ? now : cursor.reconciledAt;
    const reached = listing.since === null ? watermark : (newest ?? watermark);
    return {
      ...known,
      watermark: reached,
      phase: "live",
      listing: null,
      pageSize: PAGE_SIZE,
      listedAt: now,
      reconciledAt,
    };
  }
  const on = { ...listing, pages: listing.pages + 1, floor: floorOf(listing, page), seen };
  const moved = listing.since !== null && newest !== null && newest > listing.since;
  const next = moved ? { since: newest, next: null } : { since: listing.since, next: page.next };
  return { ...known, phase: cursor.phase === "live" ? "live" : "backfill", listing: { ...on, ...next } };
}

/** The cursor behind a page of what is new. */
export function afterRefresh(of: Named, stream: ListedStream, cursor: Cursor, path: string, page: Page): Cursor {
  const known = { ...cursor, failures: 0, retryAt: null };
  if (REFRESH[stream] === "top") {
    // A page with something new may hide more behind it; one without ends what is new.
    return { ...known, refreshNext: page.fresh > 0 ? page.next : null, lookBack: false };
  }
  const newest = newestOf(page.items);
  const watermark = newest !== null && newest > (cursor.watermark ?? "") ? newest : cursor.watermark;
  if (page.next === null) return { ...known, watermark, refreshNext: null, lookBack: false, pageSize: PAGE_SIZE };
  const since = new URL(path, "https://github.invalid").searchParams.get("since") ?? BEGINNING;
  // By time and not by page: whatever changes meanwhile moves to the end, and moves all others up.
  const moved = newest !== null && Date.parse(newest) > Date.parse(since);
  return { ...known, watermark, refreshNext: moved ? sincePath(of, stream, newest, cursor.pageSize) : page.next };
}

/** The same listing and refresh from their first pages on: the page that they had come to led astray. */
export function fromTheStart(cursor: Cursor): Cursor {
  const { listing } = cursor;
  const anew = listing && { ...NEW_LISTING, why: listing.why, since: listing.since };
  return { ...cursor, listing: anew, refreshNext: null };
}

/** The cursor after GitHub or the way to it failed. `random` from 0 to 1. */
export function afterFailure(cursor: Cursor, random: number, now: number): Cursor {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** cursor.failures, LONGEST_WAIT_MS);
  return {
    ...cursor,
    failures: cursor.failures + 1,
    retryAt: Math.round(now + wait * (0.85 + 0.3 * random)),
    lookBack: true,
  };
}

/** GitHub gave up on a page: the same with fewer items; a failure like others where there are few enough. */
export function afterTooSlow(cursor: Cursor, { why, path }: PlannedRequest, random: number, now: number): Cursor {
  const smaller = why === "listing" || why === "refresh" ? halved(path, cursor.pageSize) : null;
  if (!smaller) return afterFailure(cursor, random, now);
  const failed = { ...afterFailure(cursor, random, now), pageSize: smaller.pageSize };
  if (why === "refresh") return { ...failed, refreshNext: smaller.path };
  const listing: Listing = cursor.listing ?? {
    why: cursor.listedAt === null ? "backfill" : "reconcile",
    ...NEW_LISTING,
  };
  return { ...failed, listing: { ...listing, next: smaller.path } };
}

/** A list whose later pages GitHub refuses is read by time of change, from the beginning; what cannot be, begins anew. */
export function afterRefusedPage(stream: ListedStream, cursor: Cursor, random: number, now: number): Cursor {
  const failed = { ...afterFailure(cursor, random, now), refreshNext: null };
  if (!cursor.listing) return failed;
  const since = REFRESH[stream] === "since" ? (cursor.listing.since ?? BEGINNING) : null;
  return { ...failed, listing: { ...cursor.listing, next: null, since } };
}

/** Asked again soon, without blame. */
export function afterComputing(cursor: Cursor, now: number): Cursor {
  return { ...cursor, retryAt: now + COMPUTING_MS };
}

/** Issues that the object has and the listing does not show where they belong. */
function suspected(
  { suspects }: Cursor,
  listing: Listing,
  page: Page,
  numbers: (above: number, below: number) => readonly number[],
): number[] {
  if (listing.why !== "reconcile" || listing.since !== null) return suspects;
  const shown = new Set(page.items.map(({ number }) => number));
  const above = page.next === null ? 0 : (floorOf(listing, page) ?? 0);
  const below = listing.floor ?? Number.MAX_SAFE_INTEGER;
  const missing = numbers(above, below).filter((number) => !shown.has(number));
  return [...new Set([...suspects, ...missing])].slice(0, MOST_SUSPECTS);
}

function floorOf({ floor }: Listing, { items }: Page): number | null {
  const numbers = items.flatMap(({ number }) => (number === null ? [] : [number]));
  if (numbers.length === 0) return floor;
  return Math.min(floor ?? Number.MAX_SAFE_INTEGER, ...numbers);
}

function newestOf(items: readonly PageItem[]): string | null {
  let newest: string | null = null;
  for (const { changedAt } of items)
    if (changedAt !== null && (newest === null || changedAt > newest)) newest = changedAt;
  return newest;
}

/** What an answer about a list makes of the object: rows, cursor, and what is shown of the stream. */
import type { Answer, Fetched } from "../github/answer.ts";
import { readItems } from "../github/items.ts";
import { readLinks } from "../github/link.ts";
import { type Outcome, outcomeOf } from "../github/outcome.ts";
import { withTotals } from "../github/star-days.ts";
import { afterFailure, afterListing, afterRefresh, fromTheStart, type Page } from "./apply-page.ts";
import { type RepositoryContext, resourceNamed } from "./context.ts";
import { type Cursor, withValidator } from "./cursor.ts";
import {
  type BadItem,
  commitOwn,
  type Item,
  keepStream,
  noteBadItems,
  removeItems,
  type StreamWrite,
  upsertItems,
  writeStream,
} from "./landing.ts";
import {
  brokenLink,
  expectedOf,
  idsOfNumber,
  listed,
  numbersBetween,
  pageItem,
  shownItems,
  unlisted,
} from "./listed-rows.ts";
import { keepPayload } from "./payloads.ts";
import type { PlannedRequest } from "./plan-sync.ts";
import { type ListedStream, type Named, REFRESH } from "./stream-paths.ts";
import type { StreamChange } from "./stream-record.ts";
import { namedOf, repositoryRecord } from "./sync-state.ts";
import { troubleOf } from "./trouble.ts";
import { textOfFault, textOfOutcome } from "./trouble-texts.ts";

export interface Asked {
  readonly planned: PlannedRequest;
  readonly fetched: Fetched;
  readonly credential: string;
  readonly baseUrl: string;
}

/** A page as it was read. */
interface ReadPage {
  readonly items: readonly Item[];
  readonly bad: readonly BadItem[];
  readonly next: string | null;
  readonly expected: number | null;
  /** Why the listing does not go on behind it; null where it may. */
  readonly broken: string | null;
}

/** Takes in the answer to a request for a list or a single issue. */
export async function landAnswer(context: RepositoryContext, asked: Asked, now: number): Promise<void> {
  const { planned, fetched } = asked;
  const stream = listed(planned);
  if ("failed" in fetched) {
    landFailure(context, stream, textOfFault(fetched.failed), now);
    return;
  }
  const outcome = outcomeOf(fetched, now);
  if (planned.why === "suspect") landSuspect(context, planned, fetched, outcome, now);
  else if (outcome.is === "page") await landPage(context, stream, asked, fetched, now);
  else if (outcome.is === "unchanged") landUnchanged(context, stream, now);
  else {
    const trouble = troubleOf(stream, context.cursors[stream], planned, outcome, Math.random(), now);
    if (trouble.recheck) context.wanted.add("repository");
    if (trouble.settled) noteChecked(context, stream, now);
    if (trouble.write) landStream(context, stream, trouble.write, now);
  }
}

async function landPage(
  context: RepositoryContext,
  stream: ListedStream,
  { planned, credential, baseUrl }: Asked,
  answer: Answer,
  now: number,
): Promise<void> {
  const read = readItems(stream, answer.body, now);
  if ("unreadable" in read) {
    landFailure(context, stream, `GitHub's answer cannot be read: ${read.unreadable}`, now);
    return;
  }
  const named = namedOf(context);
  const { body, headers } = answer;
  await keepPayload(context.env.PAYLOADS, context.githubId, { stream, path: planned.path, fetchedAt: now, body });
  const links = readLinks(headers.get("link"), baseUrl, planned.path);
  const { next } = links;
  const { listing, refreshNext } = context.cursors[stream];
  const items = shownItems(stream, read.items);
  const broken = brokenLink(context, planned, links, items.map(pageItem));
  const { days, before } = stream === "stars" ? totalled(context, items) : { days: items, before: null };
  const expected = planned.why === "listing" ? expectedOf(items, links, context.cursors[stream]) : null;
  const page = { items: days, bad: read.bad, next, expected, broken };
  const etag = headers.get("etag") ?? null;
  const validator = { path: planned.path, credential, etag, lastModified: headers.get("last-modified") ?? null };
  const first = planned.path !== listing?.next && planned.path !== refreshNext;
  const tagged = first && broken === null && mayStayUnchanged(stream, planned, next);
  const complete = (cursor: Cursor): Cursor => {
    const known = tagged ? withValidator(cursor, validator) : cursor;
    return known.listing ? { ...known, listing: { ...known.listing, stars: before } } : known;
  };
  applyPage(context, stream, planned, named, page, complete, now);
}

/**
 * Whether the first page speaks for all that is asked of the stream. That of a list which is read whole does where it is the only one;
 * that of a listing from the newest to the oldest never does.
 */
function mayStayUnchanged(stream: ListedStream, { why }: PlannedRequest, next: string | null): boolean {
  if (REFRESH[stream] === "top" || why === "refresh") return true;
  return REFRESH[stream] === "whole" && next === null;
}

/** GitHub's history counts who came; how many there were is counted back from how many there are. */
function totalled(context: RepositoryContext, items: Parameters<typeof withTotals>[0]): ReturnType<typeof withTotals> {
  const stars = context.cursors.stars.listing?.stars ?? Number(repositoryRecord(context)?.stars ?? 0);
  return withTotals(items, stars);
}

/** Rows, cursor and the stream's record, in one transaction. */
function applyPage(
  context: RepositoryContext,
  stream: ListedStream,
  planned: PlannedRequest,
  named: Named,
  page: ReadPage,
  complete: (cursor: Cursor) => Cursor,
  now: number,
): void {
  const resource = resourceNamed(context, stream);
  const before = context.cursors[stream];
  const cursor = commitOwn(context, [stream], now, (writer) => {
    const { fresh, added } = upsertItems(context, writer, resource, page.items, "poll");
    noteBadItems(context, writer, stream, page.bad);
    const found = { next: page.next, fresh, items: page.items.map(pageItem) };
    const after =
      page.broken === null
        ? cursorAfter(context, planned, named, found, now)
        : afterFailure(fromTheStart(before), Math.random(), now);
    const gone = isWhole(stream, planned, after, page) ? unlisted(context, stream, before, page.items) : [];
    const removed = removeItems(context, writer, resource, gone);
    const shown: StreamChange = {
      expected: page.expected ?? undefined,
      added: added - removed,
      // An answer that came again and changes nothing is not worth a message to every dashboard.
      fresh: page.broken === null && (fresh > 0 || JSON.stringify(after) !== JSON.stringify(before)),
      error: page.broken,
      reason: null,
      truncated: false,
    };
    return writeStream(context, writer, stream, { cursor: complete(after), show: shown }, now);
  });
  keepStream(context, stream, cursor);
  if (page.broken !== null) {
    context.wanted.add("repository");
    return;
  }
  const refreshed = planned.why === "refresh" && cursor.refreshNext === null;
  if (refreshed || before.phase === "waiting" || (REFRESH[stream] === "whole" && cursor.listing === null)) {
    noteChecked(context, stream, now);
  }
}

function cursorAfter(
  context: RepositoryContext,
  planned: PlannedRequest,
  named: Named,
  page: Page,
  now: number,
): Cursor {
  const stream = listed(planned);
  const before = context.cursors[stream];
  if (planned.why !== "listing") return afterRefresh(named, stream, before, planned.path, page);
  return afterListing(stream, before, page, (above, below) => numbersBetween(context, above, below), now);
}

/** Whether what has come by now is all there is, so that everything else is gone. A page with an unreadable item does not say so. */
function isWhole(stream: ListedStream, { why, path }: PlannedRequest, after: Cursor, page: ReadPage): boolean {
  if (page.next !== null || page.broken !== null || page.bad.length > 0) return false;
  if (REFRESH[stream] === "whole") return why === "listing" && after.listing === null;
  return (
    stream === "releases" && why === "refresh" && !new URL(path, "https://github.invalid").searchParams.has("page")
  );
}

/** The stream was asked for what is new, and all of it was taken. */
function noteChecked(context: RepositoryContext, stream: ListedStream, now: number): void {
  context.checkedAt[stream] = now;
  if (stream !== "commits") return;
  const pushedAt = context.store.get(resourceNamed(context, "repository"), `repo_${context.githubId}`)?.pushedAt;
  context.pushedAt = typeof pushedAt === "string" ? pushedAt : null;
}

/** Nothing is written where nothing was wrong before. */
function landUnchanged(context: RepositoryContext, stream: ListedStream, now: number): void {
  const before = context.cursors[stream];
  const mended = { ...before, failures: 0, retryAt: null, lookBack: false, refreshNext: null };
  const clean = JSON.stringify(mended) === JSON.stringify(before);
  if (!clean) landStream(context, stream, { cursor: mended, show: { error: null, fresh: true } }, now);
  noteChecked(context, stream, now);
}

/** One issue that a listing did not show: it is deleted, moved to another repository, or was only out of place. */
function landSuspect(
  context: RepositoryContext,
  { number }: PlannedRequest,
  answer: Answer,
  outcome: Outcome,
  now: number,
): void {
  // The budget knows.
  if (outcome.is === "limited" || outcome.is === "unauthenticated") return;
  const before = context.cursors.issues;
  const resource = resourceNamed(context, "issues");
  const gone =
    (outcome.is === "moved" && outcome.id !== context.githubId) ||
    (outcome.is === "absent" && outcome.why !== "blocked");
  const read = outcome.is === "page" ? readItems("issues", `[${answer.body}]`, now) : null;
  if (!gone && (!read || "unreadable" in read)) {
    landFailure(context, "issues", textOfOutcome(outcome), now);
    return;
  }
  const after = { ...before, suspects: before.suspects.filter((suspect) => suspect !== number) };
  const cursor = commitOwn(context, ["issues"], now, (writer) => {
    const ids = gone ? idsOfNumber(context, number) : [];
    const removed = removeItems(context, writer, resource, ids);
    const items = read && !("unreadable" in read) ? read.items : [];
    const { added } = upsertItems(context, writer, resource, items, "poll");
    return writeStream(context, writer, "issues", { cursor: after, show: { added: added - removed } }, now);
  });
  keepStream(context, "issues", cursor);
}

/** What is there stays, and the stream says what went wrong. */
function landFailure(context: RepositoryContext, stream: ListedStream, error: string, now: number): void {
  const cursor = afterFailure(context.cursors[stream], Math.random(), now);
  landStream(context, stream, { cursor, show: { error: error.slice(0, 1_000) } }, now);
}

function landStream(context: RepositoryContext, stream: ListedStream, write: StreamWrite, now: number): void {
  const cursor = commitOwn(context, [], now, (writer) => writeStream(context, writer, stream, write, now));
  keepStream(context, stream, cursor);
}

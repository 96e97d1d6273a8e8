/** What the rows of the object say about a page, and a page about them. */
import type { StreamName } from "../../src/resources/github/streams.ts";
import type { Links } from "../github/link.ts";
import type { PageItem } from "./apply-page.ts";
import { type RepositoryContext, resourceNamed } from "./context.ts";
import type { Cursor } from "./cursor.ts";
import type { Item } from "./landing.ts";
import type { PlannedRequest } from "./plan-sync.ts";
import type { ListedStream } from "./stream-paths.ts";

/** The list that a request is about. @throws Error for a request about the repository itself: a fault of Croft's. */
export function listed({ stream }: PlannedRequest): ListedStream {
  if (isListed(stream)) return stream;
  throw new Error("The repository itself is no list.");
}

function isListed(stream: StreamName): stream is ListedStream {
  return stream !== "repository";
}

export function pageItem({ id, values }: Item): PageItem {
  const { number, changedAt } = values;
  return {
    id,
    number: typeof number === "number" ? number : null,
    changedAt: typeof changedAt === "string" ? changedAt : null,
  };
}

/** Without drafts of releases, which GitHub shows to those alone who may publish them. */
export function shownItems<Shown extends Item>(stream: ListedStream, items: readonly Shown[]): readonly Shown[] {
  return stream === "releases" ? items.filter(({ values }) => values.isDraft !== true) : items;
}

/**
 * Why the listing must not go on to its next page; null where it may. It stays where it is until GitHub's links are right again: to
 * take the page for the last one would hide everything behind it.
 */
export function brokenLink(
  { githubId, cursors }: RepositoryContext,
  { stream, why }: PlannedRequest,
  { next, astray }: Links,
  items: readonly PageItem[],
): string | null {
  if (astray) return "GitHub's link to the next page leads elsewhere, or back to the same page.";
  if (next === null) return null;
  const id = /^\/repositories\/(\d+)\//.exec(next)?.[1];
  if (id !== undefined && Number(id) !== githubId) return "The list is of another repository.";
  const { listing } = cursors[stream];
  if (why !== "listing" || !listing || listing.floor === null || listing.since !== null) return null;
  const numbers = items.flatMap(({ number }) => number ?? []);
  // Newest first: a page that begins anew shows nothing lower than the pages before it.
  return numbers.length > 0 && Math.min(...numbers) >= listing.floor ? "GitHub's links lead in a circle." : null;
}

/**
 * How many items there are, as far as the first page of a listing tells: GitHub counts pages, and not always, and numbers issues from 1 on.
 * Null where it tells nothing, and for other pages.
 */
export function expectedOf(
  items: readonly Item[],
  { next, lastPage }: { readonly next: string | null; readonly lastPage: number | null },
  { listing, pageSize }: Cursor,
): number | null {
  if (next === null || (listing?.pages ?? 0) > 0) return null;
  const numbers = items.flatMap(({ values }) => (typeof values.number === "number" ? [values.number] : []));
  const most = [
    // A page of the history of stars is thirty weeks, which are more days than other pages have items.
    ...(lastPage === null ? [] : [lastPage * Math.max(pageSize, items.length)]),
    ...(numbers.length > 0 ? [Math.max(...numbers)] : []),
  ];
  return most.length > 0 ? Math.min(...most) : null;
}

/** Numbers of living issues between two, both excluded. */
export function numbersBetween({ database }: RepositoryContext, above: number, below: number): number[] {
  const query = "SELECT number FROM issues WHERE deleted_at IS NULL AND number > ? AND number < ? ORDER BY number DESC";
  return database.sql
    .exec<{ number: number }>(query, above, below)
    .toArray()
    .map(({ number }) => number);
}

export function idsOfNumber({ database }: RepositoryContext, number: number | null): string[] {
  const query = "SELECT id FROM issues WHERE deleted_at IS NULL AND number = ?";
  return database.sql
    .exec<{ id: string }>(query, number)
    .toArray()
    .map(({ id }) => id);
}

/** Ids of living records that neither the pages before showed nor this one. */
export function unlisted(
  context: RepositoryContext,
  stream: ListedStream,
  { listing }: Cursor,
  items: readonly Item[],
): string[] {
  const shown = JSON.stringify([...(listing?.seen ?? []), ...items.map(({ id }) => id)]);
  const { table } = resourceNamed(context, stream);
  const query = `SELECT id FROM "${table}" WHERE deleted_at IS NULL AND id NOT IN (SELECT value FROM json_each(?))`;
  return context.database.sql
    .exec<{ id: string }>(query, shown)
    .toArray()
    .map(({ id }) => id);
}

/** What the rows of the object say about a page, and a page about them. */
import type { StreamName } from "../../src/resources/github/streams.ts";
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

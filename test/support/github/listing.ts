/** The lists below a repository: which rows a query asks for, in which order. */
import type { FakeRepository } from "./fake-repository.ts";
import type { ContributorRow, Fields } from "./rows.ts";
import { commentShape, commitShape, contributorShape, issueShape, placeOf, releaseShape } from "./shapes.ts";

/** Rows in their order; each is put into GitHub's shape when it is shown. */
export interface Listing {
  readonly length: number;
  /** What a cursor remembers of the row. */
  key(index: number): string;
  show(index: number): Fields;
}

/** A query that GitHub answers with 422. */
export class UnprocessableQuery extends Error {}

type Compute = (repository: FakeRepository, query: URLSearchParams, base: string) => Listing;

const LISTS = new Map<string, Compute>([
  ["issues", issuesOf],
  ["issues/comments", commentsOf],
  ["commits", commitsOf],
  ["releases", releasesOf],
  ["contributors", contributorsOf],
]);

const kept = new WeakMap<FakeRepository, { version: number; listings: Map<string, Listing> }>();

/**
 * The list at a path below the repository; null for what is no list. Kept until the repository changes: clients ask page by page.
 * @throws UnprocessableQuery
 */
export function listingOf(
  repository: FakeRepository,
  path: string,
  query: URLSearchParams,
  base: string,
): Listing | null {
  const compute = LISTS.get(path);
  if (!compute) return null;
  let known = kept.get(repository);
  if (known?.version !== repository.version) {
    known = { version: repository.version, listings: new Map() };
    kept.set(repository, known);
  }
  const asked = new URLSearchParams(query);
  for (const name of ["page", "per_page", "after"]) asked.delete(name);
  const key = `${path}?${asked}`;
  const listing = known.listings.get(key) ?? compute(repository, asked, base);
  known.listings.set(key, listing);
  return listing;
}

function listed<Row>(rows: readonly Row[], keyOf: (row: Row) => string | number, shape: (row: Row) => Fields): Listing {
  const at = (index: number): Row => {
    const row = rows[index];
    if (!row) throw new RangeError(`There are ${rows.length} rows, none at ${index}.`);
    return row;
  };
  return { length: rows.length, key: (index) => String(keyOf(at(index))), show: (index) => shape(at(index)) };
}

interface Timed {
  readonly id: number;
  readonly created_at: string;
  readonly updated_at: string;
}

function issuesOf(repository: FakeRepository, query: URLSearchParams, base: string): Listing {
  const state = query.get("state") ?? "open";
  const since = sinceOf(query);
  const rows = [...repository.issues.values()].filter(
    (issue) => (state === "all" || issue.state === state) && issue.updated_at >= since,
  );
  const place = placeOf(repository, base);
  return listed(
    ordered(rows, query.get("sort"), query.get("direction") !== "asc"),
    ({ number }) => number,
    (issue) => issueShape(place, issue),
  );
}

function commentsOf(repository: FakeRepository, query: URLSearchParams, base: string): Listing {
  const since = sinceOf(query);
  const rows = [...repository.comments.values()].filter(({ updated_at }) => updated_at >= since);
  const sort = query.get("sort");
  const place = placeOf(repository, base);
  return listed(
    // Without `sort` GitHub ignores the direction, and begins with the oldest.
    ordered(rows, sort, sort !== null && query.get("direction") !== "asc"),
    ({ id }) => id,
    (comment) => commentShape(place, comment),
  );
}

function commitsOf(repository: FakeRepository, query: URLSearchParams, base: string): Listing {
  const since = sinceOf(query);
  const until = timeOf(query, "until") ?? "9999";
  const rows = repository.commits.filter(
    ({ commit }) => commit.committer.date >= since && commit.committer.date <= until,
  );
  const place = placeOf(repository, base);
  return listed(
    rows,
    ({ sha }) => sha,
    (commit) => commitShape(place, commit),
  );
}

function releasesOf(repository: FakeRepository, _query: URLSearchParams, base: string): Listing {
  const place = placeOf(repository, base);
  return listed(
    repository.releases,
    ({ id }) => id,
    (release) => releaseShape(place, release),
  );
}

function contributorsOf(repository: FakeRepository, query: URLSearchParams, base: string): Listing {
  const anonymousToo = ["1", "true"].includes(query.get("anon") ?? "");
  const rows = repository.contributors.filter(({ login }) => anonymousToo || login !== undefined);
  const place = placeOf(repository, base);
  return listed(
    rows.toSorted((left, right) => right.contributions - left.contributions),
    (row: ContributorRow) => row.id ?? String(row.email),
    (contributor) => contributorShape(place, contributor),
  );
}

function ordered<Row extends Timed>(rows: Row[], sort: string | null, descending: boolean): Row[] {
  const field = sort === "updated" ? "updated_at" : "created_at";
  rows.sort((left, right) => compare(left[field], right[field]) || left.id - right.id);
  return descending ? rows.reverse() : rows;
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Later than everything where it lies before 1980: GitHub answers an empty list then. */
function sinceOf(query: URLSearchParams): string {
  const since = timeOf(query, "since");
  if (since === null) return "";
  return since < "1980" ? "9999" : since;
}

/** To the second, as the rows have it: texts of one form compare as the times do. */
function timeOf(query: URLSearchParams, name: string): string | null {
  const text = query.get(name);
  if (text === null) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new UnprocessableQuery(name);
  return `${new Date(Math.ceil(at / 1_000) * 1_000).toISOString().slice(0, 19)}Z`;
}

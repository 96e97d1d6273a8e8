/** What each stream asks GitHub for. Paths stand behind the base address; pages after the first come from `Link` alone. */
import type { StreamName } from "../../src/resources/github/streams.ts";
import type { Cursor } from "./cursor.ts";

/** The streams that are lists. */
export type ListedStream = Exclude<StreamName, "repository">;
/** In the order in which a first sync asks for them. */
export const LISTED_STREAMS: readonly ListedStream[] = [
  "issues",
  "releases",
  "contributors",
  "commits",
  "comments",
  "stars",
];

/** The repository as GitHub addresses it today. */
export interface Named {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

/** Looks back so far behind the newest change seen: answers of GitHub's replicas are not all equally fresh. */
const OVERLAP_MS = 10 * 60_000;
/** After an error something may have been missed that is older. */
const LONG_OVERLAP_MS = 2 * 86_400_000;
/** `since` before 1980 finds nothing: the epoch is taken for no date at all. */
export const BEGINNING = "1980-01-01T00:00:00Z";

/** How a stream finds what is new. `since`: by time of change; `top`: newest first until all is known; `whole`: all of it. */
export type RefreshKind = "since" | "top" | "whole" | "none";
export const REFRESH: Readonly<Record<ListedStream, RefreshKind>> = {
  issues: "since",
  comments: "since",
  commits: "top",
  releases: "top",
  contributors: "whole",
  stars: "none",
};

const COLLECTION: Readonly<Record<ListedStream, string>> = {
  issues: "/issues?state=all",
  comments: "/issues/comments?",
  commits: "/commits?",
  releases: "/releases?",
  contributors: "/contributors?",
  stars: "/stargazers/history?",
};

export function repositoryPath({ id, owner, name }: Named, byId: boolean): string {
  return byId ? `/repositories/${id}` : `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}

/** First page of everything, newest first; from the oldest change on where the listing says since when. */
export function listingPath(of: Named, stream: ListedStream, cursor: Cursor): string {
  const { listing, pageSize } = cursor;
  if (stream === "stars") return `${repositoryPath(of, false)}/stargazers/history`;
  if (REFRESH[stream] !== "since") return collection(of, stream, { per_page: String(pageSize) });
  if (listing?.since) return sincePath(of, stream, listing.since, pageSize);
  return collection(of, stream, { sort: "created", direction: "desc", per_page: String(pageSize) });
}

/** First page of what is new. */
export function refreshPath(of: Named, stream: ListedStream, cursor: Cursor): string {
  const { watermark, pageSize, lookBack } = cursor;
  if (REFRESH[stream] !== "since") return collection(of, stream, { per_page: String(pageSize) });
  if (watermark === null) return sincePath(of, stream, BEGINNING, pageSize);
  const from = Date.parse(watermark) - (lookBack ? LONG_OVERLAP_MS : OVERLAP_MS);
  return sincePath(of, stream, new Date(from).toISOString(), pageSize);
}

/** What changed at `since` or after it, in the order of change: an item that changes meanwhile moves to the end and is not missed. */
export function sincePath(of: Named, stream: ListedStream, since: string, pageSize: number): string {
  const at = toSeconds(Date.parse(since));
  return collection(of, stream, { sort: "updated", direction: "asc", since: at, per_page: String(pageSize) });
}

/** One issue or pull request. */
export function issuePath(of: Named, number: number): string {
  return `${repositoryPath(of, false)}/issues/${number}`;
}

/** The same page with half as many items, for GitHub to make it in time; null where it has few enough. */
export function halved(path: string, pageSize: number): { path: string; pageSize: number } | null {
  const smaller = Math.floor(pageSize / 2);
  if (smaller < 6) return null;
  const url = new URL(path, "https://github.invalid");
  url.searchParams.set("per_page", String(smaller));
  const page = Number(url.searchParams.get("page") ?? "1");
  // The page begins with the same item; one item may be met twice where the size was odd, and none is left out.
  if (page > 1) url.searchParams.set("page", String(Math.floor(((page - 1) * pageSize) / smaller) + 1));
  return { path: url.pathname + url.search, pageSize: smaller };
}

/** GitHub's own times have seconds. */
function toSeconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");
}

function collection(of: Named, stream: ListedStream, params: Readonly<Record<string, string>>): string {
  const [path = "", own = ""] = COLLECTION[stream].split("?");
  const query = new URLSearchParams([...new URLSearchParams(own), ...Object.entries(params)]);
  return `${repositoryPath(of, false)}${path}?${query}`;
}

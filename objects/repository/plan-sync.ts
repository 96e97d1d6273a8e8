/**
 * What a repository's object asks GitHub next, or how long it sleeps: plain data in, plain data out. The repository itself is asked for
 * first, and the streams after it, so that a round of refreshing begins with knowing whose data comes. What is waiting is asked for once
 * before anything is asked for twice, so that a dashboard has something of everything; then what is new goes before what is old.
 */
import type { StreamName } from "../../src/resources/github/streams.ts";
import type { Cursor, Cursors } from "./cursor.ts";
import {
  issuePath,
  LISTED_STREAMS,
  type ListedStream,
  listingPath,
  type Named,
  REFRESH,
  refreshPath,
  repositoryPath,
} from "./stream-paths.ts";

const DAY_MS = 86_400_000;
/** Contributors are hours old when GitHub shows them, and are read whole. */
const WHOLE_EVERY_MS = DAY_MS;
/** A full listing costs as much as the first sync: totals that differ are looked into no more often. */
const RECONCILE_EVERY_MS = 30 * DAY_MS;

/** Whether it is time to compare the totals of issues: a day after they were listed, and long after they were listed because of that. */
export function mayReconcile({ phase, listing, listedAt, reconciledAt }: Cursor, now: number): boolean {
  if (phase !== "live" || listing || listedAt === null) return false;
  return now - listedAt >= DAY_MS && now - (reconciledAt ?? 0) >= RECONCILE_EVERY_MS;
}

export interface SyncState {
  readonly named: Named;
  readonly cursors: Cursors;
  /** When each stream was last asked for what is new, with or without an answer that changed something; absent for not since the object woke. */
  readonly checkedAt: Readonly<Partial<Record<StreamName, number>>>;
  /** Between two rounds; null while nobody follows. */
  readonly intervalMs: number | null;
  /** Streams that a webhook or a person wants refreshed now. */
  readonly wanted: ReadonlySet<StreamName>;
  /** GitHub shows nothing of it any more: it is looked for, seldom, and nothing else is asked. */
  readonly gone: boolean;
  /** The totals of GitHub and of the object differ, and it is time to look why: issues are listed again. */
  readonly differs: boolean;
  /** The repository is asked for by its number, to learn what became of its name. */
  readonly byId: boolean;
  /** Whether there were pushes since the commits were last asked for. */
  readonly pushed: boolean;
}

export interface PlannedRequest {
  readonly stream: StreamName;
  readonly why: "check" | "listing" | "refresh" | "suspect";
  readonly path: string;
  /** The number that a `suspect` request asks for. */
  readonly number: number | null;
}

export type Plan =
  | { readonly do: "request"; readonly request: PlannedRequest }
  /** Until a point in time, or until somebody follows (null). */
  | { readonly do: "sleep"; readonly until: number | null };

/** The next request, or how long there is none. */
export function planSync(state: SyncState, now: number): Plan {
  if (state.intervalMs === null) return { do: "sleep", until: null };
  const check = repositoryDueAt(state);
  if (check <= now) return request("repository", "check", repositoryPath(state.named, state.byId));
  if (state.gone) return { do: "sleep", until: check };
  const asks = LISTED_STREAMS.map((stream) => nextOf(state, stream, now)).filter((ask) => ask !== null);
  const [first] = asks.filter(({ at }) => at <= now).toSorted((a, b) => a.rank - b.rank);
  if (first) return { do: "request", request: first.request };
  return { do: "sleep", until: Math.min(check, ...asks.map(({ at }) => at)) };
}

/** When the repository itself is asked for again. One that is gone is looked for when somebody says so, however long it was to rest. */
function repositoryDueAt(state: SyncState): number {
  const { retryAt } = state.cursors.repository;
  const wanted = state.wanted.has("repository");
  if (state.gone) return wanted ? 0 : (retryAt ?? 0);
  const due = wanted ? 0 : (state.checkedAt.repository ?? Number.NEGATIVE_INFINITY) + (state.intervalMs ?? 0);
  return retryAt === null ? due : Math.max(due, retryAt);
}

/** A request that a stream could use. Of those that are due, the lowest rank goes first. */
interface Ask {
  readonly request: PlannedRequest;
  readonly at: number;
  readonly rank: number;
}

/** Ranks between which the pages fetched so far decide, fewest first. */
const RANK = { first: 0, refresh: 1, suspect: 2, listing: 3, history: 4 } as const;
const MOST_PAGES = 1_000_000;

function nextOf(state: SyncState, stream: ListedStream, now: number): Ask | null {
  const cursor = state.cursors[stream];
  const { phase, listing, retryAt } = cursor;
  if (phase === "disabled" || phase === "paused") return null;
  const soonest = retryAt ?? now;
  const make = (
    why: PlannedRequest["why"],
    path: string,
    at: number,
    rank: number,
    number: number | null = null,
  ): Ask => ({
    request: { stream, why, path, number },
    at: Math.max(at, soonest),
    rank,
  });
  const listed = (rank: number) =>
    make("listing", listing?.next ?? listingPath(state.named, stream, cursor), now, rank);
  if (phase === "waiting") return listed(RANK.first);
  const refreshAt = refreshDueAt(state, stream, now);
  if (refreshAt !== null && refreshAt <= now && soonest <= now) {
    return make("refresh", cursor.refreshNext ?? refreshPath(state.named, stream, cursor), refreshAt, RANK.refresh);
  }
  const [suspect] = cursor.suspects;
  if (suspect !== undefined) return make("suspect", issuePath(state.named, suspect), now, RANK.suspect, suspect);
  if (listing || mayListAgain(state, stream, cursor, now)) {
    return listed((stream === "stars" ? RANK.history : RANK.listing) + (listing?.pages ?? 0) / MOST_PAGES);
  }
  return refreshAt === null ? null : make("refresh", refreshPath(state.named, stream, cursor), refreshAt, RANK.refresh);
}

/** When a stream is asked for what is new; null where its listing finds that, or the repository's own check. */
function refreshDueAt(state: SyncState, stream: ListedStream, now: number): number | null {
  const cursor = state.cursors[stream];
  const kind = REFRESH[stream];
  // What is listed whole has nothing newer than its listing.
  if (kind === "none" || kind === "whole") return null;
  if (cursor.refreshNext !== null || state.wanted.has(stream)) return now;
  const checkedAt = state.checkedAt[stream] ?? Number.NEGATIVE_INFINITY;
  const round = state.checkedAt.repository ?? now;
  if (checkedAt >= round) return null;
  // Without a push the commits are what they were.
  if (stream === "commits" && !state.pushed && Number.isFinite(checkedAt)) return null;
  return round;
}

function mayListAgain(state: SyncState, stream: ListedStream, { listedAt }: Cursor, now: number): boolean {
  if (listedAt === null) return false;
  const lookedAt = Math.max(listedAt, state.checkedAt[stream] ?? 0);
  if (REFRESH[stream] === "whole") return state.wanted.has(stream) || now - lookedAt >= WHOLE_EVERY_MS;
  return stream === "issues" && state.differs;
}

function request(stream: StreamName, why: PlannedRequest["why"], path: string): Plan {
  return { do: "request", request: { stream, why, path, number: null } };
}

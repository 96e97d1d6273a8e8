/**
 * Who may ask GitHub how often, with one credential: plain data in, plain data out. Times are milliseconds since 1970.
 *
 * A lease is a number of requests that one repository sends one after the other, so the number of leases bounds the requests
 * in flight. Whoever is refused is told when to ask again and keeps its place: the longest waiting goes first.
 */
import type { Ask, Hour, Report } from "../github/lease.ts";

/** Requests in one lease; more would let one first sync hold a place for minutes. */
export const LEASE_REQUESTS = 20;
export const LEASE_MS = 30_000;
/** At most so many leases, and so requests, at a time. GitHub allows 100; bursts are what its secondary limits punish. */
export const IN_FLIGHT = 10;
/** Never used: for whoever else uses the credential. */
const RESERVE = 50;
/** Of an hour's requests, for repositories that people are looking at. */
const FOR_WATCHED = 0.2;
/** Failures of GitHub in a row until it is left alone. */
const BREAKER_FAILURES = 5;
const BREAKER_FIRST_MS = 30_000;
const BREAKER_LONGEST_MS = 15 * 60_000;
/** Who has not asked again for so long after its turn is waiting no more. */
const FORGOTTEN_MS = 2 * LEASE_MS;
/** Asking again sooner would only be refused again. */
const LEAST_WAIT_MS = 1_000;
const HOUR_MS = 60 * 60_000;

/** Requests that a repository may send until `until`. */
export interface Lease {
  readonly repository: number;
  readonly requests: number;
  readonly until: number;
}

/** A repository that was refused, and keeps its place in the queue. */
interface Waiting {
  readonly repository: number;
  readonly watched: boolean;
  readonly askAt: number;
}

export interface Budget {
  /** Null before the first answer. */
  readonly hour: Hour | null;
  /** Nobody asks before then: GitHub has said so. */
  readonly blockedUntil: number;
  /** Limits in a row that did not say until when. */
  readonly limitedInARow: number;
  /** Failures of GitHub in a row. */
  readonly failures: number;
  readonly openUntil: number;
  readonly leases: readonly Lease[];
  /** In the order in which they came. */
  readonly waiting: readonly Waiting[];
}

export const NEW_BUDGET: Budget = {
  hour: null,
  blockedUntil: 0,
  limitedInARow: 0,
  failures: 0,
  openUntil: 0,
  leases: [],
  waiting: [],
};

export type Answered = { readonly lease: Lease } | { readonly askAt: number };

/** Leases requests, or says when to ask again. */
export function ask(budget: Budget, wanted: Ask, now: number): readonly [Budget, Answered] {
  const current = settled(budget, now);
  const closedUntil = Math.max(current.blockedUntil, current.openUntil);
  if (closedUntil > now) return refused(current, wanted, closedUntil, now);
  const probing = current.failures >= BREAKER_FAILURES;
  const places = (probing ? 1 : IN_FLIGHT) - current.leases.length;
  if (places <= ahead(current, wanted)) return refused(current, wanted, soonestEnd(current, now), now);
  const share = shareOf(current, wanted);
  if (share < 1) return refused(current, wanted, current.hour?.resetAt ?? now, now);
  const requests = Math.min(wanted.requests, probing ? 1 : LEASE_REQUESTS, share);
  const lease = { repository: wanted.repository, requests, until: now + LEASE_MS };
  const waiting = current.waiting.filter(({ repository }) => repository !== wanted.repository);
  return [{ ...current, leases: [...current.leases, lease], waiting }, { lease }];
}

/** Takes in what a request of a lease came to. */
export function report(budget: Budget, repository: number, { hour, limit, failed }: Report, now: number): Budget {
  const leases = budget.leases.map((lease) =>
    lease.repository === repository ? { ...lease, requests: Math.max(lease.requests - 1, 0) } : lease,
  );
  const heard = { ...budget, leases, hour: newest(budget.hour, hour) };
  if (limit) {
    const blockedUntil = Math.max(heard.blockedUntil, limit.until);
    return { ...heard, blockedUntil, limitedInARow: heard.limitedInARow + 1, leases: [] };
  }
  if (!failed) return { ...heard, limitedInARow: 0, failures: 0, openUntil: 0 };
  const failures = heard.failures + 1;
  const over = failures - BREAKER_FAILURES;
  if (over < 0) return { ...heard, failures };
  const openUntil = now + Math.min(BREAKER_FIRST_MS * 2 ** over, BREAKER_LONGEST_MS);
  return { ...heard, failures, openUntil, leases: [] };
}

/** The lease is over before its time: what is left of it is free again. */
export function release(budget: Budget, repository: number): Budget {
  return { ...budget, leases: budget.leases.filter((lease) => lease.repository !== repository) };
}

/** Without what has run out by now. */
function settled(budget: Budget, now: number): Budget {
  const { hour } = budget;
  const over = hour !== null && hour.resetAt <= now;
  return {
    ...budget,
    hour: over ? { ...hour, remaining: hour.limit, resetAt: now + HOUR_MS } : hour,
    leases: budget.leases.filter(({ until }) => until > now),
    waiting: budget.waiting.filter(({ askAt }) => askAt + FORGOTTEN_MS > now),
  };
}

/** How many go first: those with people in front, then those that have waited longer. */
function ahead({ waiting }: Budget, { repository, watched }: Ask): number {
  const at = waiting.findIndex((each) => each.repository === repository);
  const before = at < 0 ? waiting : waiting.slice(0, at);
  const equals = before.filter((other) => other.watched === watched).length;
  const people = waiting.filter((other) => other.watched && other.repository !== repository).length;
  return watched ? equals : equals + people;
}

/** Requests that this one may have of what is left of the hour. */
function shareOf({ hour, leases, waiting }: Budget, { watched }: Ask): number {
  // Before the first answer nobody knows what is left: one request tells.
  if (!hour) return leases.length === 0 ? 1 : 0;
  const lent = leases.reduce((sum, { requests }) => sum + requests, 0);
  const kept = RESERVE + (watched ? 0 : Math.ceil(hour.limit * FOR_WATCHED));
  const left = hour.remaining - lent - kept;
  return Math.min(left, Math.max(1, Math.floor(left / (waiting.length + 1))));
}

function refused(
  budget: Budget,
  { repository, watched }: Ask,
  until: number,
  now: number,
): readonly [Budget, Answered] {
  const askAt = Math.max(until, now + LEAST_WAIT_MS);
  const place = { repository, watched, askAt };
  const at = budget.waiting.findIndex((each) => each.repository === repository);
  const waiting = at < 0 ? [...budget.waiting, place] : budget.waiting.with(at, place);
  return [{ ...budget, waiting }, { askAt }];
}

function soonestEnd({ leases }: Budget, now: number): number {
  return Math.min(now + LEASE_MS, ...leases.map(({ until }) => until));
}

/** Answers overtake each other: of one hour the least that remains holds, and a later hour replaces an earlier. */
function newest(known: Hour | null, heard: Hour | null): Hour | null {
  if (!known || !heard) return heard ?? known;
  if (heard.resetAt !== known.resetAt) return heard.resetAt > known.resetAt ? heard : known;
  return { ...heard, remaining: Math.min(known.remaining, heard.remaining) };
}

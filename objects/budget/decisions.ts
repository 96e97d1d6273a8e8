/**
 * Who may ask GitHub how often, with one credential: plain data in, plain data out. Times are milliseconds since 1970.
 *
 * A lease is a number of requests that one repository sends one after the other, so the number of leases bounds the requests
 * in flight. Whoever is refused is told when to ask again; waiting-line.ts keeps its place.
 */
import type { Ask, Hour, Report } from "../github/lease.ts";

/** Requests in one lease; more would let one first sync hold a place for minutes. */
export const LEASE_REQUESTS = 20;
export const LEASE_MS = 30_000;
/** At most so many leases, and so requests, at a time. GitHub allows 100; bursts are what its secondary limits punish. */
export const IN_FLIGHT = 10;
/** A request that was sent in a lease's last moment is on its way for so long; until then its place is taken. */
const LAST_REQUEST_MS = 15_000;
/** GitHub allows 900 requests a minute; 304s count there. 100 at once and 500 a minute are at most 600 in any minute. */
const BURST = 100;
const MS_PER_REQUEST = 60_000 / 500;
/** What a refresh of one repository takes: whoever got less would be back in the line halfway. */
const LEAST_SHARE = 8;
/** Never used: for whoever else uses the credential. Of a small hour (60 requests without a credential) a tenth. */
const RESERVE = 50;
const RESERVE_OF_SMALL = 0.1;
/** Of an hour's requests, for repositories that people are looking at. */
const FOR_WATCHED = 0.2;
/** Failures of GitHub in a row until it is left alone. */
const BREAKER_FAILURES = 5;
const BREAKER_FIRST_MS = 30_000;
const BREAKER_LONGEST_MS = 15 * 60_000;
/** No secondary limit is doubled to more, however often it comes again. */
const LIMITED_LONGEST_MS = 60 * 60_000;
/** Asking again sooner would only be refused again. */
const LEAST_WAIT_MS = 1_000;
/** How much of what is typical the newest lease decides. */
const NEWEST = 0.1;
/** GitHub's servers differ by seconds in what they say of one hour's end. */
const SAME_HOUR_MS = 60_000;
/** What GitHub grants where its answers do not say it (GitHub Enterprise Server without limits). */
const UNSAID_LIMIT = 5_000;
const HOUR_MS = 60 * 60_000;

/** Requests that a repository may send until `until`. */
export interface Lease {
  readonly repository: number;
  readonly requests: number;
  /** Requests that it was given. */
  readonly lent: number;
  readonly until: number;
}

/** What is kept of a credential's budget; small, for it is written with every change. */
export interface Budget {
  /** Null before the first answer. */
  readonly hour: Hour | null;
  /** Nobody asks before then: GitHub has said so. */
  readonly blockedUntil: number;
  /** Limits in a row. */
  readonly limitedInARow: number;
  /** Failures of GitHub in a row. */
  readonly failures: number;
  readonly openUntil: number;
  readonly leases: readonly Lease[];
  /** Requests that may be lent at once, at a time. */
  readonly pace: { readonly requests: number; readonly at: number };
  /** How long leases take, and how many requests they use. */
  readonly typical: { readonly ms: number; readonly requests: number };
}

export const NEW_BUDGET: Budget = {
  hour: null,
  blockedUntil: 0,
  limitedInARow: 0,
  failures: 0,
  openUntil: 0,
  leases: [],
  pace: { requests: BURST, at: 0 },
  typical: { ms: 1_000, requests: 5 },
};

/** Where somebody who asks stands among those who wait. */
export interface Standing {
  /** Those in front whose turn comes while this lease would last. */
  readonly due: number;
  /** All in front. */
  readonly rank: number;
  /** All others who wait. */
  readonly waiting: number;
}

export type Lent = { readonly lease: Lease } | { readonly askAt: number };

/** Leases requests, or says when to ask again. */
export function ask(budget: Budget, wanted: Ask, standing: Standing, now: number): readonly [Budget, Lent] {
  const current = settled(budget, wanted.repository, now);
  const later = (from: number, after = LEAST_WAIT_MS): readonly [Budget, Lent] => {
    const askAt = Math.ceil(Math.max(from, now + after) + standing.rank * spacing(current));
    return [current, { askAt }];
  };
  const closedUntil = Math.max(current.blockedUntil, current.openUntil);
  if (closedUntil > now) return later(closedUntil);
  const probing = current.failures >= BREAKER_FAILURES;
  const places = (probing ? 1 : IN_FLIGHT) - current.leases.length;
  if (places <= standing.due) return later(now);
  const left = leftOf(current, wanted, now);
  // What others hold and do not use comes back: most answers are 304, which cost nothing.
  if (left < 1) return later(left + held(current) < 1 ? (current.hour?.resetAt ?? now) : now);
  const share = Math.min(left, Math.max(LEAST_SHARE, Math.floor(left / (standing.waiting + 1))));
  const requests = Math.min(wanted.requests, probing ? 1 : LEASE_REQUESTS, share);
  const least = Math.min(requests, LEAST_SHARE);
  if (current.pace.requests < least) return later(now, (least - current.pace.requests) * MS_PER_REQUEST);
  const given = Math.min(requests, Math.floor(current.pace.requests));
  const lease = { repository: wanted.repository, requests: given, lent: given, until: now + LEASE_MS };
  const pace = { ...current.pace, requests: current.pace.requests - given };
  return [{ ...current, pace, leases: [...current.leases, lease] }, { lease }];
}

/** Takes in what a request of a lease came to. */
export function report(budget: Budget, repository: number, { hour, limit, failed }: Report, now: number): Budget {
  const leases = budget.leases.map((lease) =>
    lease.repository === repository ? { ...lease, requests: Math.max(lease.requests - 1, 0) } : lease,
  );
  const heard = { ...budget, leases, hour: newest(budget.hour, hour) };
  if (limit) return limited(heard, limit.of === "secondary", limit.until, now);
  if (failed) return failedAgain(heard, now);
  return {
    ...heard,
    hour: hour ? heard.hour : counted(heard.hour, now),
    limitedInARow: heard.blockedUntil > now ? heard.limitedInARow : 0,
    failures: 0,
    openUntil: 0,
  };
}

/** The lease is over before its time: what is left of it is free again. */
export function release(budget: Budget, repository: number, now: number): Budget {
  const lease = budget.leases.find((each) => each.repository === repository);
  if (!lease) return budget;
  const { typical, pace } = budget;
  const mixed = (known: number, newest: number) => known + (newest - known) * NEWEST;
  return {
    ...budget,
    leases: budget.leases.filter((each) => each !== lease),
    pace: { ...pace, requests: Math.min(pace.requests + lease.requests, BURST) },
    typical: {
      ms: mixed(typical.ms, Math.max(now - (lease.until - LEASE_MS), 0)),
      requests: mixed(typical.requests, lease.lent - lease.requests),
    },
  };
}

/** Requests that this lease still allows at `now`: none where somebody met a limit meanwhile. */
export function remainingOf({ leases }: Budget, repository: number, now: number): number {
  return leases.find((lease) => lease.repository === repository && lease.until > now)?.requests ?? 0;
}

/** For so long a lease that is lent now is likely to take a place; at least as long as those in front wait before they ask again. */
export function horizonOf({ typical }: Budget): number {
  return Math.max(typical.ms, LEAST_WAIT_MS);
}

/** Never asked for: whoever else uses the credential has them. */
export function reserveOf(limit: number): number {
  return Math.min(RESERVE, Math.floor(limit * RESERVE_OF_SMALL));
}

/** Without what has run out by now, and without what the one who asks held until now. */
function settled(budget: Budget, repository: number, now: number): Budget {
  const { leases, pace } = budget;
  const refilled = pace.requests + Math.max(now - pace.at, 0) / MS_PER_REQUEST;
  return {
    ...budget,
    leases: leases.filter((lease) => lease.repository !== repository && lease.until + LAST_REQUEST_MS > now),
    pace: { requests: Math.min(refilled, BURST), at: now },
  };
}

/** Milliseconds from one lease to the next while many wait. */
function spacing({ typical }: Budget): number {
  return Math.max(typical.ms / IN_FLIGHT, typical.requests * MS_PER_REQUEST);
}

const held = ({ leases }: Budget) => leases.reduce((sum, { requests }) => sum + requests, 0);

/** Requests of the hour that this one may have. */
function leftOf(budget: Budget, { watched }: Ask, now: number): number {
  const { hour, leases } = budget;
  // Before the first answer nobody knows what is left: one request tells.
  if (!hour) return leases.length === 0 ? 1 : 0;
  // The next hour's answers have not come yet, but GitHub counts anew.
  const remaining = hour.resetAt <= now ? hour.limit : hour.remaining;
  return remaining - held(budget) - reserveOf(hour.limit) - (watched ? 0 : Math.ceil(hour.limit * FOR_WATCHED));
}

/** Nobody sends anything until then; requests on their way keep their places. */
function closed(budget: Budget): Budget {
  return { ...budget, leases: budget.leases.map((lease) => ({ ...lease, requests: 0 })) };
}

function limited(budget: Budget, doubles: boolean, until: number, now: number): Budget {
  const { blockedUntil, limitedInARow } = budget;
  // Ten requests that meet one limit together have met one limit.
  if (blockedUntil > now) return closed({ ...budget, blockedUntil: Math.max(blockedUntil, until) });
  const wait = doubles ? Math.min((until - now) * 2 ** limitedInARow, LIMITED_LONGEST_MS) : 0;
  return closed({
    ...budget,
    blockedUntil: Math.max(until, now + wait),
    limitedInARow: limitedInARow + 1,
  });
}

function failedAgain(budget: Budget, now: number): Budget {
  // Sent before the breaker opened: what they came to is known already.
  if (budget.openUntil > now) return budget;
  const failures = budget.failures + 1;
  const over = failures - BREAKER_FAILURES;
  if (over < 0) return { ...budget, failures };
  const openUntil = now + Math.min(BREAKER_FIRST_MS * 2 ** over, BREAKER_LONGEST_MS);
  return closed({ ...budget, failures, openUntil });
}

/** Answers overtake each other: of one hour the least that remains holds, and a later hour replaces an earlier. */
function newest(known: Hour | null, heard: Hour | null): Hour | null {
  if (!known || !heard) return heard ?? known;
  if (Math.abs(heard.resetAt - known.resetAt) > SAME_HOUR_MS) return heard.resetAt > known.resetAt ? heard : known;
  const resetAt = Math.max(known.resetAt, heard.resetAt);
  return { limit: heard.limit, remaining: Math.min(known.remaining, heard.remaining), resetAt };
}

/** An answer that says nothing about the hour is counted here. */
function counted(known: Hour | null, now: number): Hour {
  const current = known && known.resetAt > now ? known : null;
  const hour = current ?? {
    limit: known?.limit ?? UNSAID_LIMIT,
    remaining: known?.limit ?? UNSAID_LIMIT,
    resetAt: now + HOUR_MS,
  };
  return { ...hour, remaining: Math.max(hour.remaining - 1, 0) };
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Budget,
  IN_FLIGHT,
  LEASE_MS,
  LEASE_REQUESTS,
  NEW_BUDGET,
  reserveOf,
} from "../../objects/budget/decisions.ts";
import { Lending } from "../../objects/budget/lending.ts";
import type { Ask, Report } from "../../objects/github/lease.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Until the last request of a lease that was never settled has surely been answered. */
const ANSWERED_MS = LEASE_MS + 15_000;

const hour = (remaining: number, limit = 5_000, resetAt = NOW + HOUR) => ({ limit, remaining, resetAt });
const knowing = (remaining: number, limit = 5_000) =>
  new Lending({ ...NEW_BUDGET, hour: hour(remaining, limit), pace: { requests: 100, at: NOW } });
const wanting = (repository: number, watched = false, requests = 100): Ask => ({ repository, watched, requests });
const nothing: Report = { hour: null, limit: null, failed: false, unauthenticated: false };
const failure: Report = { ...nothing, failed: true };
const secondary = (until: number): Report => ({ ...nothing, limit: { of: "secondary", until } });

const isLent = (lending: Lending, wanted: Ask, now: number) => "lease" in lending.ask(wanted, now);
const lease = (repository: number, requests: number, now = NOW) => ({
  lease: { repository, requests, lent: requests, until: now + LEASE_MS },
});
const settle = (lending: Lending, repository: number, now: number, report: Report | null = null, done = true) =>
  lending.settle({ repository, reports: report ? [report] : [], done }, now);

/** Ten repositories, 0 to 9, with a small lease each. */
function inFlight(lending: Lending, now = NOW): Lending {
  for (let each = 0; each < IN_FLIGHT; each += 1) lending.ask(wanting(each, false, 2), now);
  return lending;
}

describe("a budget", () => {
  it("lends one request before it knows what is left, and no other meanwhile", () => {
    const lending = new Lending(NEW_BUDGET);
    expect(lending.ask(wanting(1), NOW)).toEqual(lease(1, 1));
    expect(lending.ask(wanting(2), NOW)).toEqual({ askAt: expect.any(Number) });
    settle(lending, 1, NOW + 200, { ...nothing, hour: hour(4_999) });
    expect(lending.ask(wanting(2), NOW + 1_200)).toEqual(lease(2, LEASE_REQUESTS, NOW + 1_200));
  });

  it("lends so many at a time that never more than ten requests are on their way", () => {
    const lending = inFlight(knowing(5_000));
    expect(isLent(lending, wanting(10, true), NOW)).toBe(false);
    expect(isLent(lending, wanting(10, true), NOW + LEASE_MS)).toBe(false);
    expect(isLent(lending, wanting(10, true), NOW + ANSWERED_MS)).toBe(true);
  });

  it("gives one repository one lease, the newest", () => {
    const lending = inFlight(knowing(5_000));
    expect(lending.ask(wanting(3, false, 5), NOW + 1)).toEqual(lease(3, 5, NOW + 1));
    expect(lending.budget.leases).toHaveLength(IN_FLIGHT);
  });

  it("lends no more than six hundred requests in any minute", () => {
    const lending = knowing(5_000);
    let lent = 0;
    for (let now = NOW; now < NOW + MINUTE; now += 50) {
      const answered = lending.ask(wanting(now % 7), now);
      if (!("lease" in answered)) continue;
      lent += answered.lease.requests;
      for (let sent = 0; sent < answered.lease.requests; sent += 1) settle(lending, now % 7, now, nothing, false);
      settle(lending, now % 7, now);
    }
    expect(lent).toBeGreaterThan(550);
    expect(lent).toBeLessThanOrEqual(600);
  });

  it("keeps the order of those who wait, people first", () => {
    const lending = inFlight(knowing(5_000));
    for (const each of [wanting(21), wanting(22), wanting(23, true)])
      expect(isLent(lending, each, NOW + 1)).toBe(false);
    settle(lending, 0, NOW + 2);
    expect([wanting(22), wanting(21), wanting(23, true)].map((each) => isLent(lending, each, NOW + 2))).toEqual([
      false,
      false,
      true,
    ]);
    settle(lending, 1, NOW + 1_700);
    expect(isLent(lending, wanting(22), NOW + 1_700)).toBe(false);
    expect(isLent(lending, wanting(21), NOW + 1_700)).toBe(true);
  });

  it("lets nobody wait for those who do not come back, and forgets them", () => {
    const lending = inFlight(knowing(5_000));
    lending.ask(wanting(21), NOW);
    settle(lending, 0, NOW + 500);
    expect(isLent(lending, wanting(22), NOW + 500)).toBe(false);
    expect(isLent(lending, wanting(22), NOW + 7_000)).toBe(true);
    expect(lending.waiting).toBe(1);
    lending.ask(wanting(23), NOW + 2 * MINUTE);
    expect(lending.waiting).toBe(0);
  });

  it("lets nobody wait for a place that those in front do not need yet", () => {
    const lending = inFlight(knowing(5_000));
    for (let each = 20; each < 50; each += 1) lending.ask(wanting(each), NOW);
    for (const each of [0, 1, 2]) settle(lending, each, NOW + 100);
    expect(isLent(lending, wanting(99, false, 2), NOW + 100)).toBe(true);
  });

  it("keeps a place for nobody who asked but once", () => {
    const lending = inFlight(knowing(5_000));
    expect(lending.askOnce(wanting(21, true), NOW)).toHaveProperty("askAt");
    expect(lending.waiting).toBe(0);
  });

  it("keeps a fifth of the hour for people who look, and fifty requests for nobody", () => {
    expect(isLent(knowing(1_050), wanting(1), NOW)).toBe(false);
    expect(knowing(1_053).ask(wanting(1), NOW)).toEqual(lease(1, 3));
    expect(knowing(53).ask(wanting(1, true), NOW)).toEqual(lease(1, 3));
    expect(knowing(50).ask(wanting(1, true), NOW)).toEqual({ askAt: NOW + HOUR });
  });

  it("keeps a tenth of the sixty requests that there are without a credential", () => {
    expect(knowing(19, 60).ask(wanting(1), NOW)).toEqual(lease(1, 1));
    expect(isLent(knowing(18, 60), wanting(1), NOW)).toBe(false);
    expect(knowing(18, 60).ask(wanting(1, true), NOW)).toEqual(lease(1, 12));
  });

  it("waits for what others hold and will not use, rather than for the next hour", () => {
    const lending = knowing(1_060);
    expect(lending.ask(wanting(1), NOW)).toEqual(lease(1, 10));
    const refused = lending.ask(wanting(2), NOW);
    expect("askAt" in refused && refused.askAt).toBeLessThan(NOW + MINUTE);
  });

  it("begins anew when the hour is over, and believes the first answer of the new one", () => {
    const lending = knowing(0);
    expect(lending.ask(wanting(1), NOW + HOUR)).toEqual(lease(1, LEASE_REQUESTS, NOW + HOUR));
    settle(lending, 1, NOW + HOUR, { ...nothing, hour: hour(1_040, 5_000, NOW + 2 * HOUR - 5_000) });
    expect(isLent(lending, wanting(1), NOW + HOUR)).toBe(false);
  });

  it("counts itself where GitHub says nothing of an hour", () => {
    const lending = new Lending(NEW_BUDGET);
    lending.ask(wanting(1), NOW);
    settle(lending, 1, NOW, nothing);
    expect(lending.budget.hour).toEqual(hour(4_999));
    settle(lending, 1, NOW + 1, nothing);
    expect(lending.budget.hour).toEqual(hour(4_998));
    settle(lending, 1, NOW + HOUR, nothing);
    expect(lending.budget.hour).toEqual(hour(4_999, 5_000, NOW + 2 * HOUR));
  });

  it("lends nothing until a limit is over, whoever met it, and takes back what it lent", () => {
    const lending = knowing(5_000);
    lending.ask(wanting(1), NOW);
    lending.ask(wanting(2), NOW);
    const until = NOW + 8_000;
    expect(settle(lending, 1, NOW, secondary(until))).toBe(0);
    expect(settle(lending, 2, NOW, nothing, false)).toBe(0);
    expect(lending.ask(wanting(3, true), NOW)).toEqual({ askAt: until });
    expect(isLent(lending, wanting(3, true), until)).toBe(true);
  });

  it("takes one limit that several met for one, and doubles the wait when it comes again at once", () => {
    const lending = inFlight(knowing(5_000));
    for (let each = 0; each < IN_FLIGHT; each += 1) settle(lending, each, NOW, secondary(NOW + MINUTE));
    expect(lending.budget).toMatchObject({ blockedUntil: NOW + MINUTE, limitedInARow: 1 });
    settle(lending, 1, NOW + MINUTE, secondary(NOW + 2 * MINUTE));
    expect(lending.budget.blockedUntil).toBe(NOW + 3 * MINUTE);
    settle(lending, 1, NOW + 3 * MINUTE, nothing);
    expect(lending.budget.limitedInARow).toBe(0);
    settle(lending, 1, NOW + 3 * MINUTE, { ...nothing, limit: { of: "primary", until: NOW + 2 * HOUR } });
    settle(lending, 1, NOW + 2 * HOUR, { ...nothing, limit: { of: "primary", until: NOW + 3 * HOUR } });
    expect(lending.budget.blockedUntil).toBe(NOW + 3 * HOUR);
  });

  it("leaves GitHub alone after five failures in a row, sends one probe, and doubles the wait each time that fails", () => {
    const lending = knowing(5_000);
    for (let times = 0; times < 4; times += 1) settle(lending, 1, NOW, failure);
    expect(lending.budget.openUntil).toBe(0);
    // Those that were on their way say nothing new.
    for (let times = 0; times < 4; times += 1) settle(lending, 1, NOW, failure);
    expect(lending.ask(wanting(2), NOW)).toEqual({ askAt: NOW + 30_000 });
    expect(lending.ask(wanting(2), NOW + 30_000)).toEqual(lease(2, 1, NOW + 30_000));
    expect(isLent(lending, wanting(3), NOW + 30_000)).toBe(false);
    settle(lending, 2, NOW + 31_000, failure);
    expect(lending.budget.openUntil).toBe(NOW + 31_000 + 60_000);
    settle(lending, 2, NOW + 31_000, nothing);
    expect(isLent(lending, wanting(3), NOW + 31_000)).toBe(true);
  });

  it("believes the least of what overtaking answers say of one hour, and the later hour", () => {
    const lending = new Lending(NEW_BUDGET);
    const heard = (remaining: number, resetAt: number) => {
      settle(lending, 1, NOW, { ...nothing, hour: hour(remaining, 5_000, resetAt) });
      return lending.budget.hour?.remaining;
    };
    expect(heard(4_000, NOW + HOUR)).toBe(4_000);
    expect(heard(4_001, NOW + HOUR)).toBe(4_000);
    expect(heard(4_001, NOW + HOUR + 1_000)).toBe(4_000);
    expect(heard(4_999, NOW + 2 * HOUR)).toBe(4_999);
    expect(heard(12, NOW + HOUR)).toBe(4_999);
  });
});

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ is: fc.constant("ask" as const), repository: fc.nat(30), watched: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ is: fc.constant("request" as const), repository: fc.nat(30), failed: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant("limited" as const), wait: fc.integer({ min: 1, max: 10 * MINUTE }) }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant("done" as const), repository: fc.nat(30) }) },
  {
    weight: 3,
    arbitrary: fc.record({ is: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 20 * MINUTE }) }),
  },
);

const isClosed = ({ blockedUntil, openUntil }: Budget, now: number) => now < Math.max(blockedUntil, openUntil);

it("never lends into the reserve, during a wait, or to more than ten at a time", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 60, max: 5_000 }), (steps, limit) => {
      let now = NOW;
      const lending = new Lending(NEW_BUDGET);
      let remaining = limit;
      let resetAt = NOW + HOUR;
      for (const each of steps) {
        if (each.is === "pass") now += each.ms;
        if (now >= resetAt) [remaining, resetAt] = [limit, now + HOUR];
        if (each.is === "limited") settle(lending, 0, now, secondary(now + each.wait), false);
        if (each.is === "done") settle(lending, each.repository, now);
        if (each.is === "ask") {
          const answered = lending.ask({ ...each, requests: 50 }, now);
          if ("lease" in answered) expect(isClosed(lending.budget, now)).toBe(false);
          else expect(answered.askAt).toBeGreaterThan(now);
        }
        if (each.is === "request") {
          const { repository, failed } = each;
          if (settle(lending, repository, now, null, false) < 1) continue;
          expect(isClosed(lending.budget, now)).toBe(false);
          remaining -= 1;
          settle(lending, repository, now, { ...nothing, hour: hour(remaining, limit, resetAt), failed }, false);
        }
        expect(lending.budget.leases.filter(({ until }) => until > now).length).toBeLessThanOrEqual(IN_FLIGHT);
        expect(remaining).toBeGreaterThanOrEqual(reserveOf(limit));
      }
    }),
    { numRuns: 300 },
  );
});

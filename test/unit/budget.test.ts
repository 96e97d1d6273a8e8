import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ask,
  type Budget,
  IN_FLIGHT,
  LEASE_MS,
  LEASE_REQUESTS,
  NEW_BUDGET,
  release,
  report,
} from "../../objects/budget/decisions.ts";
import type { Ask, Report } from "../../objects/github/lease.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RESERVE = 50;

const known = (remaining: number, limit = 5_000): Budget => ({
  ...NEW_BUDGET,
  hour: { limit, remaining, resetAt: NOW + HOUR },
});
const wanting = (repository: number, watched = false, requests = 100): Ask => ({ repository, watched, requests });
const nothing: Report = { hour: null, limit: null, failed: false, unauthenticated: false };

/** Asks for each in turn; what each was answered. */
function askAll(budget: Budget, asks: readonly Ask[], now: number) {
  let current = budget;
  const answers = asks.map((each) => {
    const [next, answered] = ask(current, each, now);
    current = next;
    return answered;
  });
  return { budget: current, answers };
}

describe("a budget", () => {
  it("lends one request before it knows what is left, and no other meanwhile", () => {
    const { answers } = askAll(NEW_BUDGET, [wanting(1), wanting(2)], NOW);
    expect(answers).toEqual([
      { lease: { repository: 1, requests: 1, until: NOW + LEASE_MS } },
      { askAt: expect.any(Number) },
    ]);
  });

  it("lends so many at a time that never more than ten requests are on their way", () => {
    const asks = Array.from({ length: 15 }, (_, n) => wanting(n));
    const { answers } = askAll(known(5_000), asks, NOW);
    expect(answers.filter((answer) => "lease" in answer)).toHaveLength(IN_FLIGHT);
    expect(answers[0]).toEqual({ lease: { repository: 0, requests: LEASE_REQUESTS, until: NOW + LEASE_MS } });
  });

  it("keeps the order of those who wait, people first", () => {
    const full = askAll(
      known(5_000),
      Array.from({ length: IN_FLIGHT }, (_, n) => wanting(n)),
      NOW,
    ).budget;
    const queued = askAll(full, [wanting(21), wanting(22), wanting(23, true)], NOW + 1).budget;
    const free = release(queued, 0);
    const order = [wanting(22), wanting(21), wanting(23, true)].map((each) => "lease" in ask(free, each, NOW + 2)[1]);
    expect(order).toEqual([false, false, true]);
    const [served] = ask(free, wanting(23, true), NOW + 2);
    expect("lease" in ask(release(served, 1), wanting(22), NOW + 3)[1]).toBe(false);
    expect("lease" in ask(release(served, 1), wanting(21), NOW + 3)[1]).toBe(true);
  });

  it("forgets who does not come back", () => {
    const full = askAll(
      known(5_000),
      Array.from({ length: IN_FLIGHT }, (_, n) => wanting(n)),
      NOW,
    ).budget;
    const queued = ask(full, wanting(21), NOW)[0];
    expect("lease" in ask(queued, wanting(22), NOW + 2 * LEASE_MS)[1]).toBe(true);
    expect(ask(queued, wanting(22), NOW + 5 * LEASE_MS)[0].waiting).toEqual([]);
  });

  it("keeps a fifth of the hour for people who look, and fifty requests for nobody", () => {
    expect("lease" in ask(known(1_050), wanting(1), NOW)[1]).toBe(false);
    expect(ask(known(1_053), wanting(1), NOW)[1]).toMatchObject({ lease: { requests: 3 } });
    expect(ask(known(53), wanting(1, true), NOW)[1]).toMatchObject({ lease: { requests: 3 } });
    expect(ask(known(50), wanting(1, true), NOW)[1]).toEqual({ askAt: NOW + HOUR });
  });

  it("begins anew when the hour is over", () => {
    expect("lease" in ask(known(0), wanting(1), NOW + HOUR)[1]).toBe(true);
  });

  it("lends nothing until a limit is over, whoever met it", () => {
    const leased = askAll(known(5_000), [wanting(1), wanting(2)], NOW).budget;
    const until = NOW + 8_000;
    const limited = report(leased, 1, { ...nothing, limit: { of: "secondary", until } }, NOW);
    expect(limited.leases).toEqual([]);
    expect(ask(limited, wanting(3, true), NOW)[1]).toEqual({ askAt: until });
    expect("lease" in ask(limited, wanting(3), until)[1]).toBe(true);
    expect(report(limited, 2, { ...nothing, limit: { of: "primary", until: NOW + 1 } }, NOW).blockedUntil).toBe(until);
  });

  it("leaves GitHub alone after five failures in a row, sends one probe, and doubles the wait each time that fails", () => {
    const failed = { ...nothing, failed: true };
    let budget = known(5_000);
    for (let times = 0; times < 4; times += 1) budget = report(budget, 1, failed, NOW);
    expect(budget.openUntil).toBe(0);
    budget = report(budget, 1, failed, NOW);
    expect(ask(budget, wanting(2), NOW)[1]).toEqual({ askAt: NOW + 30_000 });
    const { budget: probing, answers } = askAll(budget, [wanting(2), wanting(3)], NOW + 30_000);
    expect(answers[0]).toMatchObject({ lease: { requests: 1 } });
    expect(answers[1]).toHaveProperty("askAt");
    expect(report(probing, 2, failed, NOW + 31_000).openUntil).toBe(NOW + 31_000 + 60_000);
    const healed = report(probing, 2, nothing, NOW + 31_000);
    expect(ask(healed, wanting(3), NOW + 31_000)[1]).toMatchObject({ lease: { requests: LEASE_REQUESTS } });
  });

  it("believes the least of what overtaking answers say of one hour, and the later hour", () => {
    const heard = (budget: Budget, remaining: number, resetAt: number) =>
      report(budget, 1, { ...nothing, hour: { limit: 5_000, remaining, resetAt } }, NOW);
    const first = heard(NEW_BUDGET, 4_000, NOW + HOUR);
    expect(heard(first, 4_001, NOW + HOUR).hour?.remaining).toBe(4_000);
    const next = heard(first, 4_999, NOW + 2 * HOUR);
    expect(next.hour?.remaining).toBe(4_999);
    expect(heard(next, 12, NOW + HOUR).hour?.remaining).toBe(4_999);
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
  {
    weight: 3,
    arbitrary: fc.record({ is: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 20 * MINUTE }) }),
  },
);

it("never lends into the reserve, during a wait, or to more than ten at a time", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 60, max: 5_000 }), (steps, limit) => {
      let now = NOW;
      let budget = NEW_BUDGET;
      let remaining = limit;
      let resetAt = NOW + HOUR;
      for (const each of steps) {
        if (each.is === "pass") now += each.ms;
        if (now >= resetAt) [remaining, resetAt] = [limit, now + HOUR];
        if (each.is === "limited")
          budget = report(budget, 0, { ...nothing, limit: { of: "secondary", until: now + each.wait } }, now);
        if (each.is === "ask") {
          const [next, answered] = ask(budget, { ...each, requests: 50 }, now);
          if ("lease" in answered) expect(now).toBeGreaterThanOrEqual(Math.max(budget.blockedUntil, budget.openUntil));
          else expect(answered.askAt).toBeGreaterThan(now);
          budget = next;
        }
        if (each.is === "request") {
          const lease = budget.leases.find(({ repository, until }) => repository === each.repository && until > now);
          if (!lease || lease.requests < 1) continue;
          remaining -= 1;
          const hour = { limit, remaining, resetAt };
          budget = report(budget, each.repository, { ...nothing, hour, failed: each.failed }, now);
        }
        expect(budget.leases.filter(({ until }) => until > now).length).toBeLessThanOrEqual(IN_FLIGHT);
        // The very first request is sent to learn what is left.
        expect(remaining).toBeGreaterThanOrEqual(Math.min(RESERVE, limit - 1));
      }
    }),
    { numRuns: 300 },
  );
});

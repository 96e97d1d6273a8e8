import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  backoff,
  fateAfterFailure,
  fateAfterSuccess,
  fullKinds,
  LONGEST_BACKOFF_MS,
  NEVER,
  nextAlarm,
  soonEnough,
} from "../../objects/records/job-decisions.ts";

const NOW = Date.UTC(2026, 10, 21, 3);
const rules = { everyMs: null, maxAttempts: 8, longestBackoffMs: LONGEST_BACKOFF_MS };

describe("the wait after a failure", () => {
  test("starts at 2 s, doubles, and ends at 15 minutes", () => {
    const waits = [1, 2, 3, 9, 10, 11, 1_000].map((attempt) => backoff(attempt, 1));
    expect(waits).toEqual([2_000, 4_000, 8_000, 512_000, 900_000, 900_000, 900_000]);
  });

  test("has a random half, so that those who failed together return apart", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const longest = backoff(attempt, 1);
        const wait = backoff(attempt, random);
        expect(wait).toBeGreaterThanOrEqual(longest / 2);
        expect(wait).toBeLessThanOrEqual(longest);
      }),
    );
  });

  test("keeps to the longest wait of the kind", () => {
    expect(backoff(20, 1, 60_000)).toBe(60_000);
  });
});

describe("the next alarm", () => {
  test("is that of the earliest job that is not parked, and never the present", () => {
    const job = fc.record({
      dueAt: fc.integer({ min: 0, max: 2 * NOW }),
      parkedAt: fc.option(fc.integer({ min: 0, max: NOW })),
    });
    fc.assert(
      fc.property(fc.array(job), fc.integer({ min: 0, max: 2 * NOW }), (jobs, now) => {
        const live = jobs.filter(({ parkedAt }) => parkedAt === null).map(({ dueAt }) => dueAt);
        const expected = live.length === 0 ? null : Math.max(now + 1, Math.min(...live));
        expect(nextAlarm(jobs, now)).toBe(expected);
      }),
    );
  });

  test("is none where the only job has no date", () => {
    expect(nextAlarm([{ dueAt: NEVER, parkedAt: null }], NOW)).toBeNull();
  });
});

describe("a job that is asked for again", () => {
  const job = { dueAt: NOW + 1_000, attempts: 0, parkedAt: null };

  test("stays where it is due by then", () => {
    expect(soonEnough(job, NOW + 1_000, NOW)).toBe(true);
    expect(soonEnough(job, NOW + 999, NOW)).toBe(false);
  });

  test("keeps waiting after a failure, and while it is parked", () => {
    expect(soonEnough({ ...job, attempts: 1 }, NOW, NOW)).toBe(true);
    expect(soonEnough({ ...job, dueAt: NEVER, parkedAt: NOW }, NOW, NOW)).toBe(true);
  });

  test("does not wait longer than any failure lets it: then the clock was set back", () => {
    expect(soonEnough({ ...job, attempts: 1, dueAt: NOW + LONGEST_BACKOFF_MS + 1 }, NOW, NOW)).toBe(false);
  });
});

describe("kinds", () => {
  test("are full when they have taken their places", () => {
    const running = ["webhook", "directory", "webhook"].map((kind) => ({ kind }));
    expect(fullKinds(running, 2)).toEqual(["webhook"]);
    expect(fullKinds(running, 3)).toEqual([]);
    expect(fullKinds([], 1)).toEqual([]);
  });
});

describe("what becomes of a job", () => {
  test("it is done, unless something asks for more", () => {
    expect(fateAfterSuccess(rules, null, null, NOW)).toEqual({ is: "done" });
    expect(fateAfterSuccess(rules, NOW + 50, null, NOW)).toEqual({ is: "again", dueAt: NOW + 50 });
    expect(fateAfterSuccess(rules, NOW + 50, NOW + 20, NOW)).toEqual({ is: "again", dueAt: NOW + 20 });
    expect(fateAfterSuccess(rules, NOW - 50, null, NOW)).toEqual({ is: "again", dueAt: NOW + 1 });
  });

  test("a recurring one has its next turn counted from now", () => {
    expect(fateAfterSuccess({ ...rules, everyMs: 60_000 }, null, null, NOW)).toEqual({
      is: "again",
      dueAt: NOW + 60_000,
    });
    expect(fateAfterSuccess({ ...rules, everyMs: 60_000 }, NOW + 5, null, NOW)).toEqual({
      is: "again",
      dueAt: NOW + 5,
    });
  });

  test("it is tried again until its attempts are used up, then parked", () => {
    expect(fateAfterFailure(rules, 7, 1, NOW)).toEqual({ is: "retry", dueAt: NOW + 128_000 });
    expect(fateAfterFailure(rules, 8, 1, NOW)).toEqual({ is: "parked", dueAt: NEVER });
  });

  test("a recurring one that failed too often waits for its next turn", () => {
    expect(fateAfterFailure({ ...rules, everyMs: 60_000 }, 8, 1, NOW)).toEqual({ is: "parked", dueAt: NOW + 60_000 });
  });

  test("one that is never given up is never parked", () => {
    const forever = { ...rules, maxAttempts: Number.POSITIVE_INFINITY, longestBackoffMs: 60_000 };
    expect(fateAfterFailure(forever, 5_000, 1, NOW)).toEqual({ is: "retry", dueAt: NOW + 60_000 });
  });
});

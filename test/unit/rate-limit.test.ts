import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bucket, fullBucket, type Quota, refill, secondsUntilToken } from "../../objects/tenant/rate-limit.ts";

const MINUTE: Quota = { quota: 60, window: 60 };
const NOW = Date.parse("2026-11-21T03:00:00.000Z");

describe("a token bucket", () => {
  it("begins full, with a whole window's worth", () => {
    expect(fullBucket(MINUTE, NOW)).toEqual({ tokens: 60, at: NOW });
  });

  it("refills steadily, by parts of a token too, and never beyond its quota", () => {
    const empty = { tokens: 0, at: NOW };
    expect(refill(empty, MINUTE, NOW)).toEqual(empty);
    expect(refill(empty, MINUTE, NOW + 250)).toEqual({ tokens: 0.25, at: NOW + 250 });
    expect(refill(empty, MINUTE, NOW + 30_000)).toEqual({ tokens: 30, at: NOW + 30_000 });
    expect(refill(empty, MINUTE, NOW + 86_400_000)).toEqual({ tokens: 60, at: NOW + 86_400_000 });
  });

  it("holds no more than a quota that was lowered meanwhile", () => {
    expect(refill({ tokens: 6_000, at: NOW }, MINUTE, NOW).tokens).toBe(60);
  });

  it("gives nothing and takes nothing while the clock stands back, and does not pay that time twice", () => {
    const bucket = { tokens: 10, at: NOW };
    const back = refill(bucket, MINUTE, NOW - 3_600_000);
    expect(back).toEqual(bucket);
    expect(refill(back, MINUTE, NOW + 1_000)).toEqual({ tokens: 11, at: NOW + 1_000 });
  });

  it("says in whole seconds when there is a token, at least one", () => {
    expect(secondsUntilToken({ tokens: 0, at: NOW }, MINUTE)).toBe(1);
    expect(secondsUntilToken({ tokens: 0.99, at: NOW }, MINUTE)).toBe(1);
    expect(secondsUntilToken({ tokens: 0, at: NOW }, { quota: 1, window: 60 })).toBe(60);
    expect(secondsUntilToken({ tokens: 0.5, at: NOW }, { quota: 1, window: 60 })).toBe(30);
    expect(secondsUntilToken({ tokens: -2, at: NOW }, { quota: 1, window: 60 })).toBe(180);
  });
});

const quotas = fc.record({ quota: fc.integer({ min: 1, max: 100_000 }), window: fc.integer({ min: 1, max: 3_600 }) });

describe("any token bucket", () => {
  it("has a token after the seconds that it named", () => {
    const property = fc.property(
      quotas,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (quota, tokens) => {
        const bucket: Bucket = { tokens, at: NOW };
        const wait = secondsUntilToken(bucket, quota);
        // Of a rounding error in the last place the next second is made up.
        expect(refill(bucket, quota, NOW + wait * 1_000).tokens).toBeGreaterThanOrEqual(1 - 1e-9);
        if (wait > 1) expect(refill(bucket, quota, NOW + (wait - 1) * 1_000).tokens).toBeLessThan(1);
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  it("lets no more through in any time than its burst and what that time refills", () => {
    const steps = fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 200 });
    const property = fc.property(quotas, steps, (quota, waits) => {
      let bucket = fullBucket(quota, NOW);
      let [clock, latest, taken] = [NOW, NOW, 0];
      for (const wait of waits) {
        clock += wait;
        latest = Math.max(latest, clock);
        bucket = refill(bucket, quota, clock);
        if (bucket.tokens < 1) continue;
        bucket = { ...bucket, tokens: bucket.tokens - 1 };
        taken += 1;
      }
      expect(taken).toBeLessThanOrEqual(quota.quota + ((latest - NOW) / 1_000) * (quota.quota / quota.window) + 1e-6);
    });
    fc.assert(property, { numRuns: 500 });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planKeys, type ScheduledKey } from "../../src/auth/worker/key-schedule.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 21);
const key = (number: number, signsFrom: number): ScheduledKey => ({ number, signsFrom });

describe("the keys of access tokens", () => {
  it("begin with one that signs at once", () => {
    expect(planKeys([], NOW)).toEqual({ signing: null, next: key(1, NOW), published: [], dead: [] });
  });

  it("stay as they are for 29 days", () => {
    const first = key(1, NOW);
    expect(planKeys([first], NOW + 29 * DAY - 1)).toEqual({ signing: first, next: null, published: [first], dead: [] });
  });

  it("are followed by one that is published a day before it signs", () => {
    const first = key(1, NOW);
    const plan = planKeys([first], NOW + 29 * DAY);
    expect([plan.signing, plan.next]).toEqual([first, key(2, NOW + 30 * DAY)]);
  });

  it("publish a late one for two hours before it signs, while the old one goes on", () => {
    const first = key(1, NOW);
    const late = NOW + 90 * DAY;
    const plan = planKeys([first], late);
    expect([plan.signing, plan.next]).toEqual([first, key(2, late + 2 * HOUR)]);
    expect(planKeys([first, key(2, late + 2 * HOUR)], late + HOUR).signing).toBe(first);
  });

  it("stay published until no token of theirs can live, and a clock may be late", () => {
    const keys = [key(1, NOW), key(2, NOW + 30 * DAY)];
    const stopped = NOW + 30 * DAY;
    expect(planKeys(keys, stopped).signing).toBe(keys[1]);
    expect(planKeys(keys, stopped + 65 * MINUTE - 1).published).toEqual(keys);
    expect(planKeys(keys, stopped + 65 * MINUTE)).toMatchObject({ published: [keys[1]], dead: [keys[0]] });
  });

  it("never sign with a key that was published for less than two hours, nor forget one whose tokens live", () => {
    const history = fc.property(
      fc.integer({ min: 1, max: 40 * 24 }),
      fc.integer({ min: 0, max: 100_000 }),
      (step, seed) => {
        let keys: (ScheduledKey & { madeAt: number })[] = [];
        const lastSigned = new Map<number, number>();
        for (let now = NOW + seed, turn = 0; turn < 60; turn += 1, now += step * HOUR) {
          const first = planKeys(keys, now);
          if (first.next) keys = [...keys, { ...first.next, madeAt: now }];
          keys = keys.filter(({ number }) => !first.dead.some((dead) => dead.number === number));
          const { signing, published } = planKeys(keys, now);
          expect(signing).not.toBeNull();
          if (!signing) return;
          if (signing.number > 1) expect(now - signing.madeAt).toBeGreaterThanOrEqual(2 * HOUR);
          lastSigned.set(signing.number, now);
          const alive = [...lastSigned].filter(([, at]) => at + 5 * MINUTE > now).map(([number]) => number);
          expect(published.map(({ number }) => number)).toEqual(expect.arrayContaining(alive));
        }
      },
    );
    fc.assert(history, { numRuns: 200 });
  });
});

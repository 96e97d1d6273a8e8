import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Allowance, decideAttempt, giveBackAttempt } from "../../src/auth/worker/attempts.ts";
import { limitOf } from "../../src/auth/worker/limits.ts";

const TEN: Allowance = { burst: 10, everyMs: 1_000 };
const START = 1_800_000_000_000;

/** What a count of its own says: the burst, and one more for each interval since the first attempt was spent. */
function allowedOf(times: readonly number[], allowance: Allowance): number {
  let restoredAt = 0;
  let allowed = 0;
  for (const now of times) {
    const attempt = decideAttempt(restoredAt, allowance, now);
    restoredAt = attempt.restoredAt;
    if (attempt.allowed) allowed += 1;
  }
  return allowed;
}

describe("attempts", () => {
  it("S13: exactly a burst of them passes at once", () => {
    expect(allowedOf(Array(50).fill(START), TEN)).toBe(10);
  });

  it("one comes back each interval, and a refusal says when", () => {
    const spent = START + 10_000;
    expect(decideAttempt(spent, TEN, START)).toEqual({ allowed: false, restoredAt: spent, waitMs: 1_000 });
    expect(decideAttempt(spent, TEN, START + 999)).toMatchObject({ allowed: false, waitMs: 1 });
    expect(decideAttempt(spent, TEN, START + 1_000)).toMatchObject({ allowed: true, waitMs: 0 });
  });

  it("a refused attempt costs nothing", () => {
    const refused = decideAttempt(START + 10_000, TEN, START);
    expect(decideAttempt(refused.restoredAt, TEN, START + 1_000).allowed).toBe(true);
  });

  it("one that is given back may be spent again", () => {
    const spent = START + 10_000;
    expect(decideAttempt(giveBackAttempt(spent, TEN), TEN, START).allowed).toBe(true);
  });

  it("a clock that jumped back a year keeps nobody waiting for longer than a burst", () => {
    const ahead = START + 365 * 86_400_000;
    expect(decideAttempt(ahead, TEN, START)).toMatchObject({ allowed: false, waitMs: 1_000 });
  });

  it("S13: no order of times lets more pass than the burst and what came back meanwhile", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 200 });
    const allowances = fc.record({
      burst: fc.integer({ min: 1, max: 20 }),
      everyMs: fc.integer({ min: 1, max: 5_000 }),
    });
    fc.assert(
      fc.property(gaps, allowances, (each, allowance) => {
        let now = START;
        const times = each.map((gap) => (now += gap));
        const elapsed = now - (times[0] ?? START);
        const most = allowance.burst + Math.floor(elapsed / allowance.everyMs);
        expect(allowedOf(times, allowance)).toBeLessThanOrEqual(most);
        // And whoever waits as long as they are told is let in.
        const spent = decideAttempt(now + allowance.burst * allowance.everyMs, allowance, now);
        expect(decideAttempt(spent.restoredAt, allowance, now + spent.waitMs).allowed).toBe(true);
      }),
    );
  });
});

describe("the limits of a path", () => {
  it("class 25: each path has one way to name an account", () => {
    const named = (path: string) => limitOf(path)?.account?.field ?? null;
    expect(["sign-in/email", "sign-up/email", "request-password-reset", "send-verification-email"].map(named)).toEqual(
      Array(4).fill("email"),
    );
    expect(["two-factor/verify-totp", "two-factor/verify-backup-code", "change-password", "token"].map(named)).toEqual(
      Array(4).fill("person"),
    );
    expect(named("passkey/verify-authentication")).toBe("passkey");
  });

  it("what guesses the same password shares a count", () => {
    const kinds = ["two-factor/enable", "two-factor/disable", "change-password", "delete-user"].map(
      (path) => limitOf(path)?.kind,
    );
    expect(new Set(kinds)).toEqual(new Set(["password"]));
  });

  it("there is none where nothing is guessed, and none by names that objects have", () => {
    expect(["get-session", "list-sessions", "constructor", "__proto__", "toString"].map(limitOf)).toEqual(
      Array(5).fill(null),
    );
    expect(limitOf("callback/google")?.account).toBe(null);
  });
});

import { describe, expect, it } from "vitest";
import { CroftError } from "../../src/client/error.ts";
import { SessionError } from "../../src/client/session/session-error.ts";
import { confirmedPath, pathWithin } from "../../src/dashboard/sign-in/next-path.ts";
import { sentenceOf } from "../../src/dashboard/sign-in/sentence.ts";
import { handleOf } from "../../src/dashboard/tenants/handle-of.ts";
import { TENANT_PATTERN } from "../../src/protocol/tenant.ts";

describe("a refusal at the entry", () => {
  it("is told by its reason, and in the service's own words where there is none", () => {
    const parts = { status: 400, reason: "PASSWORD_TOO_SHORT" };
    expect(sentenceOf(new SessionError("BAD_REQUEST", "Too short", parts))).toMatch(/at least 10 characters/);
    expect(sentenceOf(new SessionError("BAD_REQUEST", "Own words.", { ...parts, reason: "NEW" }))).toBe("Own words.");
    expect(sentenceOf(new SessionError("BAD_REQUEST", "Own words.", { ...parts, reason: null }))).toBe("Own words.");
    expect(sentenceOf(new Error("Closed by the person."))).toBe("Closed by the person.");
  });

  it("says how long to wait, and what else stands in the way", () => {
    const limited = (retryAfter: number | null) =>
      sentenceOf(new CroftError("RATE_LIMITED", "", { status: 429, retryAfter }));
    expect([limited(1_000), limited(59_001), limited(60_001), limited(null)].map((each) => each.slice(39))).toEqual([
      "one second.",
      "one minute.",
      "2 minutes.",
      "a few minutes.",
    ]);
    expect(limited(2_500)).toBe("That was tried too often. Try again in 3 seconds.");
    expect(sentenceOf(new CroftError("NETWORK", "failed"))).toMatch(/does not answer/);
    expect(sentenceOf(new CroftError("UNAVAILABLE", "failed", { status: 503 }))).toMatch(/cannot do that/);
  });
});

describe("the link of a mail", () => {
  it("leads back to signing in, and on from there", () => {
    expect(confirmedPath(undefined)).toBe("/sign-in?confirmed=yes");
    const { searchParams } = new URL(confirmedPath("/t/acme?q=a&b"), "https://croft.test");
    expect(searchParams.get("next")).toBe("/t/acme?q=a&b");
  });
});

describe("the way on behind a sign-in", () => {
  it.each([
    [undefined, "/"],
    ["/t/acme?q=a", "/t/acme?q=a"],
    ["//elsewhere.example/x", "/"],
    ["/\\elsewhere.example/x", "/"],
    ["https://elsewhere.example/", "/"],
    ["javascript:alert(1)", "/"],
  ])("of %s is %s", (next, path) => {
    expect(pathWithin(next, "https://croft.test")).toBe(path);
  });
});

describe("a handle", () => {
  it("is made of a name", () => {
    expect([handleOf("Müller & Söhne"), handleOf("  3M Élan GmbH! ")]).toEqual(["muller-sohne", "m-elan-gmbh"]);
    expect([handleOf("東京"), handleOf("x".repeat(60)).length]).toEqual(["", 40]);
    expect(handleOf(`${"x".repeat(39)} y`)).toMatch(TENANT_PATTERN);
  });
});

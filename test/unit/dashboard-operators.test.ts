/** What the pages for operators make of what the service says. */
import { describe, expect, it } from "vitest";
import { budgetWords, credentialName } from "../../src/dashboard/operators/budget-words.ts";
import { sectionSchema } from "../../src/dashboard/operators/section-schema.ts";
import type { GithubBudget } from "../../src/protocol/budget.ts";

const NOW = Date.parse("2026-11-21T12:00:00.000Z");
const LATER = "2026-11-21T12:30:00.000Z";
const BEFORE = "2026-11-21T11:30:00.000Z";

const BUDGET: GithubBudget = {
  credential: "service",
  present: true,
  dead: false,
  hour: { limit: 5_000, remaining: 4_000, resetAt: LATER },
  blockedUntil: null,
  openUntil: null,
  failures: 0,
  leases: 0,
  waiting: 0,
};

describe("a budget in words", () => {
  const words = (change: Partial<GithubBudget>) => {
    const { tone, until } = budgetWords({ ...BUDGET, ...change }, NOW);
    return [tone, until];
  };

  it("says what matters most", () => {
    expect(words({})).toEqual(["good", null]);
    expect(words({ blockedUntil: LATER })).toEqual(["warn", LATER]);
    expect(words({ blockedUntil: LATER, openUntil: LATER })).toEqual(["bad", LATER]);
    expect(words({ dead: true, blockedUntil: LATER })).toEqual(["bad", null]);
    expect(words({ present: false })).toEqual(["quiet", null]);
  });

  it("forgets what is over", () => {
    expect(words({ blockedUntil: BEFORE, openUntil: BEFORE })).toEqual(["good", null]);
    expect(words({ hour: { limit: 60, remaining: 0, resetAt: BEFORE } })).toEqual(["quiet", null]);
    expect(words({ hour: null })).toEqual(["quiet", null]);
  });

  it("warns when little is left", () => {
    expect(budgetWords({ ...BUDGET, hour: { limit: 60, remaining: 5, resetAt: LATER } }, NOW).text).toBe(
      "Nearly used up",
    );
    expect(budgetWords({ ...BUDGET, hour: { limit: 60, remaining: 0, resetAt: LATER } }, NOW).text).toMatch(/^Used up/);
    expect(words({ hour: { limit: 60, remaining: 6, resetAt: LATER } })).toEqual(["good", null]);
  });

  it("names the credential", () => {
    expect(["anonymous", "service", "app", "tenant:acme", "installation:7", "odd"].map(credentialName)).toEqual([
      "Without a token",
      "The service's token",
      "The GitHub App",
      "Tenant acme",
      "Installation 7",
      "odd",
    ]);
  });
});

describe("the address of a section", () => {
  it("may hold nonsense, which counts for nothing", () => {
    expect(sectionSchema.parse({ q: "roof", status: "suspended", sort: 5 })).toEqual({
      q: "roof",
      status: "suspended",
    });
    expect(sectionSchema.parse({ status: "odd", tenant: ["x"] })).toEqual({});
  });
});

/** What the pages of repositories make of what is typed, and of what the service says. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CroftError } from "../../src/client/croft.ts";
import { firstLineOf } from "../../src/dashboard/repositories/first-line.ts";
import { followRefusal } from "../../src/dashboard/repositories/follow-refusal.ts";
import { beginningOf, periodsOf, sampledDays, starsOf } from "../../src/dashboard/repositories/periods.ts";
import { isSameName, repositoryNameIn } from "../../src/dashboard/repositories/repository-name.ts";
import { shareOf, stateWords, streamWords, takenWords } from "../../src/dashboard/repositories/state-words.ts";
import { isTab } from "../../src/dashboard/repositories/tab-names.ts";

const DAY_MS = 86_400_000;

describe("the name of a repository", () => {
  it.each([
    "hub4j/github-api",
    "  hub4j/github-api \n",
    "hub4j/github-api.git",
    "https://github.com/hub4j/github-api",
    "http://www.github.com/hub4j/github-api/",
    "https://github.com/hub4j/github-api.git",
    "https://github.com/hub4j/github-api/issues/3#issuecomment-1",
    "https://github.com/hub4j/github-api?tab=readme",
    "github.com/hub4j/github-api",
    "https://ada:secret@github.com/hub4j/github-api",
    "git@github.com:hub4j/github-api.git",
    "ssh://git@github.com/hub4j/github-api.git",
    "https://api.github.com/repos/hub4j/github-api/issues",
    "https://github.example.com:8443/api/v3/repos/hub4j/github-api",
  ])("is found in %s", (text) => {
    expect(repositoryNameIn(text)).toEqual({ owner: "hub4j", name: "github-api" });
  });

  it("may begin with a dot, and have others", () => {
    expect(repositoryNameIn("github/.github")).toEqual({ owner: "github", name: ".github" });
    expect(repositoryNameIn("vercel/next.js")).toEqual({ owner: "vercel", name: "next.js" });
  });

  it.each(["", "hub4j", "hub4j/", "/github-api", "a b/c", "a/b/c", "a/..", "https://github.com/hub4j", "ä/b", "a/b c"])(
    "is not in %j",
    (text) => {
      expect(repositoryNameIn(text)).toBeNull();
    },
  );

  it("is found in its own address, whatever it is", () => {
    const owner = fc.stringMatching(/^[A-Za-z0-9_-]{1,39}$/);
    const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,90}$/);
    fc.assert(
      fc.property(owner, name, (one, other) => {
        expect(repositoryNameIn(`https://github.com/${one}/${other}`)).toEqual({ owner: one, name: other });
      }),
    );
  });

  it("is the same in any case of letters", () => {
    expect(isSameName("Hub4J/GitHub-API", "hub4j/github-api")).toBe(true);
    expect(isSameName("hub4j/github-api", "hub4j/github")).toBe(false);
  });
});

describe("weeks", () => {
  it("begin on Mondays, at 00:00 UTC", () => {
    expect(beginningOf("week", Date.parse("2026-11-16T00:00:00.000Z"))).toBe(Date.parse("2026-11-16"));
    expect(beginningOf("week", Date.parse("2026-11-22T23:59:59.999Z"))).toBe(Date.parse("2026-11-16"));
    expect(new Date(beginningOf("week", Date.parse("1969-12-31T00:00:00.000Z"))).toISOString()).toBe(
      "1969-12-29T00:00:00.000Z",
    );
  });

  it("without anything are there too, up to now", () => {
    const rows = [
      { "openedAt:week": "2026-11-02", count: 2 },
      { "openedAt:week": "2026-10-19", count: 5 },
      { "openedAt:week": null, count: 7 },
    ];
    const weeks = periodsOf("openedAt:week", rows, {
      unit: "week",
      from: null,
      now: Date.parse("2026-11-10T12:00:00.000Z"),
    });
    expect(weeks.map(({ at, count }) => [new Date(at).toISOString().slice(0, 10), count])).toEqual([
      ["2026-10-19", 5],
      ["2026-10-26", 0],
      ["2026-11-02", 2],
      ["2026-11-09", 0],
    ]);
  });

  it("begin where the range does", () => {
    const from = Date.parse("2026-11-04");
    const weeks = periodsOf("w", [], { unit: "week", from, now: Date.parse("2026-11-10") });
    expect(weeks).toEqual([
      { at: Date.parse("2026-11-02"), count: 0 },
      { at: Date.parse("2026-11-09"), count: 0 },
    ]);
    expect(periodsOf("w", [], { unit: "week", from: null, now: from })).toEqual([]);
  });

  it("follow each other without a gap, and lose nothing", () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 2_000 }), { maxLength: 50 });
    fc.assert(
      fc.property(days, (numbers) => {
        const now = 20_000 * DAY_MS;
        const mondays = new Set(numbers.map((number) => beginningOf("week", now - number * DAY_MS)));
        const rows = [...mondays].map((at) => ({ w: new Date(at).toISOString().slice(0, 10), count: 1 }));
        const weeks = periodsOf("w", rows, { unit: "week", from: null, now });
        expect(weeks.reduce((sum, { count }) => sum + count, 0)).toBe(mondays.size);
        for (const [index, { at }] of weeks.slice(1).entries()) expect(at - (weeks[index]?.at ?? 0)).toBe(7 * DAY_MS);
      }),
    );
  });
});

describe("months", () => {
  it("begin on their first, at 00:00 UTC, also those in which nothing was", () => {
    const rows = [
      { "openedAt:month": "2025-11", count: 4 },
      { "openedAt:month": "2026-01", count: 1 },
    ];
    const asked = { unit: "month", from: null, now: Date.parse("2026-02-28T23:59:59.999Z") } as const;
    expect(
      periodsOf("openedAt:month", rows, asked).map(({ at, count }) => [new Date(at).toISOString(), count]),
    ).toEqual([
      ["2025-11-01T00:00:00.000Z", 4],
      ["2025-12-01T00:00:00.000Z", 0],
      ["2026-01-01T00:00:00.000Z", 1],
      ["2026-02-01T00:00:00.000Z", 0],
    ]);
  });
});

describe("the line of stars", () => {
  it("goes by time, leaves out days that are not known, and ends now", () => {
    const days = [
      { day: "2026-11-20", total: 12, gained: 1 },
      { day: "2026-11-19", total: null, gained: 3 },
      { day: "2026-11-18", total: 8, gained: 0 },
    ];
    const at = Date.parse("2026-11-21");
    expect(starsOf(days, { at, stars: 13 })).toEqual([
      { at: Date.parse("2026-11-18"), stars: 8 },
      { at: Date.parse("2026-11-20"), stars: 12 },
      { at, stars: 13 },
    ]);
    expect(starsOf(days, { at: Date.parse("2026-11-20"), stars: 13 }).at(-1)?.stars).toBe(13);
    expect(starsOf([], null)).toEqual([]);
  });

  it("over many years has as many days as asked for, the last of them today", () => {
    const days = sampledDays(Date.parse("2010-04-19T10:00:00.000Z"), Date.parse("2026-11-21T10:00:00.000Z"), 200);
    expect(days).toHaveLength(200);
    expect(new Set(days).size).toBe(200);
    expect(days[0]).toBe("2010-04-19");
    expect(days.at(-1)).toBe("2026-11-21");
    expect(sampledDays(Date.parse("2026-11-20"), Date.parse("2026-11-21"), 200)).toEqual(["2026-11-20", "2026-11-21"]);
    expect(sampledDays(Date.parse("2027-01-01"), Date.parse("2026-11-21"), 200)).toEqual(["2026-11-21"]);
  });
});

describe("a state in words", () => {
  it("says since when, where it is not simply there", () => {
    expect(stateWords("active", "yesterday")).toEqual({ tone: "good", text: "Active", meaning: null });
    expect(stateWords("missing", "2 days ago")).toMatchObject({ tone: "bad", text: "Missing since 2 days ago" });
    expect(stateWords("archived", null).text).toBe("Archived");
    expect(stateWords("something-new", null)).toEqual({ tone: "quiet", text: "something-new", meaning: null });
  });

  const stream = { phase: "live", expected: 10, done: 10, truncated: false, reason: null, error: null };

  it("tells of a part how much of it is here", () => {
    expect(streamWords(stream)).toMatchObject({ text: "10", share: 1, isFinished: true });
    expect(streamWords({ ...stream, phase: "backfill", done: 4 })).toMatchObject({ text: "4 of 10", share: 0.4 });
    expect(streamWords({ ...stream, phase: "backfill", done: 12 })).toMatchObject({ text: "12", share: 1 });
    expect(streamWords({ ...stream, phase: "backfill", expected: null, done: 4 })).toMatchObject({ share: null });
    expect(streamWords({ ...stream, phase: "waiting", done: 0 }).isFinished).toBe(false);
    expect(streamWords({ ...stream, phase: "disabled", reason: "Issues are switched off." })).toMatchObject({
      meaning: "Issues are switched off.",
      isFinished: true,
    });
    expect(streamWords({ ...stream, phase: "paused" })).toMatchObject({ tone: "warn", text: "10, paused" });
    expect(streamWords({ ...stream, truncated: true }).meaning).toBe("There are more than GitHub shows.");
  });

  it("tells what went wrong before all else", () => {
    const failed = { ...stream, phase: "backfill", done: 4, error: "GitHub answered 500.", reason: "Another." };
    expect(streamWords(failed)).toMatchObject({
      tone: "warn",
      text: "4 of 10, stopped for now",
      meaning: "GitHub answered 500.",
      isFinished: false,
    });
  });

  it("tells of the whole first sync how much is here", () => {
    expect(shareOf([stream, { ...stream, expected: 30, done: 10 }])).toBe(0.5);
    expect(shareOf([{ ...stream, expected: null }])).toBeNull();
    expect(shareOf([{ ...stream, done: 20 }])).toBe(1);
  });
});

describe("what became of people", () => {
  it("is said in sentences", () => {
    const skipped = { bots: 1, ghosts: 0, doNotContact: 2, deleted: 0 };
    expect(takenWords({ created: 1_200, updated: 1, unchanged: 3, skipped })).toEqual([
      "1,200 new leads.",
      "1 lead was brought up to date.",
      "3 people were known already.",
      "Left out: 1 bot, 2 people not to be contacted.",
    ]);
    const nobody = { bots: 0, ghosts: 0, doNotContact: 0, deleted: 0 };
    expect(takenWords({ created: 0, updated: 0, unchanged: 0, skipped: nobody })).toEqual(["No new lead."]);
  });
});

describe("a refusal to follow", () => {
  const refused = (...[code, message, parts]: ConstructorParameters<typeof CroftError>) =>
    followRefusal(new CroftError(code, message, parts), "a/b", false);

  it("says what to do", () => {
    expect(refused("NOT_FOUND", "Gone.")).toMatch(/no a\/b.*an admin has to give/s);
    expect(followRefusal(new CroftError("NOT_FOUND", "Gone."), "a/b", true)).toMatch(/give this tenant a GitHub token/);
    const details = [{ field: "maxFollows", message: "3 are followed." }];
    expect(refused("QUOTA_EXCEEDED", "The plan allows 3.", { details })).toBe("The plan allows 3. 3 are followed.");
    expect(refused("UNAVAILABLE", "Later.", { retryAfter: 29_100 })).toBe("Later. Try again in 30 seconds.");
    expect(refused("UNAVAILABLE", "Later.", { retryAfter: 600_000 })).toBe("Later. Try again in 10 minutes.");
    expect(refused("UPSTREAM_ERROR", "Later.")).toBe("Later. Try again in a moment.");
    expect(refused("FORBIDDEN", "No.")).toMatch(/ask an admin/);
    expect(refused("TIMEOUT", "No.")).toMatch(/no connection/);
    expect(refused("INTERNAL", "Broken.")).toBe("Broken.");
    expect(followRefusal(new Error("Odd."), "a/b", false)).toBe("Odd.");
    expect(followRefusal("odd", "a/b", false)).toBe("odd");
  });
});

describe("parts of addresses and messages", () => {
  it("are taken where they are known", () => {
    expect(isTab("issues")).toBe(true);
    expect(isTab("nonsense")).toBe(false);
    expect(firstLineOf("\n  \nFix it\n\nBecause.")).toBe("Fix it");
    expect(firstLineOf("")).toBe("");
  });
});

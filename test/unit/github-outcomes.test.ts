import { describe, expect, it } from "vitest";
import type { Answer } from "../../objects/github/answer.ts";
import { type Outcome, outcomeOf } from "../../objects/github/outcome.ts";
import { answeredAt, recordedAnswers } from "../support/recorded-answers.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const answer = (status: number, headers: Readonly<Record<string, string>> = {}, body = ""): Answer => ({
  status,
  headers: new Map(Object.entries(headers)),
  body,
});
const saying = (message: string) => JSON.stringify({ message });
/** Seconds to wait, of an outcome that is a limit. */
const waitOf = (outcome: Outcome) => (outcome.is === "limited" ? (outcome.limit.until - NOW) / SECOND : null);

describe("a recorded answer", () => {
  const recorded = recordedAnswers();
  const byCase = (name: string, status: number) => {
    const found = recorded.filter((each) => each.case === name && each.status === status);
    return found.map((each) => outcomeOf(answeredAt(each, NOW), NOW));
  };

  it.each([
    ["testGetFileContentWithNonAsciiPath", 301, "moved"],
    ["testCached404", 304, "unchanged"],
    ["invalidJWTTokenRaisesException", 401, "unauthenticated"],
    ["testIssuedAtSkew", 401, "unauthenticated"],
    ["getPermission", 403, "refused"],
    ["starTest", 404, "absent"],
    ["testCatchServiceDownException", 503, "failed"],
  ] as const)("means what it says: %s, %d", (name, status, is) => {
    const outcomes = byCase(name, status);
    expect(outcomes.length).toBeGreaterThan(0);
    for (const outcome of outcomes) expect(outcome.is).toBe(is);
  });

  it("names the repository that has moved", () => {
    expect(byCase("testGetFileContentWithNonAsciiPath", 301)).toEqual([
      { is: "moved", location: "https://api.github.com/repositories/40763577", id: 40_763_577 },
    ]);
  });

  // One second is added to what is asked, since both clocks round; 60 is GitHub's least where it does not say.
  it.each([
    ["testHandler_Wait", 403, [3]],
    ["testHandler_WaitStuck", 403, [4]],
    ["testHandler_Fail", 403, [31, 4]],
    ["testHandler_Wait_Secondary_Limits", 403, [60]],
    ["testHandler_Wait_Missing_Date_Header", 403, [4]],
    ["testHandler_Wait_Secondary_Limits_Too_Many_Requests", 429, [9]],
    ["testHandler_Wait_Secondary_Limits_Too_Many_Requests_Date_Retry_After", 429, [9]],
    ["testHandler_Wait_Secondary_Limits_Too_Many_Requests_Date_Retry_After_Missing_Date_Header", 429, [9]],
    ["testHandler_Wait_Secondary_Limits_Too_Many_Requests_No_Retry_After", 429, [60]],
    ["testNewWhenOldOneExpires", 403, [2]],
  ])("says how long to wait: %s, %d", (name, status, seconds) => {
    expect(byCase(name, status).map(waitOf)).toEqual(seconds);
  });

  it("is told apart, each of them: none is a page, and every refusal of a file's 37 has its kind", () => {
    expect(recorded).toHaveLength(37);
    const kinds = recorded.map((each) => outcomeOf(answeredAt(each, NOW), NOW).is);
    expect(kinds).not.toContain("page");
    expect(kinds.filter((is) => is === "limited")).toHaveLength(11);
    expect(kinds.filter((is) => is === "absent")).toHaveLength(16);
  });
});

describe("a status", () => {
  it.each<[number, Outcome]>([
    [200, { is: "page" }],
    [202, { is: "computing" }],
    [204, { is: "absent", why: "empty" }],
    [304, { is: "unchanged" }],
    [401, { is: "unauthenticated" }],
    [403, { is: "refused", why: "forbidden" }],
    [404, { is: "absent", why: "missing" }],
    [409, { is: "absent", why: "empty" }],
    [410, { is: "absent", why: "disabled" }],
    [422, { is: "page-refused" }],
    [451, { is: "absent", why: "blocked" }],
    [500, { is: "failed", status: 500 }],
    [502, { is: "too-slow" }],
    [503, { is: "failed", status: 503 }],
    [504, { is: "too-slow" }],
    [418, { is: "failed", status: 418 }],
  ])("%d has its own meaning", (status, outcome) => {
    expect(outcomeOf(answer(status), NOW)).toEqual(outcome);
  });

  it.each([301, 302, 307, 308])(
    "%d leads to a repository by its number, or by an address that is followed",
    (status) => {
      const to = (location: string) => outcomeOf(answer(status, { location }), NOW);
      expect(to("https://api.github.com/repositories/7/issues?page=2")).toMatchObject({ is: "moved", id: 7 });
      expect(to("https://api.github.com/repositories/7x")).toMatchObject({ is: "moved", id: null });
      expect(to("https://api.github.com/repos/a/b")).toMatchObject({ is: "moved", id: null });
      expect(outcomeOf(answer(status), NOW)).toEqual({ is: "failed", status });
    },
  );
});

describe("403", () => {
  it.each([
    [
      "The history or contributor list is too large to list contributors for this repository via the API.",
      { is: "absent", why: "too-large" },
    ],
    ["Resource protected by organization SAML enforcement.", { is: "refused", why: "saml" }],
    ["This installation has been suspended", { is: "refused", why: "suspended" }],
    ["Resource not accessible by integration", { is: "refused", why: "forbidden" }],
  ])("is told apart by its text: %s", (message, outcome) => {
    expect(outcomeOf(answer(403, { "x-ratelimit-remaining": "4999" }, saying(message)), NOW)).toEqual(outcome);
  });

  it("is a limit where nothing remains, whatever its text says", () => {
    const reset = String(NOW / SECOND + 90);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    expect(outcomeOf(answer(403, headers, saying("Must have push access")), NOW)).toEqual({
      is: "limited",
      limit: { of: "primary", until: NOW + 91 * SECOND },
    });
  });
});

describe("a limit", () => {
  const limited = (headers: Readonly<Record<string, string>>, before = 0, body = "") =>
    waitOf(outcomeOf(answer(429, headers, body), NOW, before));

  it("is read by GitHub's clock, not by ours", () => {
    const there = NOW + 10 * MINUTE;
    const date = new Date(there).toUTCString();
    expect(limited({ date, "retry-after": new Date(there + 8 * SECOND).toUTCString() })).toBe(9);
    const reset = String((there + 30 * SECOND) / SECOND);
    expect(limited({ date, "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset })).toBe(31);
  });

  it("goes by retry-after before all else", () => {
    const reset = String(NOW / SECOND + 3_000);
    expect(limited({ "retry-after": "5", "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset })).toBe(6);
  });

  it("is a minute where nothing tells, twice as long each time in a row, and never longer than a day", () => {
    expect([0, 1, 2, 3].map((before) => limited({}, before))).toEqual([60, 120, 240, 480]);
    expect(limited({}, 1_000)).toBe(86_400);
  });

  it.each([
    ["a word", { "retry-after": "soon" }, 60],
    ["a negative number", { "retry-after": "-5" }, 60],
    ["a date long past", { "retry-after": new Date(NOW - MINUTE).toUTCString() }, 1],
    ["a number without end", { "retry-after": "999999999" }, 86_400],
    ["more digits than a number has", { "retry-after": "9".repeat(40) }, 60],
    ["a reset in the past", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000" }, 60],
    ["a reset that is no number", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "never" }, 60],
  ])("stands no nonsense: %s", (_what, headers: Readonly<Record<string, string>>, seconds) => {
    expect(limited(headers)).toBe(seconds);
  });

  it("is secondary where GitHub says so, also with a remaining of zero", () => {
    const body = saying("You have exceeded a secondary rate limit. Please wait a few minutes before you try again.");
    expect(outcomeOf(answer(403, { "x-ratelimit-remaining": "0" }, body), NOW)).toMatchObject({
      limit: { of: "secondary" },
    });
    expect(outcomeOf(answer(403, {}, saying("API rate limit exceeded for 203.0.113.7")), NOW)).toMatchObject({
      limit: { of: "primary" },
    });
  });

  it("is none of a server that is down: 503 with retry-after is a failure", () => {
    expect(outcomeOf(answer(503, { "retry-after": "30" }), NOW)).toEqual({ is: "failed", status: 503 });
  });
});

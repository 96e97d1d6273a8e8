import { describe, expect, it } from "vitest";
import type { Answer } from "../../objects/github/answer.ts";
import {
  type Answered,
  type LookedUp,
  type LookUp,
  receivedAnswer,
  reportOf,
  type Settlement,
  sentAnswer,
} from "../../objects/github/lease.ts";
import { answeredAt, recordedAnswers } from "../support/recorded-answers.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const SECOND = 1_000;
const RESET = NOW / SECOND + 1_800;

const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: new Map(Object.entries(headers)),
  body: "[]",
});
const hour = (changes: Readonly<Record<string, string>> = {}) => ({
  "x-ratelimit-limit": "5000",
  "x-ratelimit-remaining": "4321",
  "x-ratelimit-reset": String(RESET),
  ...changes,
});
const nothing = { hour: null, limit: null, failed: false, unauthenticated: false };

describe("the report of an answer", () => {
  it("says what is left of the hour, also where nothing has changed", () => {
    const left = { limit: 5_000, remaining: 4_321, resetAt: RESET * SECOND };
    expect(reportOf(answer(200, hour()), NOW)).toEqual({ ...nothing, hour: left });
    expect(reportOf(answer(304, hour({ "x-ratelimit-resource": "core" })), NOW)).toEqual({ ...nothing, hour: left });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ["another budget", { "x-ratelimit-resource": "search" }],
    ["no number", { "x-ratelimit-remaining": "many" }],
    ["a negative number", { "x-ratelimit-remaining": "-1" }],
    ["an hour that ends in years", { "x-ratelimit-reset": "9999999999" }],
  ])("says nothing about the hour where the headers speak of %s", (_what, changes) => {
    expect(reportOf(answer(200, hour(changes)), NOW).hour).toBeNull();
  });

  it("has the limit, the dead credential, or that GitHub failed", () => {
    expect(reportOf(answer(429, { "retry-after": "5" }), NOW)).toEqual({
      ...nothing,
      limit: { of: "secondary", until: NOW + 6 * SECOND },
    });
    expect(reportOf(answer(401), NOW)).toEqual({ ...nothing, unauthenticated: true });
    for (const status of [500, 502, 503, 504]) expect(reportOf(answer(status), NOW).failed).toBe(true);
    for (const status of [200, 301, 403, 404, 409, 410, 422, 451])
      expect(reportOf(answer(status), NOW).failed).toBe(false);
  });

  it("blames GitHub for an answer that did not come, and not for one that was too large or never asked for", () => {
    for (const failed of ["timeout", "network", "not-utf8"] as const)
      expect(reportOf({ failed }, NOW)).toEqual({ ...nothing, failed: true });
    for (const failed of ["too-large", "address"] as const) expect(reportOf({ failed }, NOW)).toEqual(nothing);
  });

  it("can be made of every recorded answer", () => {
    const reports = recordedAnswers().map((each) => reportOf(answeredAt(each, NOW), NOW));
    expect(reports.filter(({ limit }) => limit !== null)).toHaveLength(11);
    expect(reports.filter(({ unauthenticated }) => unauthenticated).length).toBeGreaterThan(0);
  });
});

describe("what crosses between objects", () => {
  it("survives the structured clone of a call", () => {
    const found = sentAnswer(answer(200, hour()));
    const said: (Answered | LookedUp | LookUp | Settlement)[] = [
      { lease: { requests: 3, until: NOW }, authorization: "Bearer t", baseUrl: "https://ghe.example.com/api/v3" },
      { dead: true },
      { askAt: NOW },
      { owner: "hub4j", name: "github-api" },
      { is: "found", answer: found },
      { repository: 1, done: true, reports: [reportOf(answer(200, hour()), NOW)] },
    ];
    for (const each of said) expect(structuredClone(each)).toEqual(each);
    expect(receivedAnswer(structuredClone(found))).toEqual(answer(200, hour()));
  });
});

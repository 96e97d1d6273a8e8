import { describe, expect, it } from "vitest";
import { type Attention, interestOf, interval } from "../../objects/repository/interest.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const calm: Attention = {
  watchers: 0,
  lastActivityAt: NOW - 90 * DAY,
  archived: false,
  missingSince: null,
  followers: 1,
};
const active = (ago: number) => ({ lastActivityAt: NOW - ago });

describe("how often a repository is refreshed", () => {
  it.each<[string, Partial<Attention>, least: number, most: number]>([
    ["one or two minutes where somebody looks", { watchers: 1 }, MINUTE, 2 * MINUTE],
    ["ten minutes where something happened today", active(HOUR), 8.5 * MINUTE, 11.5 * MINUTE],
    ["an hour where it did yesterday", active(DAY), 51 * MINUTE, 69 * MINUTE],
    ["two hours where it did two weeks ago", active(15.5 * DAY), 102 * MINUTE, 138 * MINUTE],
    ["a day where nothing happens", {}, 0.85 * DAY, 1.15 * DAY],
    ["a day where nothing ever happened", { lastActivityAt: null }, 0.85 * DAY, 1.15 * DAY],
    ["a week for an archive", { archived: true, ...active(0) }, 0.85 * 7 * DAY, 1.15 * 7 * DAY],
    ["a day when it is gone", { missingSince: NOW - DAY, watchers: 1 }, 0.85 * DAY, 1.15 * DAY],
    ["a week when it is gone for a week", { missingSince: NOW - 7 * DAY }, 0.85 * 7 * DAY, 1.15 * 7 * DAY],
    ["a month when it is gone for long", { missingSince: NOW - 60 * DAY }, 0.85 * 30 * DAY, 1.15 * 30 * DAY],
  ])("is %s", (_, differently, least, most) => {
    const interest = interestOf({ ...calm, ...differently }, NOW);
    expect([interval(interest, 0), interval(interest, 1)]).toEqual([Math.round(least), Math.round(most)]);
  });

  it.each([0, 1])("is never where nobody follows it, with %i who look", (watchers) => {
    expect(interval(interestOf({ ...calm, followers: 0, watchers, ...active(0) }, NOW), 0.5)).toBeNull();
  });
});

import { describe, expect, test } from "vitest";
import {
  daysBack,
  filledDays,
  joined,
  newest,
  rangeAround,
  sparkPath,
  thinned,
} from "../../src/dashboard/charts/figures.ts";
import { axisLabels, wholeTime } from "../../src/dashboard/charts/time-labels.ts";

const DAY = 86_400_000;
const NOON = Date.parse("2026-11-21T12:00:00.000Z");

describe("days", () => {
  test("are those of UTC, today last", () => {
    expect(daysBack(NOON, 3)).toEqual(["2026-11-19", "2026-11-20", "2026-11-21"]);
    expect(daysBack(Date.parse("2026-03-01T00:00:00.000Z"), 2)).toEqual(["2026-02-28", "2026-03-01"]);
  });

  test("without a row count as none", () => {
    const days = daysBack(NOON, 3);
    expect(filledDays([["2026-11-20", 4]], days)).toEqual([
      [Date.parse("2026-11-19"), 0],
      [Date.parse("2026-11-20"), 4],
      [Date.parse("2026-11-21"), 0],
    ]);
  });

  test("outside of those asked for are left out", () => {
    expect(filledDays([["2026-11-01", 9]], daysBack(NOON, 1))).toEqual([[Date.parse("2026-11-21"), 0]]);
  });
});

test("series with times of their own are laid side by side, and a gap stays one", () => {
  const first = [
    [1, 10],
    [3, null],
  ] as const;
  const second = [
    [2, 5],
    [3, 6],
  ] as const;
  expect(joined([first, second])).toEqual({
    times: [1, 2, 3],
    values: [
      [10, undefined, null],
      [undefined, 5, 6],
    ],
  });
});

test("a long list is thinned to its ends and what lies evenly between", () => {
  const list = Array.from({ length: 1_000 }, (_, at) => at);
  const few = thinned(list, 5);
  expect(few).toEqual([0, 250, 500, 749, 999]);
  expect(thinned([1, 2], 5)).toEqual([1, 2]);
});

test("the newest figure is the last one that there is", () => {
  expect(newest([1, 2, null, undefined])).toBe(2);
  expect(newest([null])).toBeNull();
});

describe("an axis", () => {
  test("begins at zero, with room above", () => {
    const [low, high] = rangeAround(40, 50, true);
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(50);
  });

  test("of no figures, or of one figure alone, is not empty", () => {
    for (const [low, high] of [rangeAround(null, null, true), rangeAround(0, 0, true), rangeAround(7, 7, false)])
      expect(high).toBeGreaterThan(low);
  });

  test("that need not begin at zero stays near the figures, and never shows fewer than none", () => {
    expect(rangeAround(1_000, 1_100, false)[0]).toBeGreaterThan(900);
    expect(rangeAround(1, 1_000, false)[0]).toBe(0);
  });
});

describe("a small line", () => {
  test("begins anew behind a gap", () => {
    expect(sparkPath([0, 10, null, 5], 90, 20)).toBe("M0 20L30 0M90 10");
  });

  test("of equal figures lies in the middle", () => {
    expect(sparkPath([3, 3], 10, 20)).toBe("M0 10L10 10");
  });

  test("of nothing is none", () => {
    expect(sparkPath([null], 10, 20)).toBe("");
  });
});

describe("times of a chart", () => {
  test("are labelled by how far apart they stand", () => {
    expect(axisLabels([NOON], 400 * DAY, "day", "en-GB")).toEqual(["2026"]);
    expect(axisLabels([NOON], 30 * DAY, "day", "en-GB")).toEqual(["Nov 26"]);
    expect(axisLabels([NOON], DAY, "day", "en-GB")).toEqual(["21 Nov"]);
  });

  test("that are days are those of UTC wherever the reader is", () => {
    expect(wholeTime(Date.parse("2026-11-21"), "day", "en-GB")).toBe("21 Nov 2026");
  });
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { mondayOf, resolveInstant } from "../../objects/records/dates.ts";
import { NOW } from "../support/things.ts";

const resolve = (text: string) => resolveInstant(text, NOW);

it.each([
  ["2026-11-21T02:52:58.123Z", "2026-11-21T02:52:58.123Z"],
  ["2026-11-21T02:52:58Z", "2026-11-21T02:52:58.000Z"],
  ["2026-11-21T02:52Z", "2026-11-21T02:52:00.000Z"],
  ["2026-11-21T02:52:58.1239Z", "2026-11-21T02:52:58.123Z"],
  ["2026-11-21T00:30:00+01:00", "2026-11-20T23:30:00.000Z"],
  ["2026-11-21T23:30:00-05:30", "2026-11-22T05:00:00.000Z"],
  ["2024-02-29", "2024-02-29T00:00:00.000Z"],
])("reads the absolute date %s as %s", (text, expected) => {
  expect(resolve(text)).toBe(expected);
});

// NOW is Saturday, 2026-11-21T10:20:30.456Z.
it.each([
  ["now", "2026-11-21T10:20:30.456Z"],
  ["now-7d", "2026-11-14T10:20:30.456Z"],
  ["now+3h", "2026-11-21T13:20:30.456Z"],
  ["now-90s", "2026-11-21T10:19:00.456Z"],
  ["now+15m", "2026-11-21T10:35:30.456Z"],
  ["now-1w", "2026-11-14T10:20:30.456Z"],
  ["today", "2026-11-21T00:00:00.000Z"],
  ["today-1d", "2026-11-20T00:00:00.000Z"],
  ["startOfWeek", "2026-11-16T00:00:00.000Z"],
  ["startOfWeek-1w", "2026-11-09T00:00:00.000Z"],
  ["startOfMonth", "2026-11-01T00:00:00.000Z"],
  ["startOfMonth+12h", "2026-11-01T12:00:00.000Z"],
  ["startOfYear", "2026-01-01T00:00:00.000Z"],
])("reads the relative date %s as %s", (text, expected) => {
  expect(resolve(text)).toBe(expected);
});

it.each([
  "",
  " ",
  "yesterday",
  "Now",
  "now ",
  "now-",
  "now-7",
  "now-7D",
  "now-7y",
  "now--7d",
  "now-7d-1h",
  "now-1234567d",
  "now+999999w",
  "2026-11-21T02:52:58",
  "2026-11-21 02:52:58Z",
  "2026-02-30",
  "2026-13-01",
  "2026-1-1",
  "26-11-21",
  "2026-11-21T24:00:00Z",
  "2026-11-21T10:60:00Z",
  "2026-11-21T10:00:60Z",
  "2026-11-21T10:00:00+25:00",
  "0000-01-01",
  "0001-01-01T00:00:00+01:00",
  "9999-12-31T23:59:59-01:00",
  "+002026-11-21T00:00:00Z",
  "1763692350456",
  "null",
  "٢٠٢٦-11-21",
])("refuses %j", (text) => {
  expect(resolve(text)).toBeNull();
});

it("begins the week on Monday on every day of it", () => {
  expect(mondayOf("2026-11-15")).toBe("2026-11-09");
  expect(mondayOf("2026-11-16")).toBe("2026-11-16");
  expect(mondayOf("2026-11-22")).toBe("2026-11-16");
  expect(mondayOf("2026-01-01")).toBe("2025-12-29");
  expect(mondayOf("0001-01-01")).toBe("0001-01-01");
  expect(mondayOf("9999-12-31")).toBe("9999-12-27");
});

it("gives every text either nothing or an instant of the stored shape", () => {
  const parts = fc.constantFrom(
    "now",
    "today",
    "startOfWeek",
    "+",
    "-",
    "7",
    "d",
    "h",
    "2026",
    "-11",
    "-21",
    "T",
    "10:00",
    "Z",
    " ",
    "+01:00",
    "\0",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(parts).map((some) => some.join("")),
      ),
      (text) => {
        expect(resolve(text) ?? "2026-11-21T10:20:30.456Z").toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
      },
    ),
  );
});

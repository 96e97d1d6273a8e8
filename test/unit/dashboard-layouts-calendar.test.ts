import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { config } from "../../src/croft.config.ts";
import {
  between,
  dayAfterKey,
  dayOf,
  startOf,
  steppedBy,
  valueOn,
  type WeekStart,
  weeksOf,
} from "../../src/dashboard/layouts/calendar/days.ts";
import { type Entry, entriesByDay, roomFor } from "../../src/dashboard/layouts/calendar/entries.ts";
import { weekStartOf } from "../../src/dashboard/layouts/calendar/week-start.ts";
import { type DateChoice, dateChoices } from "../../src/dashboard/layouts/possible-layouts.ts";
import { describeConfig } from "../../src/resources/describe.ts";

const { resources } = describeConfig(config);
const named = (name: string) => resources.find((resource) => resource.name === name);

function choiceOf(name: string): DateChoice {
  const resource = named(name);
  const [choice] = resource ? dateChoices(resource, named) : [];
  if (!choice) throw new Error(`There is no calendar of ${name}.`);
  return choice;
}

const days = fc
  .date({ min: new Date(1990, 0, 1), max: new Date(2060, 0, 1), noInvalidDate: true })
  .map((date) => dayOf(date));
const weekStarts = fc.constantFrom<WeekStart>(0, 1, 5, 6);

describe("the days of a calendar", () => {
  it("are the weeks that touch the month", () => {
    const weeks = weeksOf("month", "2026-11-21", 1);
    expect(weeks).toHaveLength(6);
    expect(weeks[0]).toEqual([
      "2026-10-26",
      "2026-10-27",
      "2026-10-28",
      "2026-10-29",
      "2026-10-30",
      "2026-10-31",
      "2026-11-01",
    ]);
    expect(weeks.at(-1)?.at(-1)).toBe("2026-12-06");
    // A February that begins with the week.
    expect(weeksOf("month", "2026-02-10", 0)).toHaveLength(4);
  });

  it("are one week in the view of a week", () => {
    expect(weeksOf("week", "2026-11-22", 0)).toEqual([
      ["2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28"],
    ]);
    expect(weeksOf("week", "2026-11-22", 1)[0]?.[0]).toBe("2026-11-16");
  });

  it("follow each other without gaps, hold the day, and begin where the week begins, in any zone and on days of 23 hours", () => {
    fc.assert(
      fc.property(days, weekStarts, fc.constantFrom("month", "week"), (day, weekStart, span) => {
        const weeks = weeksOf(span, day, weekStart);
        const all = weeks.flat();
        expect(all).toContain(day);
        expect(weeks.every((week) => week.length === 7 && startOf(week[0] ?? "").getDay() === weekStart)).toBe(true);
        expect(all.every((each, at) => at === 0 || dayAfterKey("ArrowRight", all[at - 1] ?? "", 1) === each)).toBe(
          true,
        );
      }),
    );
  });

  it("are reached by keys", () => {
    const reached = (key: string, weekStart: WeekStart = 1) => dayAfterKey(key, "2026-01-31", weekStart);
    expect(reached("ArrowLeft")).toBe("2026-01-30");
    expect(reached("ArrowRight")).toBe("2026-02-01");
    expect(reached("ArrowUp")).toBe("2026-01-24");
    expect(reached("ArrowDown")).toBe("2026-02-07");
    expect(reached("Home")).toBe("2026-01-26");
    expect(reached("End")).toBe("2026-02-01");
    expect(reached("End", 0)).toBe("2026-01-31");
    expect(reached("PageDown")).toBe("2026-02-28");
    expect(reached("PageUp")).toBe("2025-12-31");
    expect(reached("Enter")).toBeNull();
  });

  it("are stepped through by months and weeks", () => {
    expect(steppedBy("month", "2026-03-31", -1)).toBe("2026-02-28");
    expect(steppedBy("week", "2026-12-30", 1)).toBe("2027-01-06");
  });

  it("are asked for by their first moment and that behind the last", () => {
    const range = between(["2026-11-16", "2026-11-17", "2026-11-22"], false);
    expect(range).toEqual({
      gte: new Date(2026, 10, 16).toISOString(),
      lt: new Date(2026, 10, 23).toISOString(),
    });
    expect(between(["2026-11-30"], true)).toEqual({ gte: "2026-11-30", lt: "2026-12-01" });
  });

  it.each([
    ["America/Santiago", "2026-09-06"],
    ["Africa/Cairo", "2026-04-24"],
    ["Atlantic/Azores", "2026-03-29"],
  ])("end with their last moment in %s, where %s has no midnight", (zone, day) => {
    const { TZ } = process.env;
    try {
      process.env.TZ = zone;
      expect(startOf(day).getHours()).toBe(1);
      const { gte, lt } = between([day], false);
      expect([dayOf(new Date(gte)), dayOf(Date.parse(gte) - 1)]).toEqual([day, dayAfterKey("ArrowLeft", day, 1)]);
      expect([dayOf(Date.parse(lt) - 1), dayOf(new Date(lt))]).toEqual([day, dayAfterKey("ArrowRight", day, 1)]);
    } finally {
      if (TZ === undefined) delete process.env.TZ;
      else process.env.TZ = TZ;
    }
  });

  it("give a new record a time on them", () => {
    expect(valueOn("2026-11-21", true)).toBe("2026-11-21");
    expect(valueOn("2026-11-21", false)).toBe(new Date(2026, 10, 21, 9).toISOString());
  });
});

describe("the week of a reader", () => {
  it.each([
    ["de-DE", 1],
    ["en-US", 0],
    ["fa-IR", 6],
  ])("begins in %s on day %i", (language, day) => {
    expect(weekStartOf(language)).toBe(day);
  });
});

describe("the entries of a calendar", () => {
  const flight = (id: string, at: Date) => ({ id, version: 1, departsAt: at.toISOString() });

  it("stand on the day on which their time falls where the reader is, in the order of their times", () => {
    const records = [
      flight("c", new Date(2026, 10, 21, 23, 59)),
      flight("b", new Date(2026, 10, 21, 0, 0)),
      flight("a", new Date(2026, 10, 22, 0, 0)),
    ];
    const byDay = entriesByDay(records, choiceOf("flights"), new Map());
    expect([...byDay.keys()]).toEqual(["2026-11-21", "2026-11-22"]);
    expect(byDay.get("2026-11-21")?.map(({ record }) => record.id)).toEqual(["b", "c"]);
  });

  it("have the time of the record that they belong to, and wait for it", () => {
    const flights = new Map([["f", flight("f", new Date(2026, 10, 21, 12))]]);
    const bookings = [
      { id: "b", version: 1, flightId: "f" },
      { id: "u", version: 1, flightId: "unknown" },
    ];
    const byDay = entriesByDay(bookings, choiceOf("bookings"), flights);
    expect([...byDay.values()].flat().map(({ record, day }) => [record.id, day])).toEqual([["b", "2026-11-21"]]);
  });

  it("have no time where their value is a day, whatever the zone", () => {
    const records = [
      { id: "p", version: 1, birthday: "2026-11-21" },
      { id: "n", version: 1, birthday: null },
    ];
    const byDay = entriesByDay(records, choiceOf("pets"), new Map());
    expect([...byDay].map(([day, [entry]]) => [day, entry?.at, entry?.record.id])).toEqual([["2026-11-21", null, "p"]]);
  });

  it("are shown as far as there is room, and the rest is counted", () => {
    const entries = Array.from(
      { length: 5 },
      (_, at): Entry => ({
        record: { id: String(at), version: 1 },
        day: "2026-11-21",
        at,
      }),
    );
    expect(roomFor(entries, 5)).toEqual({ shown: entries, more: 0 });
    expect(roomFor(entries, 4)).toEqual({ shown: entries.slice(0, 3), more: 2 });
  });
});

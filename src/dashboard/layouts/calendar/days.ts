/** Days of a calendar, as `2026-11-21` in the reader's zone, and which of them a month or a week shows. */
import {
  addDays,
  addMonths,
  addWeeks,
  endOfMonth,
  endOfWeek,
  lightFormat,
  parseISO,
  startOfMonth,
  startOfWeek,
} from "date-fns";

export type Span = "month" | "week";

/** 0 is Sunday, as date-fns counts. */
export type WeekStart = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** The day on which an instant falls where the reader is. */
export function dayOf(instant: number | Date): string {
  return lightFormat(instant, "yyyy-MM-dd");
}

/** The first moment of a day where the reader is. */
export function startOf(day: string): Date {
  return parseISO(day);
}

/** The weeks shown around a day, each of seven days: all that touch its month, or its own. */
export function weeksOf(span: Span, day: string, weekStartsOn: WeekStart): readonly (readonly string[])[] {
  const at = startOf(day);
  const first = startOfWeek(span === "month" ? startOfMonth(at) : at, { weekStartsOn });
  const last = endOfWeek(span === "month" ? endOfMonth(at) : at, { weekStartsOn });
  const weeks: string[][] = [];
  for (let week = first; week <= last; week = addWeeks(week, 1))
    weeks.push(Array.from({ length: 7 }, (_, index) => dayOf(addDays(week, index))));
  return weeks;
}

/** The same day so many months or weeks later; the last of the month where it has no such day. */
export function steppedBy(span: Span, day: string, steps: number): string {
  return dayOf(span === "month" ? addMonths(startOf(day), steps) : addWeeks(startOf(day), steps));
}

/** The day that a key leads to; null for keys that lead nowhere. */
export function dayAfterKey(key: string, day: string, weekStartsOn: WeekStart): string | null {
  const at = startOf(day);
  switch (key) {
    case "ArrowLeft":
      return dayOf(addDays(at, -1));
    case "ArrowRight":
      return dayOf(addDays(at, 1));
    case "ArrowUp":
      return dayOf(addWeeks(at, -1));
    case "ArrowDown":
      return dayOf(addWeeks(at, 1));
    case "Home":
      return dayOf(startOfWeek(at, { weekStartsOn }));
    case "End":
      return dayOf(endOfWeek(at, { weekStartsOn }));
    case "PageUp":
      return steppedBy("month", day, -1);
    case "PageDown":
      return steppedBy("month", day, 1);
    default:
      return null;
  }
}

/** What a filter asks of a time to fall on these days. @param isDay whether values are days themselves, not instants */
export function between(days: readonly string[], isDay: boolean): { readonly gte: string; readonly lt: string } {
  const [first = "", last = first] = [days[0], days.at(-1)];
  // From the name of the day: some days begin at one, and the next one would too.
  const end = startOf(dayOf(addDays(startOf(last), 1)));
  return isDay ? { gte: first, lt: dayOf(end) } : { gte: startOf(first).toISOString(), lt: end.toISOString() };
}

/** What a new record gets whose day was chosen: nine in the morning, where a time is asked for. */
export function valueOn(day: string, isDay: boolean): string {
  if (isDay) return day;
  const at = startOf(day);
  at.setHours(9);
  return at.toISOString();
}

/** Days, weeks and months in the reader's language. */
import { type Span, startOf } from "./days.ts";

const MONTH = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" });
const WHOLE = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const WHOLE_WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: "long" });

/** "November 2026", or "Nov 16 – 22, 2026". */
export function spanName(span: Span, day: string, weeks: readonly (readonly string[])[]): string {
  const week = weeks[0];
  if (span === "month" || !week) return MONTH.format(startOf(day));
  return DATE.formatRange(startOf(week[0] ?? day), startOf(week.at(-1) ?? day));
}

/** "Saturday, November 21, 2026" */
export function dayName(day: string): string {
  return WHOLE.format(startOf(day));
}

/** "9:30 AM", where the reader is. */
export function timeName(at: number): string {
  return TIME.format(at);
}

/** "Sat", and "Saturday" for those who hear it. */
export function weekdayName(day: string): { readonly short: string; readonly whole: string } {
  return { short: WEEKDAY.format(startOf(day)), whole: WHOLE_WEEKDAY.format(startOf(day)) };
}

/** How charts write times: days are those of UTC, by which the service groups; moments are in the reader's zone. */

/** What a chart's times are. */
export type TimesAre = "day" | "time";

const DAY = 86_400_000;

/** Axis labels by how far apart they stand, the widest first. */
const AXIS: readonly (readonly [apart: number, options: Intl.DateTimeFormatOptions])[] = [
  [360 * DAY, { year: "numeric" }],
  [28 * DAY, { month: "short", year: "2-digit" }],
  [DAY, { day: "numeric", month: "short" }],
  [0, { hour: "2-digit", minute: "2-digit" }],
];

const WHOLE: Readonly<Record<TimesAre, Intl.DateTimeFormatOptions>> = {
  day: { dateStyle: "medium" },
  time: { dateStyle: "medium", timeStyle: "short" },
};

/** Labels of an axis. @param apart milliseconds between two of them @param language as `Intl` takes it; the reader's unless given */
export function axisLabels(times: readonly number[], apart: number, by: TimesAre, language?: string): string[] {
  const [, options] = AXIS.find(([least]) => apart >= least) ?? [0, {}];
  const format = new Intl.DateTimeFormat(language, { ...options, ...zone(by) });
  return times.map((at) => format.format(at));
}

/** A whole date or moment. */
export function wholeTime(at: number, by: TimesAre, language?: string): string {
  return new Intl.DateTimeFormat(language, { ...WHOLE[by], ...zone(by) }).format(at);
}

function zone(by: TimesAre): Intl.DateTimeFormatOptions {
  return by === "day" ? { timeZone: "UTC" } : {};
}

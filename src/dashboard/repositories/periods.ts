/** Figures by week, month and day, with those in which nothing was: a line through them must not skip those. */

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** What a figure counts: weeks begin with their Monday. */
export type Unit = "week" | "month";

/** One week or month, by its first day. */
export interface Period {
  /** Milliseconds since 1970: 00:00 UTC. */
  readonly at: number;
  /** 0 where nothing was. */
  readonly count: number;
}

/** The beginning of the week or month of a time. @param ms milliseconds since 1970 */
export function beginningOf(unit: Unit, ms: number): number {
  if (unit === "month") return firstOf(ms, 0);
  const day = Math.floor(ms / DAY_MS);
  // 1970-01-01 was a Thursday, the fourth day.
  return (day - ((day + 3) % 7)) * DAY_MS;
}

/** The first of the month so many months later. */
function firstOf(ms: number, later: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later);
}

export interface PeriodsAsked {
  readonly unit: Unit;
  /** Milliseconds since 1970; null for the first there is. */
  readonly from: number | null;
  readonly now: number;
}

/**
 * Every week or month from `from`, or from the first in which something was, to the one of `now`.
 * @param group under which a row has its first day (`openedAt:week`) @param rows of an aggregate that counts by it
 */
export function periodsOf(
  group: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  { unit, from, now }: PeriodsAsked,
): readonly Period[] {
  const counts = new Map<number, number>();
  for (const { [group]: day, count } of rows) {
    const at = typeof day === "string" ? beginningOf(unit, Date.parse(day)) : Number.NaN;
    if (Number.isFinite(at) && typeof count === "number") counts.set(at, count);
  }
  const first = from === null ? Math.min(...counts.keys()) : beginningOf(unit, from);
  if (!Number.isFinite(first)) return [];
  const last = beginningOf(unit, now);
  const periods: Period[] = [];
  for (let at = first; at <= last; at = unit === "week" ? at + WEEK_MS : firstOf(at, 1))
    periods.push({ at, count: counts.get(at) ?? 0 });
  return periods;
}

/** The stars of one day: how many there were, and how many came; null for what is not known. */
export interface StarDay {
  /** `2026-11-21` */
  readonly day: string;
  readonly total: number | null;
  readonly gained: number | null;
}

/** A point of the line of stars. */
export interface StarPoint {
  /** Milliseconds since 1970: 00:00 UTC of the day. */
  readonly at: number;
  readonly stars: number;
}

/** How many stars there were at each day that tells it, oldest first, the last of them now. @param now of the repository itself */
export function starsOf(
  days: readonly StarDay[],
  now: { readonly at: number; readonly stars: number } | null,
): StarPoint[] {
  const points = days
    .flatMap(({ day, total }) => (total === null ? [] : [{ at: Date.parse(day), stars: total }]))
    .filter(({ at }) => Number.isFinite(at))
    .sort((one, other) => one.at - other.at);
  // Today's count is of the last round, and what the repository says is newer.
  return now ? [...points.filter(({ at }) => at < now.at), now] : points;
}

/** At most `most` days from one time to another, evenly spaced, the last of them today: enough for a line over many years. @param from milliseconds */
export function sampledDays(from: number, now: number, most: number): string[] {
  const last = Math.floor(now / DAY_MS);
  const first = Math.min(Math.floor(from / DAY_MS), last);
  const step = Math.max(1, (last - first) / (most - 1));
  const count = Math.floor((last - first) / step) + 1;
  const days = Array.from({ length: count }, (_, index) => Math.round(last - index * step));
  return days.map((day) => new Date(day * DAY_MS).toISOString().slice(0, 10)).reverse();
}

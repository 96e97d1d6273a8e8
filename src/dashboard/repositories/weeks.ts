/** Figures by week and by day, with the weeks and days in which nothing was: a line through them must not skip those. */

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** One week, by its Monday. */
export interface Week {
  /** Milliseconds since 1970: Monday, 00:00 UTC. */
  readonly at: number;
  /** 0 where nothing was. */
  readonly count: number;
}

/** The Monday that begins the week of a time. @param ms milliseconds since 1970 */
export function mondayOf(ms: number): number {
  const day = Math.floor(ms / DAY_MS);
  // 1970-01-01 was a Thursday, the fourth day.
  return (day - ((day + 3) % 7)) * DAY_MS;
}

/**
 * Every week from `from`, or from the first in which something was, to the one of `now`.
 * @param group under which a row has its Monday (`openedAt:week`) @param rows of an aggregate that counts by week
 * @param from milliseconds; null for the first week there is
 */
export function weeksOf(
  group: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  { from, now }: { readonly from: number | null; readonly now: number },
): readonly Week[] {
  const counts = new Map<number, number>();
  for (const { [group]: day, count } of rows) {
    const at = typeof day === "string" ? mondayOf(Date.parse(day)) : Number.NaN;
    if (Number.isFinite(at) && typeof count === "number") counts.set(at, count);
  }
  const first = from === null ? Math.min(...counts.keys()) : mondayOf(from);
  if (!Number.isFinite(first)) return [];
  const last = mondayOf(now);
  const weeks: Week[] = [];
  for (let at = first; at <= last; at += WEEK_MS) weeks.push({ at, count: counts.get(at) ?? 0 });
  return weeks;
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

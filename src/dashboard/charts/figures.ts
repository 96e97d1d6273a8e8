/** Figures on their way into a chart: what is missing is filled in, what is too much is thinned. */

const DAY = 86_400_000;

/** A moment in milliseconds since 1970, and the figure there; null where there is none. */
export type Point = readonly [at: number, value: number | null];

/** The last days of UTC, today included, oldest first: `2026-11-21`. */
export function daysBack(now: number, count: number): string[] {
  const today = Math.floor(now / DAY) * DAY;
  return Array.from({ length: count }, (_, back) => dayOf(today - (count - 1 - back) * DAY));
}

/** The day of UTC that a moment lies in. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** A point for every day, with 0 for those that have no row: a query tells only of days on which something happened. */
export function filledDays(rows: Iterable<readonly [day: string, value: number]>, days: readonly string[]): Point[] {
  const known = new Map(rows);
  return days.map((day) => [Date.parse(day), known.get(day) ?? 0]);
}

/** A figure of a series at a time of the chart: null is a gap, undefined a time that this series knows nothing of. */
export type Value = number | null | undefined;

/** Times of all series, ascending, and of each series its figure at every one of them. */
export interface Joined {
  readonly times: readonly number[];
  readonly values: readonly (readonly Value[])[];
}

/** Lays series with times of their own side by side. */
export function joined(series: readonly (readonly Point[])[]): Joined {
  const times = [...new Set(series.flatMap((points) => points.map(([at]) => at)))].sort((a, b) => a - b);
  const values = series.map((points) => {
    const known = new Map(points);
    return times.map((at) => known.get(at));
  });
  return { times, values };
}

/** At most so many of a list, evenly spread, the first and the last among them. @param most at least 2 */
export function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => items[Math.round(at * step)]).filter((item) => item !== undefined);
}

/** The last of them that is a figure. */
export function newest(values: readonly Value[]): number | null {
  return values.findLast((value) => typeof value === "number") ?? null;
}

/** The range of an axis around figures: with room above, beginning at zero where wanted, and never empty. */
export function rangeAround(low: number | null, high: number | null, fromZero: boolean): [low: number, high: number] {
  const least = fromZero ? Math.min(0, low ?? 0) : (low ?? 0);
  const most = fromZero ? Math.max(1, high ?? 1) : (high ?? 1);
  const room = Math.max((most - least) * 0.08, least === most ? 1 : 0);
  return [fromZero ? least : Math.max(least >= 0 ? 0 : least - room, least - room), most + room];
}

/** The lines of a small chart of so many units, as the `d` of a path: one part for every run without gaps. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "";
  const low = Math.min(...known);
  const spread = Math.max(...known) - low;
  const x = (at: number) => (values.length === 1 ? width : (at * width) / (values.length - 1));
  const y = (value: number) => (spread === 0 ? height / 2 : height - ((value - low) * height) / spread);
  return values
    .map((value, at) => {
      if (value === null) return "";
      const begins = at === 0 || values[at - 1] === null;
      return `${begins ? "M" : "L"}${rounded(x(at))} ${rounded(y(value))}`;
    })
    .join("");
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** GitHub's history of stars, by days. It counts the stars that are there today by when they came, so that it adds up to them. */
import type { MappedItem } from "./mapping.ts";
import type { StarWeek } from "./schemas.ts";

const DAY_MS = 24 * 60 * 60_000;

/** Stars that came on a day, and how many there were at its end, null where that is not known. */
export interface StarDay {
  readonly id: string;
  readonly values: {
    readonly day: string;
    readonly total: number | null;
    readonly gained: number;
    readonly source: "history";
  };
}

/**
 * The days of a week, oldest first, without those that are to come: the last week of GitHub's history is not over.
 * @param now milliseconds since 1970.
 */
export function daysOfWeek({ week, days }: StarWeek, now: number): StarDay[] {
  return days.flatMap((gained, index) => {
    const at = week * 1_000 + index * DAY_MS;
    if (at > now) return [];
    const day = new Date(at).toISOString().slice(0, 10);
    return [{ id: `day_${day}`, values: { day, total: null, gained, source: "history" } }];
  });
}

/**
 * The days with their totals, newest first, counted back from the stars there were at the end of the newest of them; and the
 * stars at the end of the day before the oldest, from which an older page is counted. A count that stars taken back have made
 * too small ends at none.
 */
export function withTotals(days: readonly MappedItem[], stars: number): { days: MappedItem[]; before: number } {
  let before = stars;
  const newestFirst = days.toSorted((one, other) => (one.id < other.id ? 1 : -1));
  const counted = newestFirst.map(({ id, values }) => {
    const total = before;
    before = Math.max(0, before - Number(values.gained));
    return { id, values: { ...values, total } };
  });
  return { days: counted, before };
}

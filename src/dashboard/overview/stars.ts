/** Stars of a repository over the last days. */
import type { StarsRecord } from "../../protocol/repository-records.ts";

type Day = Pick<StarsRecord, "day" | "total" | "gained">;

/** How stars came. */
export interface Stars {
  /** A figure for each day; null before the first that is known. */
  readonly totals: readonly (number | null)[];
  /** In all of these days. */
  readonly gained: number;
}

/**
 * @param known days on which something is known, the newest first: on a day that is left out no star came
 * @param days that are wanted, the oldest first
 */
export function starsOf(known: readonly Day[], days: readonly string[]): Stars {
  const oldestFirst = known.toReversed();
  const totals = days.map(
    (wanted) => oldestFirst.findLast(({ day, total }) => day <= wanted && total !== null)?.total ?? null,
  );
  const [first = ""] = days;
  const gained = known.reduce((sum, day) => sum + (day.day >= first ? (day.gained ?? 0) : 0), 0);
  return { totals, gained };
}

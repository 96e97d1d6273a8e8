/** The day and the hour it is, for queries that begin there: they change seldom, unlike the time. */
import { dayOf } from "../charts/figures.ts";
import { useNow } from "../ui/time.tsx";

const HOUR = 3_600_000;

/** The day of UTC: `2026-11-21`. */
export function useToday(): string {
  return dayOf(useNow());
}

/** The beginning of this hour: ISO 8601. */
export function useThisHour(): string {
  return new Date(Math.floor(useNow() / HOUR) * HOUR).toISOString();
}

/** On which day the reader's week begins. */
import * as z from "zod/mini";
import type { WeekStart } from "./days.ts";

/** 1 is Monday, 7 is Sunday. */
const weekInfoSchema = z.object({ firstDay: z.int().check(z.gte(1), z.lte(7)) });

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const satisfies readonly WeekStart[];
const MONDAY = 1;

/** Monday, where the browser does not tell. @param language a BCP 47 tag */
export function weekStartOf(language: string): WeekStart {
  const locale: object = new Intl.Locale(language);
  // Firefox and older browsers know it as a property, or not at all.
  const told: unknown =
    "getWeekInfo" in locale && typeof locale.getWeekInfo === "function"
      ? locale.getWeekInfo()
      : "weekInfo" in locale
        ? locale.weekInfo
        : null;
  const { data } = weekInfoSchema.safeParse(told);
  return data ? (DAYS[data.firstDay % 7] ?? MONDAY) : MONDAY;
}

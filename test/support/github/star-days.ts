/** How many people starred a repository on which day. */
import type { RepositoryRow } from "./rows.ts";

const DAY_MS = 86_400_000;
const DAYS_PER_WEEK = 7;
/** 1970-01-01 was a Thursday; GitHub's weeks begin on Sundays, UTC. */
const FIRST_SUNDAY = 3;

/** Stars by day, as a number of days since 1970. */
export type StarDays = Map<number, number>;

/** One row of `GET …/stargazers/history`: `week` is its Sunday in seconds since 1970, `total` the sum of its seven days. */
export interface StarWeek {
  readonly week: number;
  readonly total: number;
  readonly days: readonly number[];
}

export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);

/** The stars of some states, evenly spread over the days between them: in the end as many as the last state counts. */
export function starDaysOf(states: readonly RepositoryRow[]): StarDays {
  const days: StarDays = new Map();
  const [first] = states;
  if (!first) return days;
  let from = { day: dayOf(Date.parse(first.created_at)), stars: 0 };
  for (const [index, state] of states.entries()) {
    // The history holds today's stargazers alone: it cannot have been more than are left.
    const stars = Math.min(...states.slice(index).map((later) => later.stargazers_count));
    const to = { day: Math.max(dayOf(Date.parse(state.updated_at)), from.day), stars };
    spread(days, from, to);
    from = to;
  }
  return days;
}

interface Knot {
  readonly day: number;
  readonly stars: number;
}

function spread(days: StarDays, from: Knot, to: Knot): void {
  const length = Math.max(to.day - from.day, 1);
  const until = (step: number) => Math.floor(((to.stars - from.stars) * step) / length);
  for (let step = 1; step <= length; step++) {
    const gained = until(step) - until(step - 1);
    const day = to.day - length + step;
    if (gained > 0) days.set(day, (days.get(day) ?? 0) + gained);
  }
}

/** Every week from the repository's first to the one of `now`, newest first. */
export function starWeeks(days: StarDays, createdAt: number, now: number): StarWeek[] {
  const weeks: StarWeek[] = [];
  const last = sundayOf(Math.max(dayOf(now), ...days.keys()));
  for (let sunday = last; sunday >= sundayOf(dayOf(createdAt)); sunday -= DAYS_PER_WEEK) {
    const counts = Array.from({ length: DAYS_PER_WEEK }, (_, offset) => days.get(sunday + offset) ?? 0);
    weeks.push({ week: (sunday * DAY_MS) / 1_000, total: counts.reduce((sum, each) => sum + each, 0), days: counts });
  }
  return weeks;
}

function sundayOf(day: number): number {
  return day - ((((day - FIRST_SUNDAY) % DAYS_PER_WEEK) + DAYS_PER_WEEK) % DAYS_PER_WEEK);
}

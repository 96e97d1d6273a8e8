/** How often a repository is refreshed: by who looks at it, and by how much happens in it. Times are milliseconds since 1970. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Part of an interval by which it is longer or shorter at random: what began together must not come together for ever. */
const JITTER = 0.15;
/** A repository that does not answer any more is asked for after so long, counted from when it was missed. */
const MISSING_STEPS = [
  { for: 7 * DAY, every: DAY },
  { for: 60 * DAY, every: 7 * DAY },
] as const;
const MISSING_FOR_LONG = 30 * DAY;

/** What decides. */
export interface Attention {
  /** Sockets that follow it live. */
  readonly watchers: number;
  /** When something happened in it, as GitHub says; null where nothing ever did. */
  readonly lastActivityAt: number | null;
  readonly archived: boolean;
  /** Since when GitHub answers that it is gone; null where it is there. */
  readonly missingSince: number | null;
  /** Tenants that follow it. */
  readonly followers: number;
}

export type Interest =
  | { readonly is: "watched" }
  | { readonly is: "today" | "archived" | "quiet" }
  /** Active this month: the longer ago (0: a day, 1: a month), the rarer. */
  | { readonly is: "month"; readonly age: number }
  | { readonly is: "missing"; readonly every: number }
  /** Nobody follows it: it stays as it is. */
  | { readonly is: "none" };

export function interestOf(attention: Attention, now: number): Interest {
  const { watchers, lastActivityAt, archived, missingSince, followers } = attention;
  if (followers === 0) return { is: "none" };
  if (missingSince !== null) return { is: "missing", every: missingEvery(now - missingSince) };
  if (watchers > 0) return { is: "watched" };
  if (archived) return { is: "archived" };
  const ago = lastActivityAt === null ? Number.POSITIVE_INFINITY : now - lastActivityAt;
  if (ago < DAY) return { is: "today" };
  if (ago < 30 * DAY) return { is: "month", age: (ago - DAY) / (29 * DAY) };
  return { is: "quiet" };
}

/**
 * Milliseconds until the next refresh; null for never.
 * @param random from 0 up to 1.
 */
export function interval(interest: Interest, random: number): number | null {
  if (interest.is === "none") return null;
  // From 60 to 120 seconds; the spread is the jitter.
  if (interest.is === "watched") return Math.round(MINUTE * (1 + random));
  return Math.round(middleOf(interest) * (1 + JITTER * (2 * random - 1)));
}

function middleOf(interest: Exclude<Interest, { is: "watched" } | { is: "none" }>): number {
  if (interest.is === "missing") return interest.every;
  if (interest.is === "month") return HOUR + 2 * HOUR * interest.age;
  return { today: 10 * MINUTE, quiet: DAY, archived: 7 * DAY }[interest.is];
}

function missingEvery(since: number): number {
  return MISSING_STEPS.find((step) => since < step.for)?.every ?? MISSING_FOR_LONG;
}

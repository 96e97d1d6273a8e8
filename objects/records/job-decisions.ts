/** The decisions of the jobs: plain data in, plain data out. Times are milliseconds since 1970. */

/** Wait after the first failure; each further one doubles it. */
const FIRST_BACKOFF_MS = 2_000;
/** No wait after a failure is longer. */
export const LONGEST_BACKOFF_MS = 15 * 60_000;

/** A job parked for good: after every date, so that no search for due jobs meets it. */
export const NEVER = 8_640_000_000_000_000;

/** What decides when a job runs. */
export interface JobTimes {
  readonly dueAt: number;
  /** Failures since it last succeeded. */
  readonly attempts: number;
  readonly parkedAt: number | null;
}

/**
 * Wait before the next attempt: 2 s after the first failure, doubling, at most `longestMs`; the later half of it is random,
 * so that tenants that failed together do not return together.
 * @param attempt failures so far, from 1.
 * @param random from 0 to 1.
 */
export function backoff(attempt: number, random: number, longestMs = LONGEST_BACKOFF_MS): number {
  const full = Math.min(FIRST_BACKOFF_MS * 2 ** (attempt - 1), longestMs);
  return Math.round(full * (0.5 + random / 2));
}

/**
 * When the alarm must ring: at the earliest due job, and never before the next millisecond
 * (an alarm set to the present from within `alarm()` was lost or late: workerd#6866).
 * @returns null when nothing is due, ever.
 */
export function nextAlarm(jobs: Iterable<Pick<JobTimes, "dueAt" | "parkedAt">>, now: number): number | null {
  let earliest = Number.POSITIVE_INFINITY;
  for (const job of jobs) if (job.parkedAt === null) earliest = Math.min(earliest, job.dueAt);
  return earliest < NEVER ? Math.max(earliest, now + 1) : null;
}

/**
 * Whether a job that is asked for at `dueAt` can stay as it is: due by then, parked, or waiting after a failure (a new
 * request does not cut the wait short). A wait longer than any backoff is none: the clock was set back.
 */
export function soonEnough(job: JobTimes, dueAt: number, now: number): boolean {
  if (job.parkedAt !== null || job.dueAt <= dueAt) return true;
  return job.attempts > 0 && job.dueAt <= now + LONGEST_BACKOFF_MS;
}

/** Kinds that have no place left. No kind may take every place, or one slow receiver would hold up all other work. */
export function fullKinds(running: Iterable<{ readonly kind: string }>, placesOfKind: number): string[] {
  const taken = new Map<string, number>();
  for (const { kind } of running) taken.set(kind, (taken.get(kind) ?? 0) + 1);
  return [...taken].filter(([, count]) => count >= placesOfKind).map(([kind]) => kind);
}

/** What becomes of a job after an attempt. */
export type Fate =
  | { readonly is: "done" }
  /** Runs again; the failures are forgotten. */
  | { readonly is: "again"; readonly dueAt: number }
  /** Failed, and is tried again. */
  | { readonly is: "retry"; readonly dueAt: number }
  /** Failed too often. A recurring job waits for its next turn, any other for `unpark`. */
  | { readonly is: "parked"; readonly dueAt: number };

interface Rules {
  readonly everyMs: number | null;
  readonly maxAttempts: number;
  readonly longestBackoffMs: number;
}

/**
 * After a success: the earliest of what the run asked for, what was scheduled meanwhile and, unless the run said
 * otherwise, the next turn. Turns count from now, not from when the last was due: after hours of downtime there is one
 * run to catch up, not one for each missed turn.
 */
export function fateAfterSuccess(rules: Rules, asked: number | null, scheduled: number | null, now: number): Fate {
  const turn = asked ?? (rules.everyMs === null ? null : now + rules.everyMs);
  const dueAt = Math.min(turn ?? NEVER, scheduled ?? NEVER);
  return dueAt < NEVER ? { is: "again", dueAt: Math.max(dueAt, now + 1) } : { is: "done" };
}

/** @param attempt failures so far, this one included. */
export function fateAfterFailure(rules: Rules, attempt: number, random: number, now: number): Fate {
  if (attempt < rules.maxAttempts)
    return { is: "retry", dueAt: now + backoff(attempt, random, rules.longestBackoffMs) };
  return { is: "parked", dueAt: rules.everyMs === null ? NEVER : now + rules.everyMs };
}

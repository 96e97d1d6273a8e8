/**
 * Limited attempts as a pure decision: the generic cell rate algorithm, whose whole state is one time. It is the moment at
 * which every attempt spent so far will have come back; one in the past means that nothing is spent.
 */

/** `burst` attempts at once, and one more each `everyMs`. */
export interface Allowance {
  readonly burst: number;
  readonly everyMs: number;
}

/** What an attempt at `now` comes to. */
export interface Attempt {
  readonly allowed: boolean;
  /** The state to keep (ms); that of before where the attempt was refused. */
  readonly restoredAt: number;
  /** Milliseconds until one would be allowed; 0 where this one is. */
  readonly waitMs: number;
}

/**
 * An attempt at `now` (ms) by somebody whose attempts are restored at `restoredAt`. A clock that jumped back does not make
 * anybody wait for longer than a burst takes to come back.
 */
export function decideAttempt(restoredAt: number, { burst, everyMs }: Allowance, now: number): Attempt {
  const spentUntil = Math.min(Math.max(restoredAt, now), now + burst * everyMs);
  const next = spentUntil + everyMs;
  const waitMs = Math.max(0, next - now - burst * everyMs);
  return waitMs > 0
    ? { allowed: false, restoredAt: spentUntil, waitMs }
    : { allowed: true, restoredAt: next, waitMs: 0 };
}

/** The state after an attempt that was allowed has been given back. */
export function giveBackAttempt(restoredAt: number, { everyMs }: Allowance): number {
  return restoredAt - everyMs;
}

/** When the keys of access tokens change. A key signs for 30 days; everybody who verifies knows it before, and knows it still when it has stopped. */
import { ACCESS_TOKEN_SECONDS } from "../access-token.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** For how long a key signs (ms). */
export const SIGNS_FOR = 30 * DAY;
/** How long before it signs a key is published where time allows: more than any verifier keeps a set of keys. */
export const PUBLISHED_AHEAD = DAY;
/** The least of that, where a key is late because nobody signed in for long. */
export const PUBLISHED_AT_LEAST = 2 * HOUR;
/** How long a key stays published after its successor began to sign: its last tokens live that long, and clocks differ. */
const PUBLISHED_AFTER = ACCESS_TOKEN_SECONDS * 1_000 + HOUR;

/** What decides about a key. */
export interface ScheduledKey {
  readonly number: number;
  /** From when on it signs (ms). */
  readonly signsFrom: number;
}

/** What is to be done now. */
export interface KeyPlan<Key extends ScheduledKey> {
  /** Signs; null where there is no key yet. */
  readonly signing: Key | null;
  /** To be made now, or null. */
  readonly next: ScheduledKey | null;
  /** Published, the oldest first. */
  readonly published: readonly Key[];
  /** No token of theirs lives. */
  readonly dead: readonly Key[];
}

/** The plan for these keys at `now` (ms). */
export function planKeys<Key extends ScheduledKey>(keys: readonly Key[], now: number): KeyPlan<Key> {
  const sorted = keys.toSorted((a, b) => a.number - b.number);
  const signing = sorted.findLast((key) => key.signsFrom <= now) ?? null;
  const isDead = (_: Key, index: number) => {
    const successor = sorted[index + 1];
    return successor !== undefined && successor.signsFrom + PUBLISHED_AFTER <= now;
  };
  return {
    signing,
    next: nextKey(sorted.at(-1), signing, now),
    published: sorted.filter((key, index) => !isDead(key, index)),
    dead: sorted.filter(isDead),
  };
}

function nextKey(newest: ScheduledKey | undefined, signing: ScheduledKey | null, now: number): ScheduledKey | null {
  const number = (newest?.number ?? 0) + 1;
  if (!newest || !signing) return { number, signsFrom: now };
  const due = newest.signsFrom + SIGNS_FOR;
  return due - PUBLISHED_AHEAD > now ? null : { number, signsFrom: Math.max(due, now + PUBLISHED_AT_LEAST) };
}

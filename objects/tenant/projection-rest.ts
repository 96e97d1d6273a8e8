/** How long the directory's projection rests between its runs. Times are milliseconds since 1970. */

/** Gathers the changes of about half a second into one projection. */
const PROJECT_AFTER_MS = 500;
/** As many times longer than a run had worked, it rests before it goes on. */
const PAUSE = 9;
/** No rest is longer: a run's time counts waiting for the directory, too, and the clock may be set back during a rest. */
const LONGEST_REST_MS = 5_000;

/**
 * Until when a run that began at `began` and ends now rests. A tenant that writes without pause keeps nine tenths of the
 * time: on one machine D1 shares it with the object.
 */
export function restAfter(began: number, now: number): number {
  const worked = Math.max(0, now - began);
  return now + Math.min(PAUSE * worked, LONGEST_REST_MS);
}

/** When a change made now is projected. */
export function projectAt(restUntil: number, now: number): number {
  return Math.max(now + PROJECT_AFTER_MS, Math.min(restUntil, now + LONGEST_REST_MS));
}

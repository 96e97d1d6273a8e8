/** How long to wait before trying again. */

const FIRST_MS = 250;
const MOST_MS = 30_000;

/**
 * Full jitter: anything between nothing and a ceiling that doubles, so that many clients that were cut off together return apart.
 * @param attempt 0 for the first repetition.
 * @param random from 0 to 1.
 * @returns milliseconds.
 */
export function backoff(attempt: number, random: number): number {
  return Math.round(random * Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 20)));
}

/** Milliseconds of a `Retry-After` header, which holds seconds or a date; null when it is absent or neither. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null || header.trim() === "") return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

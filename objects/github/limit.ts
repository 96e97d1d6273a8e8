/** When GitHub wants to be asked again. Limits hold for a credential, not for the repository that met them. */
import { type Answer, messageOf } from "./answer.ts";

/** What GitHub limits. */
export interface Limit {
  /** `primary`: the hour's requests are used up. `secondary`: too much at once, which no header foretells. */
  readonly of: "primary" | "secondary";
  /** Nobody with this credential asks before then (milliseconds since 1970). */
  readonly until: number;
}

/** GitHub asks for at least this where it does not say how long. */
const LEAST_MS = 60_000;
/** No wait is longer, whatever a header says: a wrong date must not stop a credential for ever. */
const LONGEST_MS = 24 * 60 * 60_000;
/** A second more than asked: both clocks round. */
const MARGIN_MS = 1_000;
const HTTP_DATE = /^[A-Z][a-z]{2}, /;
const SECONDARY = /secondary rate limit|abuse detection/i;
const PRIMARY = /API rate limit exceeded/i;

/**
 * The limit that an answer speaks of; null for other refusals. In GitHub's order: `retry-after`, seconds or a date; then
 * `x-ratelimit-reset` where nothing remains; else a minute, doubled each time in a row.
 * @param limitedBefore how often it was so in a row.
 */
export function limitOf(answer: Answer, now: number, limitedBefore: number): Limit | null {
  const { status, headers, body } = answer;
  // 503 carries it too, but means GitHub itself: its own answer stays a failure.
  if (status !== 403 && status !== 429) return null;
  const message = messageOf(body);
  const usedUp = headers.get("x-ratelimit-remaining")?.trim() === "0";
  const secondary = SECONDARY.test(message) || headers.has("gh-limited-by");
  const of = (usedUp || PRIMARY.test(message)) && !secondary ? "primary" : "secondary";
  // GitHub's own clock, where the answer says it: only the difference counts.
  const then = Date.parse(headers.get("date") ?? "");
  const there = Number.isNaN(then) ? now : then;
  const asked = waitAsked(headers.get("retry-after") ?? "", there);
  const reset = usedUp ? waitUntilReset(headers.get("x-ratelimit-reset"), there) : null;
  const said = asked ?? reset;
  if (said !== null) return { of, until: now + Math.min(Math.max(said, 0) + MARGIN_MS, LONGEST_MS) };
  if (status !== 429 && !secondary && !usedUp && !PRIMARY.test(message)) return null;
  return { of, until: now + Math.min(LEAST_MS * 2 ** limitedBefore, LONGEST_MS) };
}

/** Milliseconds from `there`; null for what is neither seconds nor a date. */
function waitAsked(retryAfter: string, there: number): number | null {
  if (/^\d{1,9}$/.test(retryAfter.trim())) return Number(retryAfter) * 1_000;
  // Date.parse takes "-5" for a day in 2001; HTTP's dates begin with the day of the week.
  const at = HTTP_DATE.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
  return Number.isNaN(at) ? null : at - there;
}

function waitUntilReset(reset: string | undefined, there: number): number | null {
  if (reset === undefined || !/^\d{1,12}$/.test(reset)) return null;
  const wait = Number(reset) * 1_000 - there;
  // A reset in the past says nothing about when requests will be there again.
  return wait > 0 ? wait : null;
}

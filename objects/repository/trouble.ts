/**
 * What a stream makes of every answer that is neither a page nor "unchanged": plain data in, plain data out. Rows stay whatever happens;
 * the stream says what is wrong, waits, and goes on.
 */
import type { Absence, Outcome } from "../github/outcome.ts";
import { afterComputing, afterFailure, afterRefusedPage, afterTooSlow } from "./apply-page.ts";
import type { Cursor } from "./cursor.ts";
import type { StreamWrite } from "./landing.ts";
import type { PlannedRequest } from "./plan-sync.ts";
import type { ListedStream } from "./stream-paths.ts";
import { ABSENCE_TEXTS, textOfOutcome } from "./trouble-texts.ts";

export interface Trouble {
  /** What becomes of the stream; null where nothing does. */
  readonly write: StreamWrite | null;
  /** The repository as a whole may have moved or be gone: it is asked for before anything else. */
  readonly recheck: boolean;
  /** The answer is as good as a page: there is nothing to fetch. */
  readonly settled: boolean;
}

const NOTHING: Trouble = { write: null, recheck: false, settled: false };

/** @param random from 0 to 1; spreads the waits of many repositories. */
export function troubleOf(
  stream: ListedStream,
  before: Cursor,
  planned: PlannedRequest,
  outcome: Outcome,
  random: number,
  now: number,
): Trouble {
  const failed = (cursor: Cursor, recheck = false): Trouble => ({
    write: { cursor, show: { error: textOfOutcome(outcome) } },
    recheck,
    settled: false,
  });
  switch (outcome.is) {
    // The budget knows, and says until when nobody asks; or with which credential nobody asks any more.
    case "limited":
    case "unauthenticated":
      return NOTHING;
    case "computing":
      return { ...NOTHING, write: { cursor: afterComputing(before, now), show: {} } };
    case "too-slow":
      return failed(afterTooSlow(before, planned, random, now));
    case "page-refused":
      return failed(afterRefusedPage(stream, before, random, now));
    case "absent":
      return absenceOf(stream, before, outcome.why, random, now);
    default:
      return failed(afterFailure(before, random, now), outcome.is !== "failed");
  }
}

/** Since 2026 GitHub shows who gave stars, and when, to collaborators alone. */
const NO_STAR_HISTORY = "GitHub does not show the history of stars; they are counted from now on.";

function absenceOf(stream: ListedStream, before: Cursor, why: Absence, random: number, now: number): Trouble {
  // What the list was known by before says nothing about what is shown of it now.
  const ended = {
    ...before,
    listing: null,
    refreshNext: null,
    failures: 0,
    retryAt: null,
    listedAt: now,
    validators: [],
  };
  const settle = (cursor: Cursor, reason: string, truncated = false): Trouble => ({
    write: { cursor, show: { reason, error: null, fresh: true, ...(truncated ? { truncated } : {}) } },
    recheck: false,
    settled: true,
  });
  if (why === "empty") return settle({ ...ended, phase: "live" }, ABSENCE_TEXTS.empty);
  if (why === "too-large") return settle({ ...ended, phase: "live" }, ABSENCE_TEXTS["too-large"], true);
  if (why === "disabled") return settle({ ...ended, phase: "disabled" }, ABSENCE_TEXTS.disabled);
  if (stream === "stars") return settle({ ...ended, phase: "live" }, NO_STAR_HISTORY);
  const show = { error: ABSENCE_TEXTS[why] };
  return { write: { cursor: afterFailure(before, random, now), show }, recheck: true, settled: false };
}

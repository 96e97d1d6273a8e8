/** Sessions that have ended while access tokens of theirs may still be alive, as an isolate knows them. */
import * as z from "zod";
import { AppError } from "../protocol/errors.ts";
import { AskedOnce } from "./asked-once.ts";

/** How old the list may be: within this long the token of an ended session is refused everywhere. */
export const FRESH_MS = 5_000;
/** While it cannot be had, the last one serves this long. */
export const OUTAGE_MS = 60_000;
/** Pause between two attempts at a list that cannot be had. */
export const RETRY_MS = 1_000;
const PATIENCE_MS = 2_000;
/** Sessions kept at once: a few megabytes. More have never ended within the life of a token. */
const SESSIONS = 100_000;

const answerSchema = z.object({
  position: z.int().nonnegative(),
  sessions: z.array(z.object({ id: z.string().max(64), until: z.number() })).max(SESSIONS),
});

/** What decides about the next step; times in milliseconds, `-Infinity` for never. */
interface ListState {
  /** When the list that is kept was asked for. */
  readonly listedAt: number;
  /** When it was last asked for, with or without success. */
  readonly triedAt: number;
  /** Whether it is being asked for. */
  readonly asked: boolean;
}

/** Whether the list is good as it is, or has to be asked for (or waited for) first. */
export function listStep({ listedAt, triedAt, asked }: ListState, now: number): "use" | "ask" {
  if (now - listedAt < FRESH_MS) return "use";
  return asked || now - triedAt >= RETRY_MS ? "ask" : "use";
}

export class Revocations {
  readonly #endedSince: (after: number) => Promise<unknown>;
  readonly #report: (cause: unknown) => void;
  readonly #asked: AskedOnce;
  readonly #until = new Map<string, number>();
  #position = 0;
  #listedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param endedSince asks for the sessions that ended behind a position; its answer is not trusted.
   * @param report is told why the list could not be had.
   */
  constructor(endedSince: (after: number) => Promise<unknown>, report: (cause: unknown) => void) {
    this.#endedSince = endedSince;
    this.#report = report;
    this.#asked = new AskedOnce(() => this.#refresh(), PATIENCE_MS);
  }

  /** Whether this session has ended, as of five seconds ago. @throws AppError UNAVAILABLE while nobody can tell. */
  async isEnded(sessionId: string, now: number): Promise<boolean> {
    const state = { listedAt: this.#listedAt, triedAt: this.#triedAt, asked: this.#asked.isAsked };
    if (listStep(state, now) === "ask") await this.#ask(now);
    if (now - this.#listedAt >= OUTAGE_MS) throw new AppError("UNAVAILABLE", { headers: { "Retry-After": "1" } });
    return this.#until.has(sessionId);
  }

  async #ask(now: number): Promise<void> {
    if (!this.#asked.isAsked) this.#triedAt = now;
    try {
      await this.#asked.answered();
    } catch (cause) {
      this.#report(cause);
    }
  }

  async #refresh(): Promise<void> {
    const askedAt = this.#triedAt;
    let answer = answerSchema.parse(await this.#endedSince(this.#position));
    // Whoever counts was set back: what ended since then may lie before our position.
    if (answer.position < this.#position) answer = answerSchema.parse(await this.#endedSince(0));
    // Whoever waited for this gave up, and another answer came first.
    if (askedAt < this.#listedAt) return;
    for (const { id, until } of answer.sessions) this.#until.set(id, until);
    for (const [id, until] of this.#until) if (until <= askedAt) this.#until.delete(id);
    if (this.#until.size > SESSIONS) throw new Error(`More than ${SESSIONS} sessions have ended; they are not kept.`);
    this.#position = answer.position;
    this.#listedAt = askedAt;
  }
}

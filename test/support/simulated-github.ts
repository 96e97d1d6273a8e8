/** GitHub as far as limits are concerned, in simulated time: an hour's requests, secondary limits, and times when it fails. */
import type { Report } from "../../objects/github/lease.ts";

const HOUR = 60 * 60_000;
const NOTHING: Report = { hour: null, limit: null, failed: false, unauthenticated: false };

export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface GithubPlan {
  /** Requests an hour. */
  readonly limit: number;
  /** Of answers, those that are no 304, which cost nothing. */
  readonly changing: number;
  /** When nothing but 502 comes. */
  readonly outages: readonly Span[];
  /** From `from` on the first request meets a limit, and with it everybody until `until` (retry-after). */
  readonly limits: readonly Span[];
}

export class SimulatedGithub {
  readonly #plan: GithubPlan;
  readonly #random: () => number;
  #resetAt = 0;
  #remaining = 0;
  /** What the credential never fell below. */
  least = Number.POSITIVE_INFINITY;
  spent = 0;

  constructor(plan: GithubPlan, random: () => number) {
    this.#plan = plan;
    this.#random = random;
  }

  /** What a request that is sent now comes to. */
  answer(now: number): Report {
    const { limit, changing, outages, limits } = this.#plan;
    const within = ({ from, until }: Span) => from <= now && now < until;
    if (outages.some(within)) return { ...NOTHING, failed: true };
    const limited = limits.find(within);
    if (limited) return { ...NOTHING, limit: { of: "secondary", until: limited.until } };
    if (now >= this.#resetAt) [this.#resetAt, this.#remaining] = [now + HOUR, limit];
    if (this.#random() < changing) {
      this.#remaining -= 1;
      this.spent += 1;
      this.least = Math.min(this.least, this.#remaining);
    }
    return { ...NOTHING, hour: { limit, remaining: this.#remaining, resetAt: this.#resetAt } };
  }
}

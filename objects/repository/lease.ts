/** Leave to ask GitHub, from the budget of a credential, which hears what every request came to. */
import { budgetStub } from "../../src/stubs.ts";
import type { Fetched } from "../github/answer.ts";
import { type Granted, type Report, reportOf } from "../github/lease.ts";

/** Requests asked for at once: a first sync uses them all, a round of refreshing about so many. */
const REQUESTS = 20;
/** A request that begins later could end after the lease. */
const MARGIN_MS = 1_000;

export class Lease {
  readonly credential: string;
  readonly authorization: string | null;
  readonly baseUrl: string;
  readonly #env: Cloudflare.Env;
  readonly #githubId: number;
  readonly #until: number;
  #left: number;

  private constructor(env: Cloudflare.Env, githubId: number, credential: string, granted: Granted) {
    this.#env = env;
    this.#githubId = githubId;
    this.credential = credential;
    this.authorization = granted.authorization;
    this.baseUrl = granted.baseUrl;
    this.#left = granted.lease.requests;
    this.#until = granted.lease.until;
  }

  /** A lease, or when to ask again; `dead` where GitHub refuses the credential. */
  static async take(
    env: Cloudflare.Env,
    githubId: number,
    credential: string,
    watched: boolean,
  ): Promise<Lease | { readonly askAt: number } | { readonly dead: true }> {
    const answer = await budgetStub(env, credential).ask({ repository: githubId, watched, requests: REQUESTS });
    return "lease" in answer ? new Lease(env, githubId, credential, answer) : answer;
  }

  /** Whether one more request may be sent. */
  allows(credential: string, now: number): boolean {
    return credential === this.credential && this.#left > 0 && now < this.#until - MARGIN_MS;
  }

  /** Tells what a request came to, before the next is sent: somebody else may have met a limit meanwhile. */
  async spend(fetched: Fetched, now: number): Promise<void> {
    this.#left = await this.#settle([reportOf(fetched, now)], false);
  }

  /** Gives back what is left. */
  async end(): Promise<void> {
    this.#left = 0;
    await this.#settle([], true);
  }

  async #settle(reports: readonly Report[], done: boolean): Promise<number> {
    const { requests } = await budgetStub(this.#env, this.credential).settle({
      repository: this.#githubId,
      reports,
      done,
    });
    return requests;
  }
}

/** The credential of a client: fixed, or fetched when it is first needed, before it ends, and when the server no longer takes it. */
import * as z from "zod/mini";
import type { Clock } from "./clock.ts";
import { CroftError } from "./error.ts";

/** A token, and for how many milliseconds it is valid. A JWT says that itself. */
export interface TokenAnswer {
  readonly token: string;
  readonly lifetime?: number | undefined;
}

/** An API key, or a function that fetches an access token; what `POST /auth/token` answers with under `data` will do. */
export type Token = string | (() => Promise<string | TokenAnswer>);

interface Held {
  token: Promise<string>;
  /** When it came, by both clocks. */
  now: number;
  elapsed: number;
  /** Milliseconds; Infinity while it is fetched, and where it does not say. */
  lifetime: number;
}

const timesSchema = z.object({ iat: z.number(), exp: z.number() });

/** Part of a lifetime after which a token is renewed. */
const RENEW_AFTER = 0.8;
/** Shorter lifetimes are taken for this one: renewing is no busy loop. */
const LEAST_LIFETIME_MS = 10_000;
const FETCH_MS = 30_000;

/** Where a client has its tokens from. */
export interface Tokens extends Pick<TokenSource, "renewable" | "dueIn" | "get" | "refuse"> {
  /** Another value for everybody it stands for: what one of them began is not finished by the next. A key stands for one alone. */
  readonly holder?: number;
  /** @param listener is told whenever it stands for somebody else, or for nobody. */
  onHandOver?(listener: () => void): void;
}

/** Shares one token, and one fetch of it, among all calls and connections of a client. */
export class TokenSource {
  readonly #token: Token;
  readonly #clock: Clock;
  #held: Held | null = null;

  constructor(token: Token, clock: Clock) {
    this.#token = token;
    this.#clock = clock;
  }

  /** Whether a refused token can be replaced by another one. */
  get renewable(): boolean {
    return typeof this.#token === "function";
  }

  /** Milliseconds until the token should be replaced; Infinity when it need not be. */
  get dueIn(): number {
    return this.#held ? this.#held.lifetime * RENEW_AFTER - this.#age(this.#held) : Number.POSITIVE_INFINITY;
  }

  /**
   * The token to use now; one that is about to end is replaced. A failed fetch fails those who wait for it, unless the token
   * before it is still valid; the next call fetches again. @throws CroftError
   */
  get(): Promise<string> {
    if (typeof this.#token === "string") return Promise.resolve(this.#token);
    if (this.#held && this.dueIn > 0) return this.#held.token;
    const before = this.#held;
    const held = { token: Promise.resolve(""), now: 0, elapsed: 0, lifetime: Number.POSITIVE_INFINITY };
    this.#held = held;
    held.token = this.#fetch(this.#token, held, before);
    return held.token;
  }

  /** The token was refused: unless it has been replaced already, the next call fetches another one. */
  refuse(token: Promise<string> | undefined = this.#held?.token): void {
    if (this.#held?.token === token) this.#held = null;
  }

  async #fetch(ask: Exclude<Token, string>, held: Held, before: Held | null): Promise<string> {
    try {
      const answer = await this.#inTime(ask());
      const { token, lifetime } = typeof answer === "string" ? { token: answer } : answer;
      held.now = this.#clock.now();
      held.elapsed = this.#clock.elapsed();
      held.lifetime = Math.max(LEAST_LIFETIME_MS, lifetimeOf(token) ?? lifetime ?? Number.POSITIVE_INFINITY);
      return token;
    } catch (cause) {
      if (this.#held === held) this.#held = before;
      if (before && this.#age(before) < before.lifetime) return before.token;
      if (cause instanceof CroftError) throw cause;
      throw new CroftError("UNAUTHENTICATED", "No token could be had.", { cause, status: 0, retryable: true });
    }
  }

  /** A fetch that never ends must not hold everything up for ever. */
  async #inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = this.#clock.after(FETCH_MS, () => reject(new CroftError("TIMEOUT", `No answer within ${FETCH_MS} ms.`)));
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      cancel();
    }
  }

  /** Since the token came. One clock may stand still while the machine sleeps, the other may be set back. */
  #age({ now, elapsed }: Held): number {
    return Math.max(this.#clock.now() - now, this.#clock.elapsed() - elapsed);
  }
}

/** How long a JWT is valid, whatever the time is here: from its issue to its end, in milliseconds. */
function lifetimeOf(token: string): number | undefined {
  try {
    const payload = atob(token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "");
    const { iat, exp } = z.parse(timesSchema, JSON.parse(payload));
    return (exp - iat) * 1_000;
  } catch {
    return undefined;
  }
}

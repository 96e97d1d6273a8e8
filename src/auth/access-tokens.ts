/** From an access token to who calls, as an isolate goes about it: with keys, a list of ended sessions, and a memory. */
import { keyIdOf, verifyAccessToken } from "./access-token.ts";
import type { RequestActor } from "./actor.ts";
import { KeySet } from "./key-set.ts";
import { Revocations } from "./revocations.ts";

/** Who may stand behind an access token: a person, or a person who acts as an operator. */
export type TokenActor = Extract<RequestActor, { readonly session: string }>;

/** Tokens whose signature was found good, so that a busy client's is verified once in five minutes. */
const REMEMBERED = 2_000;

/** The part of croft-auth that is asked. Its answers are held against their form here, not before. */
interface TokenSource {
  jwks(): Promise<unknown>;
  endedSince(after: number): Promise<unknown>;
}

/** Is told what of croft-auth could not be had, and why. */
type Report = (event: string, cause: unknown) => void;

const known = new WeakMap<TokenSource, AccessTokens>();

/** What the isolate knows of this croft-auth; the same for the same binding. */
export function accessTokensOf(source: TokenSource, publicUrl: string, report: Report): AccessTokens {
  const made = known.get(source) ?? new AccessTokens(source, publicUrl, report);
  known.set(source, made);
  return made;
}

export class AccessTokens {
  readonly #publicUrl: string;
  readonly #keys: KeySet;
  readonly #revocations: Revocations;
  readonly #genuine = new Map<string, TokenActor>();

  constructor(source: TokenSource, publicUrl: string, report: Report) {
    this.#publicUrl = publicUrl;
    this.#keys = new KeySet(
      () => source.jwks(),
      (cause) => report("keys of access tokens not fetched", cause),
    );
    this.#revocations = new Revocations(
      (after) => source.endedSince(after),
      (cause) => report("ended sessions not fetched", cause),
    );
  }

  /**
   * Who a token stands for; null where it is none of ours, is over, or its session has ended.
   * @throws AppError UNAVAILABLE while croft-auth has been away for too long to tell.
   */
  async actorOf(token: string, now: number): Promise<TokenActor | null> {
    const actor = this.#genuine.get(token) ?? (await this.#verify(token, now));
    if (!actor) return null;
    if (actor.expiresAt > now && !(await this.#revocations.isEnded(actor.session, now))) return actor;
    this.#genuine.delete(token);
    return null;
  }

  async #verify(token: string, now: number): Promise<TokenActor | null> {
    const kid = keyIdOf(token);
    const key = kid === null ? null : await this.#keys.key(kid, now);
    const verified = key && (await verifyAccessToken(token, key, this.#publicUrl, now));
    if (!verified) return null;
    const { userId: id, sessionId: session, operator, expiresAt } = verified;
    const actor: TokenActor = { kind: operator ? "operator" : "user", id, session, expiresAt };
    this.#remember(token, actor);
    return actor;
  }

  #remember(token: string, actor: TokenActor): void {
    const oldest = this.#genuine.keys().next();
    if (this.#genuine.size >= REMEMBERED && !oldest.done) this.#genuine.delete(oldest.value);
    this.#genuine.set(token, actor);
  }
}

/** From an access token to who calls, as an isolate goes about it: with keys, a list of ended sessions, and a memory. */
import { type AccessToken, keyIdOf, verifyAccessToken } from "./access-token.ts";
import type { RequestActor } from "./actor.ts";
import type { ClerkSettings } from "./clerk-settings.ts";
import { ClerkTokens } from "./clerk-tokens.ts";
import { KeySet } from "./key-set.ts";
import { Revocations } from "./revocations.ts";
import { namedIssuer } from "./token-parts.ts";

/** Who may stand behind an access token: a person, or a person who acts as an operator. */
export type TokenActor = Extract<RequestActor, { readonly session: string }>;

/** Tokens whose signature was found good, so that a busy client's is verified once in five minutes. */
const REMEMBERED = 2_000;

/** The part of croft-auth that is asked. Its answers are held against their form here, not before. */
interface TokenSource {
  jwks(): Promise<unknown>;
  endedSince(after: number): Promise<unknown>;
}

/** Whose tokens are accepted. */
interface Issuers {
  readonly publicUrl: string;
  readonly clerk: ClerkSettings | null;
}

/** Is told what of croft-auth or of Clerk could not be had, and why. */
type Report = (event: string, cause: unknown) => void;

const known = new WeakMap<TokenSource, AccessTokens>();

/** What the isolate knows of this croft-auth; the same for the same binding. */
export function accessTokensOf(source: TokenSource, issuers: Issuers, report: Report): AccessTokens {
  const made = known.get(source) ?? new AccessTokens(source, issuers, report);
  known.set(source, made);
  return made;
}

export class AccessTokens {
  readonly #issuers: Issuers;
  readonly #clerk: ClerkTokens | null;
  readonly #keys: KeySet;
  readonly #revocations: Revocations;
  readonly #genuine = new Map<string, TokenActor>();

  constructor(source: TokenSource, issuers: Issuers, report: Report) {
    this.#issuers = issuers;
    this.#clerk =
      issuers.clerk && new ClerkTokens(issuers.clerk, (cause) => report("keys of Clerk not fetched", cause));
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
   * Who a token stands for; null where it is of no issuer of ours, is over, or its session has ended.
   * @throws AppError UNAVAILABLE while croft-auth, or Clerk for its own tokens, has been away for too long to tell.
   */
  async actorOf(token: string, now: number): Promise<TokenActor | null> {
    const actor = this.#genuine.get(token) ?? (await this.#verify(token, now));
    if (!actor) return null;
    if (actor.expiresAt > now && !(await this.#hasEnded(actor, now))) return actor;
    this.#genuine.delete(token);
    return null;
  }

  /** Of Clerk's people all sessions may have ended at once; which these were is known to Clerk alone. */
  async #hasEnded({ id, session }: TokenActor, now: number): Promise<boolean> {
    if (await this.#revocations.isEnded(session, now)) return true;
    return session.startsWith("sess_") && this.#revocations.isEnded(id, now);
  }

  async #verify(token: string, now: number): Promise<TokenActor | null> {
    // Whom a token names as its issuer decides who is asked, once; what one refuses is not shown to the other.
    const ofClerk = this.#clerk !== null && namedIssuer(token) === this.#issuers.clerk?.issuer;
    const verified = await (ofClerk ? this.#clerk?.verify(token, now) : this.#verifyOurs(token, now));
    if (!verified) return null;
    const { userId: id, sessionId: session, operator, expiresAt } = verified;
    const actor: TokenActor = { kind: operator ? "operator" : "user", id, session, expiresAt };
    this.#remember(token, actor);
    return actor;
  }

  async #verifyOurs(token: string, now: number): Promise<AccessToken | null> {
    const kid = keyIdOf(token);
    const key = kid === null ? null : await this.#keys.key(kid, now);
    return key && verifyAccessToken(token, key, this.#issuers.publicUrl, now);
  }

  #remember(token: string, actor: TokenActor): void {
    const oldest = this.#genuine.keys().next();
    if (this.#genuine.size >= REMEMBERED && !oldest.done) this.#genuine.delete(oldest.value);
    this.#genuine.set(token, actor);
  }
}

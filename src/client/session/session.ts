/** People: signing in and out, who is signed in, and the access tokens that a session is exchanged for. */
import * as z from "zod/mini";
import { unlessAborted } from "../abort.ts";
import { type Clock, systemClock } from "../clock.ts";
import { CroftError } from "../error.ts";
import type { Observable } from "../observable.ts";
import { type PersonCalls, personCalls } from "../person-calls.ts";
import type { CallOptions, Transport } from "../transport.ts";
import { AuthCalls } from "./auth-calls.ts";
import { makePasskey, provePasskey } from "./passkey.ts";
import { SessionError } from "./session-error.ts";
import {
  type Entered,
  enteredSchema,
  type Person,
  type SessionState,
  SIGNED_OUT,
  type SignIn,
} from "./session-state.ts";
import type { SessionTokens } from "./session-tokens.ts";
import { Standing } from "./standing.ts";

export type { Acceptance, CreatedTenant, Me, Membership, PersonCalls, TenantSummary } from "../person-calls.ts";
export type { Person, SessionState, SignIn };
export { SessionError };

export interface SessionOptions {
  /** Address of the service, such as `https://api.example.com`. */
  readonly url: string;
  /** Asks for tokens of an operator; those who are none get `FORBIDDEN`. */
  readonly role?: "operator";
  /** Stands in for the global `fetch`. Outside of browsers it has to keep cookies, and to send an `Origin`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds for one call; 30,000 unless given. */
  readonly timeout?: number;
}

/** Where links of mails and providers lead back to: an address on an origin that the service allows. */
export interface Return {
  readonly returnTo?: string | undefined;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** False: the browser forgets the session when it is closed. */
  readonly rememberMe?: boolean | undefined;
}

export interface Account extends Pick<Credentials, "email" | "password"> {
  readonly name: string;
}

/** A code of the authenticator app, or one of the backup codes, each of which opens once. */
export type SecondFactor = { readonly totp: string } | { readonly backupCode: string };

/** What matters is that it went well. */
const ANYTHING = z.unknown();
const addressSchema = z.object({ url: z.string() });

/** One person's way in, and the person. Every call fails with a `CroftError`; refusals by the service are `SessionError`s. */
export class Session {
  /** Who is signed in. The service is asked when somebody first subscribes. */
  readonly state: Observable<SessionState>;
  /** What clients made with this session take their tokens from. */
  readonly tokens: SessionTokens;
  readonly #calls: AuthCalls;
  readonly #standing: Standing;

  constructor({ url, role, fetch: own, timeout = 30_000 }: SessionOptions, clock: Clock) {
    const address = url.replace(/\/+$/, "");
    // Browsers refuse a fetch that is called as a method of something else.
    this.#calls = new AuthCalls({ url: address, fetch: own ?? ((to, init) => fetch(to, init)), timeout, clock });
    this.#standing = new Standing(this.#calls, { url: address, role, clock });
    this.state = this.#standing.state;
    this.tokens = this.#standing.tokens;
  }

  /** Who is signed in, once the service has told. @throws CroftError ABORTED */
  async ready(signal?: AbortSignal): Promise<SessionState> {
    const { state } = this;
    let end = () => {};
    const known = new Promise<SessionState>((done) => {
      const look = () => state.value.status !== "unknown" && done(state.value);
      end = state.subscribe(look);
      look();
    });
    try {
      return await unlessAborted(known, signal);
    } finally {
      end();
    }
  }

  /** Asks the service anew. */
  refresh(options?: CallOptions): Promise<SessionState> {
    return this.#standing.check(options);
  }

  /** Makes an account and sends a mail with a link that verifies the address; until then nobody can sign in. Known addresses get the same answer. */
  async signUp({ name, email, password, returnTo: callbackURL }: Account & Return): Promise<void> {
    await this.#calls.post("/sign-up/email", ANYTHING, { name, email, password, callbackURL });
  }

  /** @throws SessionError UNAUTHENTICATED, the same for a wrong password, an unknown address, one that is not confirmed yet, and a suspended account */
  async signIn({ email, password, rememberMe }: Credentials): Promise<SignIn> {
    return this.#enter(await this.#calls.post("/sign-in/email", enteredSchema, { email, password, rememberMe }));
  }

  /** Goes on after a sign-in that answered `second-factor`. */
  async secondFactor(factor: SecondFactor): Promise<SignIn> {
    if ("backupCode" in factor)
      return this.#enter(
        await this.#calls.post("/two-factor/verify-backup-code", enteredSchema, { code: factor.backupCode }),
      );
    return this.#enter(await this.#calls.post("/two-factor/verify-totp", enteredSchema, { code: factor.totp }));
  }

  /** The address at which a provider asks the person, to go to: `location.assign(await session.startSignIn("google", …))`. */
  async startSignIn(provider: string, { returnTo }: Return = {}): Promise<string> {
    const body = { provider, callbackURL: returnTo, errorCallbackURL: returnTo, disableRedirect: true };
    return (await this.#calls.post("/sign-in/social", addressSchema, body)).url;
  }

  /** Signs in with a passkey that the browser offers. @throws CroftError ABORTED, UNSUPPORTED */
  async signInWithPasskey(): Promise<SignIn> {
    const response = await provePasskey(await this.#calls.get("/passkey/generate-authenticate-options", ANYTHING));
    await this.#calls.post("/passkey/verify-authentication", ANYTHING, { response });
    return this.#entered();
  }

  /** Makes a passkey for whoever is signed in. @throws CroftError ABORTED, UNSUPPORTED */
  async addPasskey(name?: string): Promise<void> {
    const response = await makePasskey(await this.#calls.get("/passkey/generate-register-options", ANYTHING));
    await this.#calls.post("/passkey/verify-registration", ANYTHING, { response, name });
  }

  /** Ends the session. Sockets close, what was shown is gone. @throws CroftError where the service was not reached: the session goes on */
  async signOut(): Promise<void> {
    await this.#calls.post("/sign-out", ANYTHING);
    this.#standing.become(SIGNED_OUT);
  }

  /** Sends the mail that verifies an address, again. Unknown addresses get the same answer. */
  async sendVerification(email: string, { returnTo }: Return = {}): Promise<void> {
    await this.#calls.post("/send-verification-email", ANYTHING, { email, callbackURL: returnTo });
  }

  /** Sends a link to choose a new password. Unknown addresses get the same answer. @param returnTo a page that gets `?token=` */
  async requestPasswordReset(email: string, { returnTo }: Return = {}): Promise<void> {
    await this.#calls.post("/request-password-reset", ANYTHING, { email, redirectTo: returnTo });
  }

  /** Sets the password, and ends every session of the person. @param token of the link. */
  async resetPassword({ token, password }: { readonly token: string; readonly password: string }): Promise<void> {
    await this.#calls.post("/reset-password", ANYTHING, { token, newPassword: password });
  }

  /** Any other call of `/auth`: sessions, password, second factor, passkeys. @returns the body as JSON */
  call(method: "GET" | "POST", path: string, body?: object, options?: CallOptions): Promise<unknown> {
    return method === "GET"
      ? this.#calls.get(path, ANYTHING, options)
      : this.#calls.post(path, ANYTHING, body, options);
  }

  /** Nothing is listened to any more: other tabs, the network. */
  close(): void {
    this.#standing.close();
  }

  /** What a client that was made with this session can do beside its tenants. */
  calls(transport: Transport): PersonCalls {
    return personCalls(transport);
  }

  async #enter({ user, twoFactorRedirect, twoFactorMethods = ["totp"] }: Entered): Promise<SignIn> {
    if (twoFactorRedirect) return { status: "second-factor", methods: twoFactorMethods };
    if (!user) return this.#entered();
    this.#standing.enter(user);
    return { status: "signed-in", person: user };
  }

  /** The answer does not name the person. */
  async #entered(): Promise<SignIn> {
    this.tokens.refuse();
    const state = await this.refresh();
    if (state.status === "signed-in") return state;
    throw new CroftError("UNAUTHENTICATED", "The browser did not keep the session.", { status: 401 });
  }
}

/** A session: who is signed in at the service. Nothing is sent before somebody asks. */
export function createSession(options: SessionOptions): Session {
  return new Session(options, systemClock);
}

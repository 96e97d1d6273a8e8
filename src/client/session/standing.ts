/** Who is signed in: asked, remembered, agreed upon with other tabs; and the tokens that follow from it. */
import * as z from "zod/mini";
import type { Clock } from "../clock.ts";
import { waitAfter } from "../connection-decisions.ts";
import { Batch, Emitter } from "../emitter.ts";
import { CroftError } from "../error.ts";
import type { Observable } from "../observable.ts";
import type { CallOptions } from "../transport.ts";
import { listenToWakes } from "../wakes.ts";
import type { AuthCalls } from "./auth-calls.ts";
import { holderOf, type Person, type SessionState, SIGNED_OUT, sessionSchema } from "./session-state.ts";
import { SessionTokens } from "./session-tokens.ts";
import { openTabs, type Tabs } from "./tabs.ts";
import { subjectOf } from "./token-subject.ts";

interface StandingParts {
  /** Address of the service, without a slash at its end. */
  readonly url: string;
  readonly role: "operator" | undefined;
  readonly clock: Clock;
}

const tokenSchema = z.object({ data: z.object({ token: z.string() }) });

/** Milliseconds between two questions because a page came back to view. */
const AGAIN_MS = 5_000;

export class Standing {
  readonly state: Observable<SessionState>;
  readonly tokens: SessionTokens;
  readonly #calls: AuthCalls;
  readonly #parts: StandingParts;
  readonly #batch = new Batch();
  readonly #emitter: Emitter<SessionState>;
  #value: SessionState = { status: "unknown" };
  /** Whom the tokens stand for: id, null for nobody, undefined while nothing is known. */
  #holder: string | null | undefined;
  /** Counts what was learnt: an answer to an older question is worth nothing. */
  #learnt = 0;
  #isAsking = false;
  #askedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #tabs: Tabs | null = null;
  #stopListening: () => void = () => undefined;
  /** Ends the wait for the next question, where one is to be asked again. */
  #cancelRetry: (() => void) | null = null;

  constructor(calls: AuthCalls, parts: StandingParts) {
    this.#calls = calls;
    this.#parts = parts;
    this.tokens = new SessionTokens(() => this.#token(), parts.clock);
    const emitter = new Emitter(() => this.#value);
    this.#emitter = emitter;
    const subscribe = (listener: (state: SessionState) => void) => {
      this.#begin();
      if (this.#value.status === "unknown" && !this.#cancelRetry) this.#ask();
      return emitter.subscribe(listener);
    };
    this.state = {
      get value() {
        return emitter.value;
      },
      subscribe,
    };
  }

  /** Somebody has signed in: with a session of their own, also where it is the same person as before. */
  enter(person: Person): void {
    this.tokens.refuse();
    this.become({ status: "signed-in", person });
  }

  /** The service has said so. */
  become(next: SessionState): void {
    const before = this.#holder;
    const holder = holderOf(next);
    this.#learnt += 1;
    this.#failures = 0;
    this.#endRetry();
    this.#holder = holder;
    if (JSON.stringify(next) !== JSON.stringify(this.#value)) this.#value = next;
    this.#batch.add(this.#emitter);
    if (before === holder) return;
    if (before !== undefined) this.tokens.handOver();
    if (holder !== undefined) this.#tabs?.tell(holder);
  }

  /** Asks the service who is signed in. @throws CroftError */
  async check(options?: CallOptions): Promise<SessionState> {
    this.#begin();
    const { clock } = this.#parts;
    const learnt = this.#learnt;
    this.#askedAt = clock.now();
    const session = await this.#calls.get("/get-session", sessionSchema, options);
    // Somebody has signed in or out meanwhile, which this answer may not show.
    if (learnt !== this.#learnt) return this.#value;
    if (session) this.become({ status: "signed-in", person: session.user });
    else if (this.#holder !== null) this.become(SIGNED_OUT);
    return this.#value;
  }

  close(): void {
    this.#endRetry();
    this.#stopListening();
    this.#tabs?.close();
    this.#tabs = null;
  }

  /** Listens to other tabs, and to what the surroundings tell. */
  #begin(): void {
    if (this.#tabs) return;
    this.#tabs = openTabs(this.#parts.url, (holder) => holder !== this.#holder && this.#ask());
    // A page that comes back may have slept for a week, or may be one that the browser kept from before a sign-out.
    const wake = () => Math.abs(this.#parts.clock.now() - this.#askedAt) >= AGAIN_MS && this.#ask();
    this.#stopListening = listenToWakes({ wake, offline: () => undefined });
  }

  /** Asks, unless that is under way, and again until there is an answer where nothing is known yet. */
  #ask(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#endRetry();
    this.check()
      .catch(() => this.#askLater())
      .finally(() => {
        this.#isAsking = false;
      });
  }

  #askLater(): void {
    const { clock } = this.#parts;
    if (this.#value.status !== "unknown" || !this.#tabs) return;
    this.#cancelRetry = clock.after(waitAfter(this.#failures, clock.random()), () => this.#ask());
    this.#failures += 1;
  }

  #endRetry(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
  }

  async #token(): Promise<string> {
    this.#begin();
    if (this.#holder === null) throw nobody();
    const token = await this.#exchange();
    const subject = subjectOf(token);
    if (this.#holder === undefined) this.#holder = subject;
    // The cookie is another person's by now, and no tab has told: an origin beside this one shares it.
    if (this.#holder !== subject) await this.check();
    if (this.#holder !== subject) throw nobody();
    return token;
  }

  async #exchange(): Promise<string> {
    const learnt = this.#learnt;
    const { role } = this.#parts;
    try {
      const { data } = await this.#calls.post("/token", tokenSchema, role && { role });
      return data.token;
    } catch (error) {
      const isOver = error instanceof CroftError && error.status === 401 && learnt === this.#learnt;
      if (isOver) this.become(SIGNED_OUT);
      throw error;
    }
  }
}

function nobody(): CroftError {
  return new CroftError("UNAUTHENTICATED", "Nobody is signed in.", { status: 401 });
}

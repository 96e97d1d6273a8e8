/** Live queries of one object: subscriptions on sockets, evaluated once per distinct query and rights. */
import { CLOSE } from "../../../src/protocol/close-codes.ts";
import { AppError } from "../../../src/protocol/errors.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";
import type { LiveOf, Welcome } from "../../../src/protocol/live-down.ts";
import type { SubscribeMessage, UpMessage } from "../../../src/protocol/live-up.ts";
import { PROTOCOL_VERSION } from "../../../src/protocol/version.ts";
import type { Sight } from "../access.ts";
import type { Change } from "../change-log.ts";
import type { Store } from "../store.ts";
import { Evaluator, type EvaluatorParts } from "./evaluator.ts";
import { readMessage } from "./incoming.ts";
import { Marks } from "./marks.ts";
import { MOST_ENTRIES } from "./memory.ts";
import { Publisher } from "./publisher.ts";
import { Registry } from "./registry.ts";
import { Session } from "./session.ts";
import { type Credential, closeQuietly, type LiveSocket } from "./socket.ts";
import { Subscriber } from "./subscriber.ts";
import { Texts } from "./texts.ts";

export interface LiveOptions {
  readonly store: Store;
  /** Whose log it is, as `welcome` says it. */
  readonly of: LiveOf;
  /** Every open socket; asked once after a start, to find who is there. Each must be the same object every time. */
  readonly sockets: () => Iterable<LiveSocket>;
  /** What a credential may see now; null when it is no longer valid. Synchronous: it reads the object's own database. */
  readonly sightOf: (credential: Credential) => Sight | null;
  /** Verifies the token of an `auth` message; null when nobody whom it proves may follow this object. */
  readonly renew: (token: string) => Promise<Credential | null>;
  readonly maxSockets: () => number;
  /** Entries of results that are remembered in all; beyond them the log and the database tell. */
  readonly memory?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs something later; at most one call is outstanding. */
  readonly defer: (run: () => void, ms: number) => void;
  readonly log: (event: Readonly<Record<string, unknown>>) => void;
}

/** What exists once somebody has asked who is there. */
interface Awake {
  readonly parts: EvaluatorParts;
  readonly evaluator: Evaluator;
  readonly subscriber: Subscriber;
}

export class Live {
  readonly #options: LiveOptions;
  #registry: Registry;
  #publisher: Publisher;
  #awake: Awake | null = null;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#registry = new Registry(options.store, options.memory ?? MOST_ENTRIES);
    this.#publisher = new Publisher(this.#registry, options.now);
  }

  /** A socket has opened: remembers its credential and sends `welcome`, or closes it with 4429 where there are too many. Never throws. */
  connect(socket: LiveSocket, credential: Credential): void {
    try {
      this.#wake();
      if (this.#registry.size >= this.#options.maxSockets()) closeQuietly(socket, CLOSE.TOO_MANY, "retry after 5");
      else this.#welcome(socket, credential);
    } catch (error) {
      this.#failOne(socket, error);
    }
  }

  /** One message of a socket. Never throws and never rejects: what is wrong with it is answered or closes the socket. */
  async message(socket: LiveSocket, data: string | ArrayBuffer): Promise<void> {
    try {
      this.#wake();
      const session = this.#registry.session(socket);
      if (session) await this.#take(session, data);
      else closeQuietly(socket, CLOSE.RESTARTING, "restarting");
    } catch (error) {
      this.#failOne(socket, error);
    }
  }

  /** A socket has closed or failed; repeating it is harmless. Never throws. */
  disconnected(socket: LiveSocket): void {
    this.#guard(() => {
      this.#wake();
      this.#forget(socket);
    });
  }

  /**
   * To be called before a transaction that may change these resources: queries whose old result only SQL can tell
   * read it now, if an eviction took it from memory. Nothing is read for queries that a changed row alone decides. Never throws.
   */
  beforeWrite(resources: ReadonlySet<string>): void {
    this.#guard(() => this.#wake().evaluator.beforeWrite(resources));
  }

  /** To be called in the same turn after the commit: works out and sends what it changed for every subscription. Never throws. */
  afterCommit(changes: readonly Change[]): void {
    const last = changes.at(-1);
    if (last) this.#guard(() => this.#wake().evaluator.afterCommit(changes, last.seq));
  }

  /**
   * Roles, members, keys, settings or the clock may have changed what sockets may see: closes those whose credential is over (4401)
   * or gone (4403), and narrows or widens the others. After a commit that changes rights, call it before `afterCommit`,
   * so that nothing of that commit goes to who may no longer see it. Never throws.
   */
  rightsChanged(): void {
    this.#guard(() => {
      this.#wake();
      const sights = new Map<string, Sight | null>();
      for (const session of this.#registry.sessions) {
        const { kind, id, hash = "" } = session.credential;
        const name = JSON.stringify([kind, id, session.credential.session ?? hash, session.credential.expiresAt]);
        const sight = sights.has(name) ? sights.get(name) : this.#options.sightOf(session.credential);
        sights.set(name, sight ?? null);
        this.#reauthorise(session, sight ?? null);
      }
    });
  }

  /** These sessions, or all of these people, have ended, whatever their tokens say: closes their sockets (4401). Never throws. */
  sessionsEnded(ended: readonly string[]): void {
    this.#guard(() => {
      this.#wake();
      for (const session of this.#registry.sessions) {
        const { id, session: name = "" } = session.credential;
        if (ended.includes(name) || ended.includes(id))
          this.#publisher.close(session, CLOSE.UNAUTHENTICATED, "session ended");
      }
    });
  }

  /** To be called after rows of a resource went without a change in the log, as old errors and the log itself do. Never throws. */
  rowsExpired(resource: string): void {
    this.#guard(() => {
      const { parts, evaluator } = this.#wake();
      parts.marks.expired(resource, this.#options.store.log.seq);
      evaluator.rowsExpired(resource);
    });
  }

  /** When the first credential of an open socket ends (milliseconds since 1970), or null: call `rightsChanged` then. */
  nextExpiry(): number | null {
    this.#wake();
    return this.#registry.nextExpiry;
  }

  /** Closes every socket with this code, as when the object is suspended or erased. */
  closeAll(code: number, reason: string): void {
    this.#wake();
    for (const session of this.#registry.sessions) this.#publisher.close(session, code, reason);
  }

  /** Whoever watches must not stop the object from writing. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #forget(socket: LiveSocket): void {
    const session = this.#registry.session(socket);
    if (session) this.#registry.drop(session);
  }

  /** Something went wrong with one socket: its client comes back. */
  #failOne(socket: LiveSocket, error: unknown): void {
    this.#options.log({ event: "live socket failed", error });
    closeQuietly(socket, CLOSE.RESTARTING, "restarting");
    this.#guard(() => this.#forget(socket));
  }

  /** Live queries failed as a whole: every client comes back with the position it holds, to an object that knows nothing. */
  #fail(error: unknown): void {
    this.#options.log({ event: "live queries failed", error });
    for (const socket of this.#options.sockets()) closeQuietly(socket, CLOSE.RESTARTING, "restarting");
    this.#registry = new Registry(this.#options.store, this.#options.memory ?? MOST_ENTRIES);
    this.#publisher = new Publisher(this.#registry, this.#options.now);
    this.#awake = null;
  }

  /** Who is there is found out when it first matters, not when the object starts: most starts have no use for it. */
  #wake(): Awake {
    if (this.#awake) return this.#awake;
    const { store, sockets, now, defer, log } = this.#options;
    this.#registry.load(sockets(), now());
    const marks = new Marks(store.database);
    marks.define(store.resources, store.log.seq);
    const parts: EvaluatorParts = {
      store,
      registry: this.#registry,
      publisher: this.#publisher,
      marks,
      texts: new Texts(),
      defer,
      log,
    };
    const evaluator = new Evaluator(parts);
    this.#awake = { parts, evaluator, subscriber: new Subscriber(parts, evaluator, now) };
    return this.#awake;
  }

  #welcome(socket: LiveSocket, credential: Credential): void {
    const { now, store, of } = this.#options;
    const { seq } = store.log;
    const session = new Session(socket, credential, seq, now());
    this.#registry.add(session);
    session.save();
    const { subscriptions, messageBytes, ackEvery, window } = LIMITS.live;
    const limits = { subscriptions, messageBytes, ackEvery, window };
    const welcome: Welcome = {
      type: "welcome",
      protocol: PROTOCOL_VERSION,
      ...of,
      connection: socket.id,
      seq,
      limits,
    };
    this.#publisher.plain(session, JSON.stringify(welcome));
  }

  async #take(session: Session, data: string | ArrayBuffer): Promise<void> {
    if (!session.budget.take(this.#options.now())) {
      this.#publisher.close(session, CLOSE.TOO_MANY, "retry after 5");
      return;
    }
    const incoming = readMessage(data);
    if (incoming.kind === "message") await this.#handle(session, incoming.message);
    else if (incoming.kind === "refused") this.#refuse(session, incoming.id, incoming.error);
    else this.#publisher.close(session, incoming.code, incoming.reason);
  }

  async #handle(session: Session, message: UpMessage): Promise<void> {
    switch (message.type) {
      case "subscribe":
        return this.#subscribe(session, message);
      case "unsubscribe":
        return this.#wake().subscriber.unsubscribe(session, message.id);
      case "ack":
        if (!session.outstanding.acknowledge(message.seq, this.#options.now()))
          this.#publisher.close(session, CLOSE.PROTOCOL_ERROR, "acknowledged what was never sent");
        return;
      case "auth":
        return this.#authenticate(session, message.token);
    }
  }

  #subscribe(session: Session, message: SubscribeMessage): void {
    const sight = this.#options.sightOf(session.credential);
    if (!sight) {
      this.#reauthorise(session, null);
      return;
    }
    try {
      this.#wake().subscriber.subscribe(session, sight, message);
    } catch (error) {
      if (!(error instanceof AppError)) this.#options.log({ event: "subscribe failed", error });
      this.#publisher.error(
        session,
        message.id,
        error instanceof AppError ? error : new AppError("INTERNAL", { cause: error }),
      );
    }
  }

  async #authenticate(session: Session, token: string): Promise<void> {
    let credential: Credential | null;
    try {
      credential = await this.#options.renew(token);
    } catch (error) {
      this.#options.log({ event: "renewal failed", error });
      return this.#publisher.error(session, null, new AppError("UNAVAILABLE"));
    }
    // The socket may have closed while the token was being verified.
    if (!this.#registry.session(session.socket)) return;
    if (!credential) return this.#publisher.close(session, CLOSE.UNAUTHENTICATED, "not authenticated");
    this.#registry.renew(session, credential);
    this.#reauthorise(session, this.#options.sightOf(credential));
  }

  #reauthorise(session: Session, sight: Sight | null): void {
    const { expiresAt } = session.credential;
    const over = expiresAt !== null && expiresAt <= this.#options.now();
    if (sight) this.#wake().subscriber.reauthorise(session, sight);
    else if (over) this.#publisher.close(session, CLOSE.UNAUTHENTICATED, "expired");
    else this.#publisher.close(session, CLOSE.FORBIDDEN, "no longer allowed");
  }

  /** A subscription of that id, if there is one, was to be replaced. */
  #refuse(session: Session, id: string, error: AppError): void {
    this.#wake().subscriber.unsubscribe(session, id);
    this.#publisher.error(session, id, error);
  }
}

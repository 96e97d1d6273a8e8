/** Live queries of one object: subscriptions on sockets, evaluated once per distinct query and rights. */
import { CLOSE } from "../../../src/protocol/close-codes.ts";
import { AppError } from "../../../src/protocol/errors.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";
import type { Welcome } from "../../../src/protocol/live-down.ts";
import type { SubscribeMessage, UpMessage } from "../../../src/protocol/live-up.ts";
import { PROTOCOL_VERSION } from "../../../src/protocol/version.ts";
import type { Sight } from "../access.ts";
import type { Change } from "../change-log.ts";
import type { Store } from "../store.ts";
import { Evaluator, type EvaluatorParts } from "./evaluator.ts";
import { readMessage } from "./incoming.ts";
import { Marks } from "./marks.ts";
import { Publisher } from "./publisher.ts";
import { Registry } from "./registry.ts";
import { Session } from "./session.ts";
import type { Credential, LiveSocket } from "./socket.ts";
import { Subscriber } from "./subscriber.ts";
import { Texts } from "./texts.ts";

export interface LiveOptions {
  readonly store: Store;
  readonly tenant: string;
  /** Every open socket; asked once after a start, to find who is there. Each must be the same object every time. */
  readonly sockets: () => Iterable<LiveSocket>;
  /** What a credential may see now; null when it is no longer valid. Synchronous: it reads the object's own database. */
  readonly sightOf: (credential: Credential) => Sight | null;
  /** Verifies the token of an `auth` message; null when it does not belong to a valid principal of this tenant. */
  readonly renew: (token: string) => Promise<Credential | null>;
  readonly maxSockets: () => number;
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
  readonly #registry: Registry;
  readonly #publisher: Publisher;
  #awake: Awake | null = null;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#registry = new Registry(options.store);
    this.#publisher = new Publisher(this.#registry, options.now);
  }

  /** A socket has opened: remembers its credential and sends `welcome`, or closes it with 4429 where there are too many. */
  connect(socket: LiveSocket, credential: Credential): void {
    const { now, store, tenant, maxSockets } = this.#options;
    this.#wake();
    if (this.#registry.sessions.size >= maxSockets()) {
      socket.close(CLOSE.TOO_MANY, "retry after 5");
      return;
    }
    const { seq } = store.log;
    const session = new Session(socket, credential, seq, now());
    this.#registry.sessions.set(socket, session);
    session.save();
    const { subscriptions, messageBytes, ackEvery, window } = LIMITS.live;
    const limits = { subscriptions, messageBytes, ackEvery, window };
    const welcome: Welcome = {
      type: "welcome",
      protocol: PROTOCOL_VERSION,
      tenant,
      connection: socket.id,
      seq,
      limits,
    };
    this.#publisher.plain(session, JSON.stringify(welcome));
  }

  /** One message of a socket. Never throws and never rejects: what is wrong with it is answered or closes the socket. */
  async message(socket: LiveSocket, data: string | ArrayBuffer): Promise<void> {
    this.#wake();
    const session = this.#registry.sessions.get(socket);
    if (!session) return socket.close(CLOSE.RESTARTING, "restarting");
    if (!session.budget.take(this.#options.now()))
      return this.#publisher.close(session, CLOSE.TOO_MANY, "retry after 5");
    const incoming = readMessage(data);
    if (incoming.kind === "close") return this.#publisher.close(session, incoming.code, incoming.reason);
    if (incoming.kind === "refused") return this.#refuse(session, incoming.id, incoming.error);
    await this.#handle(session, incoming.message);
  }

  /** A socket has closed or failed; repeating it is harmless. */
  disconnected(socket: LiveSocket): void {
    this.#wake();
    const session = this.#registry.sessions.get(socket);
    if (session) this.#registry.drop(session);
  }

  /**
   * To be called before a transaction that may change these resources: queries whose old result only SQL can tell
   * read it now, if an eviction took it from memory. Nothing is read for queries that a changed row alone decides. Never throws.
   */
  beforeWrite(resources: ReadonlySet<string>): void {
    try {
      this.#wake().evaluator.beforeWrite(resources);
    } catch (error) {
      // Whoever watches must not stop the tenant from writing. What is not known after the commit is sent anew.
      this.#options.log({ event: "live queries failed", error });
    }
  }

  /** To be called in the same turn after the commit: works out and sends what it changed for every subscription. Never throws. */
  afterCommit(changes: readonly Change[]): void {
    const last = changes.at(-1);
    if (!last) return;
    try {
      this.#wake().evaluator.afterCommit(changes, last.seq);
    } catch (error) {
      // The commit stands whatever becomes of those who watch. They resubscribe from the position they hold.
      this.#options.log({ event: "live queries failed", error });
      this.closeAll(CLOSE.RESTARTING, "restarting");
    }
  }

  /**
   * Roles, members, keys, settings or the clock may have changed what sockets may see: closes those whose credential is over (4401)
   * or gone (4403), and narrows or widens the others. After a commit that changes rights, call it before `afterCommit`,
   * so that nothing of that commit goes to who may no longer see it.
   */
  rightsChanged(): void {
    const { parts, evaluator } = this.#wake();
    if (evaluator.behind) parts.texts.clear();
    const sights = new Map<string, Sight | null>();
    for (const session of [...this.#registry.sessions.values()]) {
      const { kind, id, hash = "" } = session.credential;
      const name = JSON.stringify([kind, id, hash]);
      const sight = sights.has(name) ? sights.get(name) : this.#options.sightOf(session.credential);
      sights.set(name, sight ?? null);
      this.#reauthorise(session, sight ?? null);
    }
  }

  /** To be called after rows of a resource went without a change in the log, as old errors and the log itself do. */
  rowsExpired(resource: string): void {
    const { parts, evaluator } = this.#wake();
    parts.marks.expired(resource, this.#options.store.log.seq);
    for (const group of parts.registry.concerned(resource)) {
      if (group.concern.searched || group.view.differs()) evaluator.restart(group, "history");
    }
  }

  /** When the first credential of an open socket ends (milliseconds since 1970), or null: call `rightsChanged` then. */
  nextExpiry(): number | null {
    this.#wake();
    let next: number | null = null;
    for (const { credential } of this.#registry.sessions.values()) {
      if (credential.expiresAt !== null && (next === null || credential.expiresAt < next)) next = credential.expiresAt;
    }
    return next;
  }

  /** Closes every socket with this code, as when the tenant is suspended or erased. */
  closeAll(code: number, reason: string): void {
    this.#wake();
    for (const session of [...this.#registry.sessions.values()]) this.#publisher.close(session, code, reason);
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
    if (!this.#registry.sessions.has(session.socket)) return;
    if (!credential) return this.#publisher.close(session, CLOSE.UNAUTHENTICATED, "not authenticated");
    session.credential = credential;
    session.save();
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

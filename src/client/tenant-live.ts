/** Everything that one tenant's client follows, over its one connection. */
import { LIVE_MESSAGE_BYTES, LIVE_SUBSCRIPTIONS } from "../protocol/limits.ts";
import type { DownMessage } from "../protocol/live-down.ts";
import { isRecord } from "../protocol/values.ts";
import { unlessAborted } from "./abort.ts";
import type { Clock } from "./clock.ts";
import { Connection, type ConnectionParts } from "./connection.ts";
import { waitAfter } from "./connection-decisions.ts";
import { Batch, Emitter } from "./emitter.ts";
import { CroftError } from "./error.ts";
import type { Row } from "./field.ts";
import type { Question, Taken } from "./follow.ts";
import type { ConnectionState, LiveQuery, LiveResult, Observable } from "./observable.ts";
import { LOADING, Watched } from "./watched.ts";
import type { Writes } from "./writes.ts";

/** Milliseconds that a query is still followed when nobody watches it, and a connection kept when nothing is followed. */
const LINGER_MS = 1_000;
/** Milliseconds after which a result that does not show an answered write is asked for. */
const SETTLE_MS = 1_000;

export class TenantLive {
  /** How the connection stands. */
  readonly connection: Observable<ConnectionState>;
  readonly #clock: Clock;
  readonly #connection: Connection;
  readonly #writes: Writes;
  readonly #batch = new Batch();
  readonly #watched = new Map<string, Watched>();
  readonly #byId = new Map<string, Watched>();
  readonly #state: Emitter<ConnectionState>;
  #value: ConnectionState = { status: "idle" };
  #names = 0;
  #subscriptions: number = LIVE_SUBSCRIPTIONS;
  #cancelStop: () => void = () => undefined;

  constructor(parts: ConnectionParts, writes: Writes) {
    this.#clock = parts.clock;
    this.#writes = writes;
    this.#connection = new Connection(parts, {
      open: () => this.#opened(),
      message: (message) => this.#received(message),
      lost: (complete) => this.#lost(complete),
      changed: () => this.#changed(),
    });
    this.#state = new Emitter(() => this.#stateNow());
    this.connection = this.#state;
    parts.tokens.onHandOver?.(() => {
      // What was shown and written is another one's. What is on its way may arrive, the rest is not sent any more.
      writes.settle(() => true);
      for (const { follow } of this.#all) follow.clear();
      this.reconnect();
    });
    writes.watch((resource) => this.#written(resource), this.connection);
  }

  get #all(): readonly Watched[] {
    return [...this.#watched.values()];
  }

  /** A query; nothing is sent until somebody subscribes. Equal queries are one subscription. */
  query(question: Question): LiveQuery<Row> {
    const key = keyOf(question);
    // A copy, whatever becomes of the objects that were given. Keys are written by `keyOf` alone.
    const copy: Question = JSON.parse(key);
    const value = (): LiveResult<Row> => this.#watched.get(key)?.value ?? LOADING;
    const query: LiveQuery<Row> = {
      get value() {
        return value();
      },
      subscribe: (listener) => this.#watch(key, copy, listener),
      ready: (signal) => ready(query, signal),
    };
    return query;
  }

  /** Connects anew, at once, and asks again what was refused; a closed connection is opened. */
  reconnect(): void {
    for (const { follow } of this.#all) follow.error = null;
    if (this.#watched.size > 0) this.#connection.restart();
    else this.#connection.stop();
  }

  #watch(key: string, question: Question, listener: (result: LiveResult<Row>) => void): () => void {
    const watched = this.#watched.get(key) ?? this.#begin(key, question);
    watched.cancelLinger();
    const end = watched.emitter.subscribe(listener);
    return () => {
      end();
      if (watched.emitter.watched) return;
      watched.cancelLinger();
      watched.cancelLinger = this.#clock.after(LINGER_MS, () => this.#end(key, watched));
    };
  }

  #begin(key: string, question: Question): Watched {
    const watched = new Watched(question, {
      pending: () => this.#writes.pending,
      complete: () => this.#connection.open?.complete ?? -1,
      closed: () => (this.#connection.state.status === "closed" ? this.#connection.state.reason : null),
    });
    this.#watched.set(key, watched);
    this.#cancelStop();
    this.#connection.start();
    this.#fill();
    this.#changed();
    return watched;
  }

  #end(key: string, watched: Watched): void {
    if (this.#watched.get(key) !== watched || watched.emitter.watched) return;
    this.#watched.delete(key);
    this.#unsubscribe(watched);
    this.#fill();
    this.#changed();
    if (this.#watched.size > 0) return;
    this.#cancelStop = this.#clock.after(LINGER_MS, () => {
      // What was refused for good is not tried again because somebody else looks.
      if (this.#connection.state.status !== "closed") this.#connection.stop();
    });
  }

  #opened(): void {
    this.#byId.clear();
    this.#names = 0;
    for (const { follow } of this.#all) follow.error = null;
    this.#fill();
  }

  /** Asks what is not asked yet, as far as the socket has room for it. */
  #fill(): void {
    if (!this.#connection.open) return;
    for (const watched of this.#all) {
      const { follow } = watched;
      if (follow.id !== null || (follow.error && follow.error !== FULL)) continue;
      if (this.#byId.size < this.#subscriptions) this.#ask(watched);
      else follow.error = FULL;
    }
  }

  #ask(watched: Watched): void {
    this.#unsubscribe(watched);
    this.#names += 1;
    const id = `q${this.#names}`;
    watched.answered = this.#writes.answered;
    const message = watched.follow.ask(id);
    if (new TextEncoder().encode(JSON.stringify(message)).length > LIVE_MESSAGE_BYTES) {
      watched.follow.id = null;
      watched.follow.error = new CroftError("PAYLOAD_TOO_LARGE", "This query is too long to be sent.");
      return;
    }
    this.#byId.set(id, watched);
    this.#connection.send(message);
  }

  #unsubscribe({ follow }: Watched): void {
    if (follow.id === null) return;
    this.#byId.delete(follow.id);
    this.#connection.send({ type: "unsubscribe", id: follow.id });
    follow.id = null;
    follow.confirmed = false;
  }

  #received(message: DownMessage): void {
    if (message.type === "welcome") this.#subscriptions = message.limits.subscriptions;
    else if (message.id !== undefined) {
      const watched = this.#byId.get(message.id);
      if (watched) this.#taken(watched, message.id, watched.follow.take(message));
    }
    this.#changed();
  }

  #taken(watched: Watched, id: string, taken: Taken): void {
    const { follow } = watched;
    if (follow.id === null) this.#byId.delete(id);
    if (taken === "again") this.#ask(watched);
    if (taken === "later") this.#askLater(watched);
    if (follow.id === null) this.#fill();
  }

  #askLater(watched: Watched): void {
    const { open } = this.#connection;
    // Until then it keeps its place, so that it is not asked for any sooner.
    const place = `later ${this.#names}`;
    this.#names += 1;
    watched.follow.id = place;
    this.#byId.set(place, watched);
    this.#clock.after(waitAfter(watched.follow.failures, this.#clock.random()), () => {
      if (open !== this.#connection.open || watched.follow.id !== place) return;
      this.#byId.delete(place);
      watched.follow.id = null;
      this.#fill();
      this.#changed();
    });
  }

  #lost(complete: number): void {
    this.#byId.clear();
    for (const { follow } of this.#all) follow.lost(complete);
  }

  /** A write of this resource was made, answered or taken back. */
  #written(resource: string): void {
    this.#changed();
    const waiting = (watched: Watched) =>
      watched.follow.question.resource === resource && watched.unsettled().some((write) => write.answer !== null);
    if (!this.#all.some(waiting)) return;
    this.#clock.after(SETTLE_MS, () => {
      for (const watched of this.#all) if (waiting(watched) && watched.follow.confirmed) this.#ask(watched);
    });
  }

  /** Anything may have changed; who watches is told at the end of the turn, if it has. */
  #changed(): void {
    this.#writes.settle((write) => {
      const { answer } = write;
      if (!answer) return false;
      return this.#all.every((watched) => watched.follow.question.resource !== write.resource || watched.shows(answer));
    });
    if (this.#connection.state.status === "closed" && this.#connection.state.reason.code === "FORBIDDEN")
      for (const { follow } of this.#all) follow.clear();
    for (const watched of this.#all) {
      watched.touch();
      this.#batch.add(watched.emitter);
    }
    this.#batch.add(this.#state);
  }

  #stateNow(): ConnectionState {
    const { state, open } = this.#connection;
    const before = this.#value;
    if (!open || !this.#all.every(({ follow }) => follow.confirmed || follow.error)) this.#value = state;
    else if (before.status !== "live") this.#value = { status: "live", seq: open.seq };
    return this.#value;
  }
}

/** More is followed than one socket takes. */
const FULL = new CroftError("QUOTA_EXCEEDED", `At most ${LIVE_SUBSCRIPTIONS} queries are followed at a time.`);

/** Equal questions have equal keys, in whatever order their parts are written. */
function keyOf(question: Question): string {
  return JSON.stringify(question, (_, value: unknown) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
}

/** The first result that counts. @throws CroftError */
async function ready(query: Observable<LiveResult<Row>>, signal: AbortSignal | undefined): Promise<LiveResult<Row>> {
  let end = () => {};
  const settled = new Promise<LiveResult<Row>>((resolve, reject) => {
    const look = () => {
      const result = query.value;
      if (result.status === "live") resolve(result);
      else if (result.error) reject(result.error);
    };
    end = query.subscribe(look);
    look();
  });
  try {
    return await unlessAborted(settled, signal);
  } finally {
    end();
  }
}

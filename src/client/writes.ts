/** Optimistic writes: shown at once, sent in order, repeated until they are answered, taken back when they are refused. */
import * as z from "zod/mini";
import { recordSchema } from "../protocol/values.ts";
import { aborted, pause, unlessAborted } from "./abort.ts";
import type { Clock } from "./clock.ts";
import { waitAfter } from "./connection-decisions.ts";
import { CroftError } from "./error.ts";
import type { ConnectionState, Observable } from "./observable.ts";
import type { Pending } from "./overlay.ts";

/** What is asked for. `id`: of the record; a new one has none. */
export interface Write {
  readonly kind: Pending["kind"];
  readonly resource: string;
  readonly id: string | null;
  readonly body: object;
}

/** What the server answers a write with, as far as results need it. */
interface Answer {
  readonly seq: number;
  readonly record: object | null;
}

/** The server keeps an idempotency key for a day: after that a repetition would be a second write. */
const KEY_MS = 23 * 3_600_000;

/** Longest that a write waits for the connection: sockets may be blocked where calls are not. */
const PATIENCE_MS = 30_000;

export class Writes {
  readonly #clock: Clock;
  #pending: readonly Pending[] = [];
  #made = 0;
  #answered = 0;
  /** The last write of each record: the next one waits for it. */
  readonly #last = new Map<string, Promise<unknown>>();
  /** What records are called that were created here, by their temporary ids. */
  readonly #ids = new Map<string, string>();
  #changed: (resource: string) => void = () => undefined;
  #connection: Observable<ConnectionState> | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** In the order in which they were made. */
  get pending(): readonly Pending[] {
    return this.#pending;
  }

  /** How many have been answered. */
  get answered(): number {
    return this.#answered;
  }

  /** @param changed is told of every resource of which a write was made, answered or taken back. */
  watch(changed: (resource: string) => void, connection: Observable<ConnectionState>): void {
    this.#changed = changed;
    this.#connection = connection;
  }

  /** Forgets the writes that every result shows. */
  settle(isSettled: (write: Pending) => boolean): void {
    if (this.#pending.some(isSettled)) this.#pending = this.#pending.filter((write) => !isSettled(write));
  }

  /**
   * Shows a write and sends it, until it is answered or refused.
   * @param send makes one call, with the record's id as the server knows it; repetitions must have one effect.
   * @throws CroftError, after the write was taken back.
   */
  async make<Answered extends Answer>(
    write: Write,
    send: (id: string) => Promise<Answered>,
    signal: AbortSignal | undefined,
  ): Promise<Answered> {
    const pending = this.#show(write);
    const { resource, id } = pending;
    const before = this.#last.get(id);
    const sent = this.#send(pending, before, send, signal);
    const done = sent.catch(() => undefined);
    this.#last.set(id, done);
    try {
      const answer = await unlessAborted(sent, signal);
      this.#answer(pending, answer);
      return answer;
    } catch (error) {
      this.#pending = this.#pending.filter((each) => each !== pending);
      throw error;
    } finally {
      if (this.#last.get(id) === done) this.#last.delete(id);
      this.#changed(resource);
    }
  }

  #show({ kind, resource, id, body }: Write): Pending {
    this.#made += 1;
    // Behind every id in order, for it is the newest.
    const temporary = `~${String(this.#made).padStart(9, "0")}`;
    const pending: Pending = {
      kind,
      resource,
      id: id === null ? temporary : (this.#ids.get(id) ?? id),
      fields: z.parse(recordSchema, JSON.parse(JSON.stringify(body))),
      at: this.#clock.now(),
      answer: null,
    };
    this.#pending = [...this.#pending, pending];
    this.#changed(resource);
    return pending;
  }

  #answer(pending: Pending, { seq, record }: Answer): void {
    this.#answered += 1;
    const row = z.safeParse(recordSchema, record);
    pending.answer = { seq, record: row.success ? row.data : null, number: this.#answered };
    if (pending.kind !== "create" || !row.success) return;
    const temporary = pending.id;
    const id = String(row.data.id);
    this.#ids.set(temporary, id);
    for (const write of this.#pending) if (write !== pending && write.id === temporary) write.id = id;
    const last = this.#last.get(temporary);
    if (last !== undefined) this.#last.set(id, last);
  }

  async #send<Answered>(
    pending: Pending,
    before: Promise<unknown> | undefined,
    send: (id: string) => Promise<Answered>,
    signal: AbortSignal | undefined,
  ): Promise<Answered> {
    await before;
    const began = this.#clock.now();
    for (let failures = 0; ; failures += 1) {
      await this.#connected(signal);
      if (!this.#pending.includes(pending)) throw aborted(null);
      try {
        return await send(pending.id);
      } catch (error) {
        const again = error instanceof CroftError && error.retryable && error.code !== "UNAUTHENTICATED";
        if (!again || this.#clock.now() - began > KEY_MS) throw error;
        const wait = (error.retryAfter ?? 0) + waitAfter(failures, this.#clock.random());
        await pause(wait, this.#clock, signal);
      }
    }
  }

  /** Waits for a connection that is known to be lost. @throws CroftError ABORTED */
  async #connected(signal: AbortSignal | undefined): Promise<void> {
    const connection = this.#connection;
    const isLost = () => connection?.value.status === "offline";
    if (!connection || !isLost()) return;
    let end = () => {};
    const back = new Promise<void>((done) => {
      const cancel = this.#clock.after(PATIENCE_MS, done);
      const unsubscribe = connection.subscribe(() => isLost() || done());
      end = () => {
        cancel();
        unsubscribe();
      };
    });
    try {
      await unlessAborted(back, signal);
    } finally {
      end();
    }
  }
}

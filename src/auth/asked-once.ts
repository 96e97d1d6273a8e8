/** One question at a time for all requests of an isolate that wait for its answer. */
import { within } from "./within.ts";

/**
 * The I/O of a request ends with that request: when the client that caused the question goes away, its promise may never
 * settle, for anybody. So each who waits has a timer of its own, and after the first that rings the question is asked anew.
 */
export class AskedOnce {
  readonly #ask: () => Promise<void>;
  readonly #patienceMs: number;
  #pending: Promise<void> | null = null;

  constructor(ask: () => Promise<void>, patienceMs: number) {
    this.#ask = ask;
    this.#patienceMs = patienceMs;
  }

  /** Whether somebody is waiting for an answer. */
  get isAsked(): boolean {
    return this.#pending !== null;
  }

  /** Resolves when the question that is under way, or a new one, has been answered. @throws what it threw, or Error after the patience. */
  async answered(): Promise<void> {
    this.#pending ??= this.#ask();
    const pending = this.#pending;
    try {
      await within(pending, this.#patienceMs);
    } finally {
      if (this.#pending === pending) this.#pending = null;
    }
  }
}

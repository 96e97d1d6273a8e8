/** Finds out that a socket is dead although nobody has said so: half-open after a sleep, a change of network, a lost router. */
import type { Clock } from "./clock.ts";

const HEARTBEAT = {
  /** Silence after which the server is asked whether it is there. */
  quietMs: 20_000,
  /** Silence after that question, until the socket counts as dead. */
  answerMs: 8_000,
  /** The same when something happened that often goes with a dead socket. */
  wakeMs: 3_000,
  /** A timer that fires so much too late has slept with its machine, or was throttled. */
  driftMs: 5_000,
} as const;

export class Heartbeat {
  readonly #clock: Clock;
  readonly #ping: () => void;
  readonly #dead: () => void;
  #cancel: () => void = () => undefined;
  #heardAt = 0;
  /** Whether an answer is due. */
  #asked = false;

  /** @param ping asks the server. @param dead is called when it does not answer. */
  constructor(clock: Clock, ping: () => void, dead: () => void) {
    this.#clock = clock;
    this.#ping = ping;
    this.#dead = dead;
  }

  /** The socket is open, and its first message is due. */
  start(): void {
    this.#asked = true;
    this.#arm(HEARTBEAT.answerMs);
  }

  /** Something came in. */
  heard(): void {
    this.#heardAt = this.#clock.elapsed();
    if (!this.#asked) return;
    this.#asked = false;
    this.#arm(HEARTBEAT.quietMs);
  }

  /** The machine may have slept: asks now, and waits for a short time only. */
  wake(): void {
    this.#ask(HEARTBEAT.wakeMs);
  }

  stop(): void {
    this.#cancel();
  }

  #ask(ms: number): void {
    this.#asked = true;
    // Before the ping: sending may fail, and end this socket.
    this.#arm(ms);
    this.#ping();
  }

  #arm(ms: number): void {
    this.#cancel();
    const due = this.#clock.now() + ms;
    this.#cancel = this.#clock.after(ms, () => this.#ring(this.#clock.now() - due));
  }

  #ring(late: number): void {
    const silent = this.#clock.elapsed() - this.#heardAt;
    // What came in while the machine slept may still wait behind this timer.
    if (late > HEARTBEAT.driftMs) this.wake();
    else if (this.#asked) this.#dead();
    else if (silent >= HEARTBEAT.quietMs) this.#ask(HEARTBEAT.answerMs);
    else this.#arm(HEARTBEAT.quietMs - silent);
  }
}

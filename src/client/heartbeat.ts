/** Finds out that a socket is dead although nobody has said so: half-open after a sleep, a change of network, a lost router. */
import type { Clock } from "./clock.ts";

/** Milliseconds of silence after which the server is asked whether it is there. */
const QUIET_MS = 20_000;
/** Silence after that question, until the socket counts as dead. */
const ANSWER_MS = 8_000;
/** The same when something happened that often goes with a dead socket. */
const WAKE_MS = 3_000;
/** A timer that fires so much too late has slept with its machine, or was throttled. */
const DRIFT_MS = 5_000;

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
    this.#arm(ANSWER_MS);
  }

  /** Something came in. */
  heard(): void {
    this.#heardAt = this.#clock.elapsed();
    if (!this.#asked) return;
    this.#asked = false;
    this.#arm(QUIET_MS);
  }

  /** The machine may have slept: asks now, and waits for a short time only. */
  wake(): void {
    this.#ask(WAKE_MS);
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
    if (late > DRIFT_MS) this.wake();
    else if (this.#asked) this.#dead();
    else if (silent >= QUIET_MS) this.#ask(ANSWER_MS);
    else this.#arm(QUIET_MS - silent);
  }
}

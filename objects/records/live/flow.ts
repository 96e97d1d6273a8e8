/** Whether a client keeps up with what it is sent, and whether it sends too much itself. */
import { LIMITS } from "../../../src/protocol/limits.ts";

const { ackEvery, ackTimeoutMs, bufferedBytes, messageBurst, messagesPerSecond, unacknowledged } = LIMITS.live;

/** Messages between two remembered positions: what an acknowledgement covers is known to so many messages. */
const MARK_EVERY = 16;

/** UTF-16 units become at most so many bytes each. */
const BYTES_PER_UNIT = 3;

/** Counts messages sent and acknowledged. An old acknowledgement of a client that lags does not excuse what came after. */
export class Outstanding {
  #sent = 0;
  #acknowledged = 0;
  #highest: number;
  #marks: { seq: number; sent: number }[] = [];
  /** Since when more than `ackEvery` messages wait (milliseconds), or null. */
  #behindSince: number | null = null;

  /** @param seq the newest position the client can know of. */
  constructor(seq: number) {
    this.#highest = seq;
  }

  /** The newest position sent. */
  get highest(): number {
    return this.#highest;
  }

  sent(seq: number, now: number): void {
    this.#sent += 1;
    if (seq > this.#highest) this.#highest = seq;
    if (this.#sent % MARK_EVERY === 0) this.#marks.push({ seq, sent: this.#sent });
    if (this.#behindSince === null && this.#waiting > ackEvery) this.#behindSince = now;
  }

  /** Takes in an acknowledgement; false when it names a position that was never sent. */
  acknowledge(seq: number, now: number): boolean {
    if (seq > this.#highest) return false;
    if (seq === this.#highest) {
      this.#acknowledged = this.#sent;
      this.#marks = [];
    } else {
      const open = this.#marks.findIndex((mark) => mark.seq > seq);
      const covered = this.#marks.splice(0, open < 0 ? this.#marks.length : open);
      this.#acknowledged = covered.at(-1)?.sent ?? this.#acknowledged;
    }
    this.#behindSince = this.#waiting > ackEvery ? now : null;
    return true;
  }

  /** Whether so much waits, or has waited for so long, that the socket has to go. */
  isTooSlow(now: number): boolean {
    if (this.#waiting > unacknowledged) return true;
    return this.#behindSince !== null && now - this.#behindSince > ackTimeoutMs;
  }

  get #waiting(): number {
    return this.#sent - this.#acknowledged;
  }
}

/**
 * Judges the bytes that wait in the runtime. A large snapshot that a client asked for may be under way for a while;
 * nothing else may pile up.
 */
export class Backlog {
  #granted = 0;
  #until = 0;

  /** A message that a client asked for goes out. */
  grant(text: string, now: number): void {
    if (now > this.#until) this.#granted = 0;
    this.#granted += text.length * BYTES_PER_UNIT;
    this.#until = now + ackTimeoutMs;
  }

  isTooLarge(buffered: number | undefined, now: number): boolean {
    if (buffered === undefined) return false;
    return buffered > bufferedBytes + (now > this.#until ? 0 : this.#granted);
  }
}

/** Messages that a client may send: a bucket that refills. */
export class MessageBudget {
  #tokens: number = messageBurst;
  #at: number;

  constructor(now: number) {
    this.#at = now;
  }

  /** Takes one message's worth; false when there is none left. */
  take(now: number): boolean {
    const refilled = this.#tokens + (Math.max(0, now - this.#at) / 1_000) * messagesPerSecond;
    this.#tokens = Math.min(messageBurst, refilled);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** Whether a client keeps up with what it is sent, and whether it sends too much itself. */
import { LIMITS } from "../../../src/protocol/limits.ts";

const { ackEvery, ackTimeoutMs, bufferedBytes, messageBurst, messagesPerSecond, unacknowledged } = LIMITS.live;

/** Messages between two remembered positions: what an acknowledgement covers is known to so many messages. */
const MARK_EVERY = 16;

/**
 * UTF-16 units that may wait, however recently they were sent. Where the runtime does not say what waits in it (workerd says it
 * of hibernatable sockets since 2026-11 alone), what a client that owes an acknowledgement has not acknowledged stands for it.
 */
const MOST_WAITING = 8 * bufferedBytes;

/** UTF-16 units become at most so many bytes each. */
const BYTES_PER_UNIT = 3;

/** Counts messages sent and acknowledged. An old acknowledgement of a client that lags does not excuse what came after. */
export class Outstanding {
  #sent = { messages: 0, units: 0 };
  #acknowledged = { messages: 0, units: 0 };
  #highest: number;
  #marks: { seq: number; messages: number; units: number }[] = [];
  /** Since when more than `ackEvery` messages wait (milliseconds), or null. */
  #behindSince: number | null = null;
  /** What one turn sends, nobody can have acknowledged within it. */
  #turn = { at: 0, units: 0 };

  /** @param seq the newest position the client can know of. */
  constructor(seq: number) {
    this.#highest = seq;
  }

  /** The newest position sent. */
  get highest(): number {
    return this.#highest;
  }

  /** @param units length of the text. @param now milliseconds since 1970. */
  sent(seq: number, units: number, now: number): void {
    const messages = this.#sent.messages + 1;
    this.#sent = { messages, units: this.#sent.units + units };
    this.#turn = { at: now, units: units + (this.#turn.at === now ? this.#turn.units : 0) };
    if (seq > this.#highest) this.#highest = seq;
    if (messages % MARK_EVERY === 0) this.#marks.push({ seq, ...this.#sent });
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
      this.#acknowledged = covered.at(-1) ?? this.#acknowledged;
    }
    this.#behindSince = this.#waiting > ackEvery ? now : null;
    return true;
  }

  /** Whether so much waits, or has waited for so long, that the socket has to go. */
  isTooSlow(now: number): boolean {
    if (this.#waiting > unacknowledged) return true;
    if (this.#behindSince === null) return false;
    const fresh = this.#turn.at === now ? this.#turn.units : 0;
    const units = this.#sent.units - this.#acknowledged.units - fresh;
    return units > MOST_WAITING || now - this.#behindSince > ackTimeoutMs;
  }

  get #waiting(): number {
    return this.#sent.messages - this.#acknowledged.messages;
  }
}

/** What was sent within this time may still be on its way to a client that reads all it gets. */
const RECENT_MS = 2_500;

/**
 * Judges the bytes that wait in the runtime. What was sent a moment ago, and a large snapshot that a client asked for, may be
 * under way; nothing else may pile up.
 */
export class Backlog {
  #asked = { bytes: 0, until: 0 };
  /** Two spans of time, so that what was just sent counts as recent for one of them at least. */
  #recent = { since: 0, bytes: 0, before: 0 };

  /** @param asked whether the client asked for the message, so that its size is no fault of the client's. */
  sent(text: string, now: number, asked: boolean): void {
    const bytes = text.length * BYTES_PER_UNIT;
    if (asked)
      this.#asked = { bytes: bytes + (now > this.#asked.until ? 0 : this.#asked.bytes), until: now + ackTimeoutMs };
    const { since, bytes: current } = this.#recent;
    const over = now - since > RECENT_MS;
    if (over) this.#recent = { since: now, bytes: 0, before: now - since > 2 * RECENT_MS ? 0 : current };
    this.#recent.bytes += bytes;
  }

  /** @param buffered undefined where the runtime cannot tell. */
  isTooLarge(buffered: number | undefined, now: number): boolean {
    if (buffered === undefined || buffered <= bufferedBytes) return false;
    const asked = now > this.#asked.until ? 0 : this.#asked.bytes;
    const recent = now - this.#recent.since > 2 * RECENT_MS ? 0 : this.#recent.bytes + this.#recent.before;
    return buffered > bufferedBytes + asked + Math.min(recent, MOST_WAITING);
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

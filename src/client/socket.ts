/** One WebSocket from the attempt to its end: what is said on it, whether it still lives, and what has been acknowledged. */
import type { DownMessage } from "../protocol/live-down.ts";
import type { UpMessage } from "../protocol/live-up.ts";
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from "../protocol/version.ts";
import type { Clock } from "./clock.ts";
import type { Ask } from "./follow.ts";
import { Heartbeat } from "./heartbeat.ts";
import { readMessage } from "./read-message.ts";

/** As much of a WebSocket as is used: the browser's, that of Workers and Node 22, and that of the package ws are such. */
export interface SocketLike {
  send(text: string): void;
  close(code?: number): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number; readonly reason: string }) => void): void;
}
export type SocketConstructor = new (url: string, protocols: string[]) => SocketLike;

export interface SocketEvents {
  readonly open: () => void;
  readonly message: (message: DownMessage) => void;
  /** The last event, once. */
  readonly end: (code: number, reason: string) => void;
}

/** Milliseconds until an attempt that nobody answers is given up. */
const ATTEMPT_MS = 15_000;
/**
 * Messages after which they are acknowledged: the server waits for 100. Somewhere between, because a thousand clients of one
 * query count the same messages, and would all speak in the same moment.
 */
const ACK_LEAST = 30;
const ACK_SPREAD = 40;
/** When so many messages are followed by about so many milliseconds, they are acknowledged, too. */
const ACK_SETTLED = 16;
const ACK_SETTLED_MS = 1_000;
/** What a browser calls a connection that ended without a word. */
const LOST = 1006;

export class Socket {
  /** Whether the server has greeted: it has accepted the credential. */
  welcomed = false;
  /** The newest position seen. */
  seq = -1;
  /**
   * The position before that one: all messages of its commit have come, which of the newest only the next commit tells.
   * It holds for every subscription that was answered on this socket.
   */
  complete = -1;
  readonly #socket: SocketLike;
  readonly #events: SocketEvents;
  readonly #clock: Clock;
  readonly #heartbeat: Heartbeat;
  #cancelDeadline: () => void;
  #cancelAck: (() => void) | null = null;
  #unacknowledged = 0;
  #ackAfter: number;
  #ended = false;

  /** @throws what the WebSocket's constructor throws. */
  constructor(make: SocketConstructor, url: string, token: string, clock: Clock, events: SocketEvents) {
    this.#events = events;
    this.#clock = clock;
    this.#ackAfter = ackAfter(clock);
    this.#socket = new make(url, [SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token]);
    this.#heartbeat = new Heartbeat(
      clock,
      () => this.#sendText("ping"),
      () => this.#lose(),
    );
    this.#cancelDeadline = clock.after(ATTEMPT_MS, () => this.#lose());
    this.#socket.addEventListener("open", () => this.#opened());
    this.#socket.addEventListener("message", ({ data }) => this.#received(data));
    this.#socket.addEventListener("close", ({ code, reason }) => this.#end(code, reason));
    // A close follows, and is what counts.
    this.#socket.addEventListener("error", () => undefined);
  }

  send(message: UpMessage | Ask): void {
    this.#sendText(JSON.stringify(message));
  }

  /** Makes sure, soon, that the other end is there. */
  check(): void {
    if (this.welcomed) this.#heartbeat.wake();
  }

  /** Ends it without the event. */
  drop(): void {
    this.#stop();
    this.#socket.close();
  }

  #opened(): void {
    if (this.#ended) return;
    this.#cancelDeadline();
    this.#heartbeat.start();
    this.#events.open();
  }

  #received(data: unknown): void {
    if (this.#ended) return;
    this.#heartbeat.heard();
    if (data === "pong") return;
    const message = readMessage(data);
    this.#unacknowledged += 1;
    if (message === "malformed") this.#lose();
    else if (message !== "ignored") this.#take(message);
    if (!this.#ended) this.#acknowledge();
  }

  #take(message: DownMessage): void {
    if (message.type === "welcome") this.welcomed = true;
    if ("seq" in message && message.seq > this.seq) {
      this.complete = this.seq;
      this.seq = message.seq;
    }
    this.#events.message(message);
  }

  #acknowledge(): void {
    if (this.#unacknowledged >= this.#ackAfter) this.#sendAck();
    else if (this.#unacknowledged >= ACK_SETTLED && !this.#cancelAck)
      this.#cancelAck = this.#clock.after(ACK_SETTLED_MS * (0.5 + this.#clock.random()), () => this.#sendAck());
  }

  #sendAck(): void {
    this.#cancelAck?.();
    this.#cancelAck = null;
    this.#unacknowledged = 0;
    this.#ackAfter = ackAfter(this.#clock);
    if (this.seq >= 0) this.send({ type: "ack", seq: this.seq });
  }

  #sendText(text: string): void {
    if (this.#ended) return;
    try {
      this.#socket.send(text);
    } catch {
      // Closing already; some implementations throw then.
      this.#lose();
    }
  }

  /** The other end is gone, or makes no sense. The close of a half-open socket may take minutes, and nobody waits for it. */
  #lose(): void {
    if (this.#ended) return;
    this.#end(LOST, "");
    this.#socket.close();
  }

  #end(code: number, reason: string): void {
    if (this.#ended) return;
    this.#stop();
    this.#events.end(code, reason);
  }

  #stop(): void {
    this.#ended = true;
    this.#cancelDeadline();
    this.#cancelAck?.();
    this.#heartbeat.stop();
  }
}

function ackAfter(clock: Clock): number {
  return ACK_LEAST + Math.floor(clock.random() * ACK_SPREAD);
}

/** A live client on Node's own WebSocket: what it holds outlives its socket, so that it can go on where it stood. */
import { setTimeout as sleep } from "node:timers/promises";
import { type CloseRetry, retryAfterClose } from "../../src/protocol/close-codes.ts";
import { type DownMessage, downMessageSchema } from "../../src/protocol/live-down.ts";
import type { SubscribeMessage } from "../../src/protocol/live-up.ts";
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from "../../src/protocol/version.ts";
import { Halt } from "./halt.ts";
import { BY_STAGE, type Heard, Held, OPEN_LEADS } from "./held.ts";
import type { DemoTenant } from "./tenants.ts";

/** Places in the window of open leads. */
export const WINDOW = 5;
const PATIENCE_MS = 10_000;

const SUBSCRIPTIONS: readonly SubscribeMessage[] = [
  {
    type: "subscribe",
    id: OPEN_LEADS,
    resource: "leads",
    query: { filter: { stage: { nin: ["won", "lost"] } }, sort: ["-value"], limit: WINDOW },
  },
  {
    type: "subscribe",
    id: BY_STAGE,
    resource: "leads",
    aggregate: { groupBy: ["stage"], count: true, sum: ["value"] },
  },
];

export class Follower {
  readonly tenant: DemoTenant;
  readonly held = new Held();
  /** Everything heard since `forget`. */
  readonly heard: Heard[] = [];
  #socket: WebSocket | null = null;
  #problem: string | null = null;
  #retry: CloseRetry = "now";
  readonly #waiting = new Set<() => void>();

  constructor(tenant: DemoTenant) {
    this.tenant = tenant;
  }

  /** Connects and waits for the welcome. @throws Halt when that fails. */
  async connect(): Promise<void> {
    const { api, handle, key } = this.tenant;
    const url = `${api.url.replace(/^http/, "ws")}/v1/tenants/${handle}/live`;
    const socket = new WebSocket(url, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL_PREFIX}${key}`]);
    this.#problem = null;
    let welcomed = false;
    socket.addEventListener("message", ({ data }) => {
      if (this.#socket !== socket) return;
      welcomed = this.#take(socket, String(data)) || welcomed;
      this.#wake();
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#retry = retryAfterClose(code);
      this.#problem ??= `closed the socket (${code}${reason ? ` ${reason}` : ""})`;
      this.#wake();
    });
    // A failed connection says "error" and then "close"; without a listener the process would end.
    socket.addEventListener("error", () => {});
    this.#socket = socket;
    await this.until(() => welcomed, "welcome");
  }

  /**
   * Keeps connecting, twice a second, until it is welcome; returns the attempts it took.
   * @throws Halt when it never will be.
   */
  async reconnect(longestMs: number): Promise<number> {
    const until = performance.now() + longestMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.connect();
        return attempt;
      } catch (error) {
        this.#socket?.close();
        if (performance.now() > until || this.#retry === "never" || this.#retry === "credential") throw error;
        await sleep(500);
      }
    }
  }

  /** Follows the open leads and the figures by stage; with `since`, from where an earlier socket stood. */
  subscribe(since?: number): void {
    for (const message of SUBSCRIPTIONS)
      this.#socket?.send(JSON.stringify(since === undefined ? message : { ...message, since }));
  }

  /** Waits until both subscriptions have been heard of. */
  async answered(): Promise<void> {
    const has = (id: string): boolean => this.heard.some((heard) => heard.subscription === id);
    await this.until(() => has(OPEN_LEADS) && has(BY_STAGE), "an answer to each subscription");
  }

  /** Waits for something that messages bring about. @throws Halt when the socket closes first, or after ten seconds. */
  async until(done: () => boolean, what: string): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!done()) {
      if (this.#problem) throw new Halt(`${this.tenant.handle}: waiting for ${what}, but the server ${this.#problem}.`);
      const left = deadline - performance.now();
      if (left <= 0) throw new Halt(`${this.tenant.handle}: the server has not sent ${what} within ten seconds.`);
      await this.#next(left);
    }
  }

  /** Waits until the server has gone away. */
  async lost(longestMs: number): Promise<void> {
    const deadline = performance.now() + longestMs;
    while (this.#socket) {
      const left = deadline - performance.now();
      if (left <= 0) throw new Halt("The server has not gone away; nothing was restarted.");
      await this.#next(left);
    }
  }

  forget(): void {
    this.heard.length = 0;
  }

  async close(): Promise<void> {
    this.#socket?.close(1000);
    await this.lost(PATIENCE_MS);
  }

  /** Takes a message in; true for the welcome. */
  #take(socket: WebSocket, text: string): boolean {
    const at = performance.now();
    const message = this.#parse(text);
    if (!message) return false;
    if (message.type === "error") this.#problem = `refused: ${message.error.message}`;
    const heard = this.held.apply(message, at);
    if (!heard) return message.type === "welcome";
    this.heard.push(heard);
    socket.send(JSON.stringify({ type: "ack", seq: heard.seq }));
    return false;
  }

  #parse(text: string): DownMessage | null {
    try {
      return downMessageSchema.parse(JSON.parse(text));
    } catch {
      this.#problem = "sent a message that is not part of the protocol";
      return null;
    }
  }

  #next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(), ms);
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}

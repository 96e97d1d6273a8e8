/** A live client of a running server that comes back after every loss, with `since`, as api.md tells clients to. */
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import type { SubscribeMessage } from "../../src/protocol/live-up.ts";
import { type Held, LiveClient } from "./live-client.ts";

/** Follows one query over any number of connections. */
export class LiveConnection {
  readonly #url: string;
  readonly #key: string;
  readonly #message: SubscribeMessage;
  readonly #seen: string[] = [];
  #socket: WebSocket | null = null;
  #client: LiveClient | null = null;
  #last: Held | undefined;
  #connections = 0;
  #stopped = false;

  /** @param url `http://…/live`. */
  constructor(url: string, key: string, message: SubscribeMessage) {
    this.#url = url.replace(/^http/, "ws");
    this.#key = key;
    this.#message = message;
  }

  /** How often it was connected. */
  get connections(): number {
    return this.#connections;
  }

  /** What each answer to a subscription and each change was, in their order. */
  get seen(): readonly string[] {
    return this.#seen;
  }

  /** The result it holds now, with the position of it. */
  get held(): Held | undefined {
    return this.#last;
  }

  /** Stays connected until `stop`. @throws Error at the first message that does not fit those before it. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      await this.#connectOnce();
      if (this.#client?.failure) throw this.#client.failure;
      await sleep(20);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.close();
  }

  async #connectOnce(): Promise<void> {
    const socket = new WebSocket(this.#url, { headers: { authorization: `Bearer ${this.#key}` } });
    const client = new LiveClient(
      (text) => socket.send(text),
      (message) => this.#seen.push(message.type),
    );
    this.#socket = socket;
    this.#client = client;
    socket.on("message", (data) => {
      client.receive(String(data));
      const held = client.held.get(this.#message.id);
      if (held && held.seq !== null) this.#last = held;
      if (client.failure) socket.terminate();
    });
    socket.on("open", () => {
      this.#connections += 1;
      const since = this.#last?.seq;
      client.subscribe(typeof since === "number" ? { ...this.#message, since } : this.#message, this.#last);
    });
    // A refused connection is an error and then a close; the close is what counts.
    socket.on("error", () => undefined);
    await new Promise((closed) => socket.on("close", closed));
  }
}

/** One live socket that comes back when it is lost. Looks at no more of a message than it must: a thousand share a process. */
import { WebSocket } from "ws";
import { stampNow } from "./audience-order.ts";

/** First wait after a lost connection, doubled at each failure up to the longest; the part that is waited is random. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;
/** Well below the hundred messages after which a server of Croft wants to hear of its client. */
const ACK_EVERY = 50;
/** A message's kind and position stand at its beginning. */
const HEAD_BYTES = 160;

/** Where followers write what they saw. */
export interface Sightings {
  samples: number[];
  disordered: number;
}

export class Follower {
  received = 0;
  live = false;
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #subscribe: Readonly<Record<string, unknown>> | null;
  readonly #sightings: Sightings;
  #socket: WebSocket | undefined;
  #seq: number | null = null;
  #failures = 0;
  #firstLive: (() => void) | undefined;

  constructor(
    to: { url: string; headers: Record<string, string>; subscribe: Readonly<Record<string, unknown>> | null },
    sightings: Sightings,
  ) {
    this.#url = to.url;
    this.#headers = to.headers;
    this.#subscribe = to.subscribe;
    this.#sightings = sightings;
  }

  /** Resolves when it has its first result. */
  open(): Promise<void> {
    this.#connect();
    return new Promise((resolve) => {
      this.#firstLive = resolve;
    });
  }

  readonly #phase = Math.floor(Math.random() * ACK_EVERY);

  #connect(): void {
    const socket = new WebSocket(this.#url, { headers: this.#headers, perMessageDeflate: false });
    this.#socket = socket;
    socket.on("open", () => {
      if (this.#subscribe === null) return;
      const since = this.#seq === null ? {} : { since: this.#seq };
      socket.send(JSON.stringify({ ...this.#subscribe, ...since }));
    });
    socket.on("message", (data) => {
      if (Buffer.isBuffer(data)) this.#receive(data);
    });
    // A refused connection is an error and then a close; the close is what counts.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.live = false;
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
      this.#failures += 1;
      setTimeout(() => this.#connect(), Math.random() * wait);
    });
  }

  #receive(data: Buffer): void {
    const head = data.toString("latin1", 0, HEAD_BYTES);
    const type = /^\{"type":"(\w+)"/.exec(head)?.[1];
    if (type === "error") throw new Error(data.toString());
    if (type === "welcome") return;
    const before = this.#seq ?? -1;
    this.#seq = Number(/"seq":(\d+)/.exec(head)?.[1] ?? before);
    if (!this.live) this.#becomeLive();
    if (type === "change") this.#change(data, this.#seq > before);
  }

  #becomeLive(): void {
    this.live = true;
    this.#failures = 0;
    this.#firstLive?.();
    this.#firstLive = undefined;
  }

  #change(data: Buffer, inOrder: boolean): void {
    const at = data.indexOf("sent:");
    if (at < 0) return;
    const stamp = Number.parseInt(data.toString("latin1", at + 5, at + 25), 10);
    this.#sightings.samples.push((stampNow() - stamp) / 1_000);
    if (!inOrder) this.#sightings.disordered += 1;
    this.received += 1;
    // Not all at once: clients of one query count the same messages, and Croft's own spread what they say, too.
    if (this.#subscribe && (this.received + this.#phase) % ACK_EVERY === 0)
      this.#socket?.send(JSON.stringify({ type: "ack", seq: this.#seq }));
  }
}

/** A client whose time, chance, network and sockets a test plays by hand. */
import type { Clock } from "../../src/client/clock.ts";
import type { CroftError } from "../../src/client/error.ts";
import type { AnyResource } from "../../src/client/resource-types.ts";
import { openTenant } from "../../src/client/tenant.ts";
import { type Token, TokenSource } from "../../src/client/token.ts";
import { Transport } from "../../src/client/transport.ts";
import type { DownMessage } from "../../src/protocol/live-down.ts";
import type { UpMessage } from "../../src/protocol/live-up.ts";

/** Time that passes when a test says so. */
export class HandClock implements Clock {
  /** What `random` gives. */
  chance = 0;
  /** Milliseconds by which the wall clock is off. */
  skew = 0;
  #elapsed = 0;
  readonly #timers = new Set<{ at: number; run: () => void }>();

  now(): number {
    return Date.UTC(2026, 10, 21) + this.skew + this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#elapsed + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** How many things are to happen yet. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Lets time pass, and everything happen that is due. */
  async pass(ms: number): Promise<void> {
    const until = this.#elapsed + ms;
    await settled();
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#elapsed = Math.max(this.#elapsed, next.at);
      this.#timers.delete(next);
      next.run();
      await settled();
    }
    this.#elapsed = until;
  }

  /** The machine sleeps: time passes and no timer fires. */
  sleep(ms: number): void {
    this.#elapsed += ms;
  }
}

/** Until promises that are settled have told so. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

type Listener = (event: { data: unknown; code: number; reason: string }) => void;

/** The client's end of a socket; a test is the server's. */
export class ScriptedSocket {
  readonly url: string;
  readonly protocols: readonly string[];
  /** What the client has said. */
  readonly sent: string[] = [];
  closed = false;
  readonly #listeners = new Map<string, Listener>();

  constructor(url: string, protocols: string[]) {
    this.url = url;
    this.protocols = protocols;
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, listener);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.#emit("open", {});
  }

  say(message: DownMessage | object | string): void {
    this.#emit("message", { data: typeof message === "string" ? message : JSON.stringify(message) });
  }

  /** The socket ends, with this code. */
  end(code: number, reason = ""): void {
    this.closed = true;
    this.#emit("close", { code, reason });
  }

  /** Greets, as the server does first. */
  welcome(seq: number, subscriptions = 64): void {
    const limits = { subscriptions, messageBytes: 65_536, ackEvery: 100, window: 1_000 };
    this.say({ type: "welcome", protocol: 1, tenant: "acme", connection: "c", seq, limits });
  }

  /** The messages of one type that the client has sent. */
  said<Type extends UpMessage["type"]>(type: Type): Extract<UpMessage, { type: Type }>[] {
    return this.sent
      .filter((text) => text !== "ping")
      .map((text): UpMessage => JSON.parse(text))
      .filter((message): message is Extract<UpMessage, { type: Type }> => message.type === type);
  }

  /** The id of the client's last subscription. */
  get last(): string {
    return this.said("subscribe").at(-1)?.id ?? "";
  }

  #emit(type: string, event: Partial<Parameters<Listener>[0]>): void {
    this.#listeners.get(type)?.({ data: undefined, code: 0, reason: "", ...event });
  }
}

/** What a test answers a call with. */
export type Answering = (url: string, init: RequestInit) => Response | Promise<Response>;

/** A tenant's client in a test's hands. */
export function scriptedTenant({
  token = "key",
  answer,
  retries = 0,
}: {
  token?: Token;
  answer?: Answering;
  retries?: number;
} = {}) {
  const clock = new HandClock();
  const sockets: ScriptedSocket[] = [];
  const calls: { url: string; init: RequestInit; at: number }[] = [];
  const tokens = new TokenSource(token, clock);
  const transport = new Transport({
    url: "https://croft.test",
    tokens,
    fetch: async (url, init) => {
      calls.push({ url, init, at: clock.elapsed() });
      if (!answer) throw new TypeError("fetch failed");
      return answer(url, init);
    },
    timeout: 30_000,
    retries,
    patience: 60_000,
    clock,
  });
  const webSocket = class extends ScriptedSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  };
  const acme = openTenant<{ readonly leads: AnyResource }>({ transport, tokens, webSocket, clock }, "acme");
  /** The newest socket. */
  const socket = (): ScriptedSocket => {
    const last = sockets.at(-1);
    if (!last) throw new Error("There is no socket.");
    return last;
  };
  /** Opens the newest socket and greets. */
  const connect = async (seq: number): Promise<ScriptedSocket> => {
    await settled();
    socket().open();
    socket().welcome(seq);
    await settled();
    return socket();
  };
  return { acme, clock, sockets, calls, socket, connect, transport };
}

export type Scripted = ReturnType<typeof scriptedTenant>;

/** Follows all leads, none of which there are, and is live at 5. @returns what ends that. */
export async function live(scripted: Scripted): Promise<() => void> {
  const end = scripted.acme.leads.live().subscribe(() => {});
  const socket = await scripted.connect(5);
  socket.say(snapshot(socket.last, 5));
  await settled();
  return end;
}

/** A whole result. */
export function snapshot(id: string, seq: number, data: object[] = []): object {
  return { type: "snapshot", id, seq, data };
}

/** An answer of the service. */
export function answering(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "x-request-id": "r-1", ...headers } });
}

/** A refusal by the service. */
export function refusing(status: number, code: CroftError["code"], headers?: Record<string, string>): Response {
  return answering(status, { error: { code, message: "No." } }, headers);
}

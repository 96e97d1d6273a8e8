/** Sockets as browsers and programs open them, against the Worker in workerd. */
import { exports } from "cloudflare:workers";
import { expect } from "vitest";
import { type DownMessage, downMessageSchema } from "../../src/protocol/live-down.ts";
import type { Caller } from "./api.ts";

/** An open socket; what it gets is kept in order. */
export class TestSocket {
  readonly messages: DownMessage[] = [];
  readonly texts: string[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const text = String(data);
      this.texts.push(text);
      if (text !== "pong") this.messages.push(downMessageSchema.parse(JSON.parse(text)));
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.closed = { code, reason };
    });
    socket.accept();
  }

  send(message: string | object | ArrayBuffer): void {
    const raw = typeof message === "string" || message instanceof ArrayBuffer;
    this.#socket.send(raw ? message : JSON.stringify(message));
  }

  close(code?: number): void {
    this.#socket.close(code);
  }

  /** The first message of that type for that subscription that was not asked for yet. */
  async next<Type extends DownMessage["type"]>(type: Type, id?: string): Promise<Extract<DownMessage, { type: Type }>> {
    const wanted = (message: DownMessage): message is Extract<DownMessage, { type: Type }> =>
      message.type === type && (id === undefined || ("id" in message && message.id === id));
    await expect.poll(() => this.messages.some(wanted), { timeout: 5_000, interval: 5 }).toBe(true);
    const found = this.messages.find(wanted);
    if (!found) throw new Error(`No ${type} arrived.`);
    this.messages.splice(this.messages.indexOf(found), 1);
    return found;
  }

  /** How it was closed, once it is. */
  async ended(): Promise<{ code: number; reason: string }> {
    await expect.poll(() => this.closed, { timeout: 20_000, interval: 5 }).not.toBeNull();
    return this.closed ?? { code: 0, reason: "" };
  }
}

/** Opens a socket with these headers; a refusal is the plain answer. */
export async function upgrade(path: string, headers: Record<string, string>): Promise<TestSocket | Response> {
  const answer = await exports.default.fetch(`https://croft.test${path}`, {
    redirect: "manual",
    headers: { upgrade: "websocket", ...headers },
  });
  return answer.webSocket ? new TestSocket(answer.webSocket) : answer;
}

/** A socket of this caller's tenant, welcomed. */
export async function openSocket(path: string, caller: Caller): Promise<TestSocket> {
  const socket = await upgrade(`${path}/live`, { authorization: `Bearer ${caller.token}` });
  if (!(socket instanceof TestSocket)) throw new Error(`Refused: ${socket.status} ${await socket.text()}`);
  await socket.next("welcome");
  return socket;
}

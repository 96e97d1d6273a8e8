/** A live client of one repository: its own record and what was fetched of each part, as the socket tells them. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { downMessageSchema } from "../../src/protocol/live-down.ts";
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from "../../src/protocol/version.ts";
import { Halt } from "./halt.ts";
import type { DemoTenant } from "./tenants.ts";

const streamSchema = z.object({
  id: z.string(),
  name: z.string(),
  phase: z.string(),
  expected: z.int().nullable(),
  done: z.int(),
  error: z.string().nullable(),
});
export type Stream = z.infer<typeof streamSchema>;

const repositorySchema = z.object({ id: z.string(), fullName: z.string(), stars: z.int(), forks: z.int() });
type Repository = z.infer<typeof repositorySchema>;

const countSchema = z.array(z.object({ count: z.int() }));

/** Everything that this client follows, in the words of `subscribe`. */
const SUBSCRIPTIONS = [
  { id: "streams", resource: "streams", query: { sort: ["name"], limit: 20 } },
  { id: "repository", resource: "repository", query: { limit: 1 } },
  { id: "issues", resource: "issues", aggregate: { count: true } },
] as const;

export class RepositoryFollower {
  readonly streams = new Map<string, Stream>();
  repository: Repository | null = null;
  issues = 0;
  readonly #changed: (stream: Stream) => void;
  #socket: WebSocket | null = null;
  #problem: string | null = null;

  /** @param changed is told of each record of `streams` that is new or changed. */
  constructor(changed: (stream: Stream) => void) {
    this.#changed = changed;
  }

  /** Connects and subscribes. @throws Halt through `until` when that fails. */
  follow({ api, key }: DemoTenant, name: string): void {
    const url = `${api.url.replace(/^http/, "ws")}/v1/repositories/${name}/live`;
    const socket = new WebSocket(url, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL_PREFIX}${key}`]);
    socket.addEventListener("open", () => {
      for (const subscription of SUBSCRIPTIONS) socket.send(JSON.stringify({ type: "subscribe", ...subscription }));
    });
    socket.addEventListener("message", ({ data }) => this.#take(socket, String(data)));
    socket.addEventListener("close", ({ code, reason }) => {
      this.#problem ??= `The server closed the repository's socket (${code}${reason ? ` ${reason}` : ""}).`;
    });
    // A failed connection says "error" and then "close"; without a listener the process would end.
    socket.addEventListener("error", () => {});
    this.#socket = socket;
  }

  /** Waits for something that messages bring about; whether it came in time. @throws Halt when the socket closes first. */
  async until(done: () => boolean, longestMs: number): Promise<boolean> {
    const deadline = performance.now() + longestMs;
    while (!done()) {
      if (this.#problem !== null) throw new Halt(this.#problem);
      if (performance.now() > deadline) return false;
      await sleep(5);
    }
    return true;
  }

  close(): void {
    this.#problem = "The socket is closed.";
    this.#socket?.close(1000);
  }

  #take(socket: WebSocket, text: string): void {
    const { data: message } = downMessageSchema.safeParse(parseJson(text));
    if (!message) this.#problem ??= "The server sent a message that is not part of the protocol.";
    else if (message.type === "error") this.#problem ??= `The server refused: ${message.error.message}`;
    else if (message.type === "snapshot") this.#replace(message.id, message.data);
    else if (message.type === "change" && "groups" in message) this.#replace(message.id, message.groups);
    else if (message.type === "change") this.#replace(message.id, [...message.enter, ...message.update]);
    if (message && "id" in message && "seq" in message) socket.send(JSON.stringify({ type: "ack", seq: message.seq }));
  }

  #replace(subscription: string, rows: readonly unknown[]): void {
    if (subscription === "streams") for (const stream of z.array(streamSchema).parse(rows)) this.#show(stream);
    else if (subscription === "repository") this.repository = repositorySchema.parse(rows[0]);
    else this.issues = countSchema.parse(rows)[0]?.count ?? this.issues;
  }

  #show(stream: Stream): void {
    this.streams.set(stream.name, stream);
    this.#changed(stream);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

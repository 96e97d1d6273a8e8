/** Single requests whose time is measured, over one kept connection, so that no handshake is part of it. */
import { Agent, request as send } from "node:http";
import type { Target } from "./api.ts";

/** One kept connection to one server, or some of them. */
export class TimedConnection {
  readonly #agent: Agent;

  constructor(connections = 1) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Milliseconds from sending the request to the end of its answer. @throws Error on any answer but 2xx. */
  async time(target: Target, path: string, body?: unknown): Promise<number> {
    const started = performance.now();
    await this.#send(target, path, body === undefined ? undefined : JSON.stringify(body));
    return performance.now() - started;
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(target: Target, path: string, body: string | undefined): Promise<void> {
    const headers = body === undefined ? target.headers : { ...target.headers, "content-type": "application/json" };
    return new Promise((resolve, reject) => {
      const url = target.url + target.base + path;
      const method = body === undefined ? "GET" : "POST";
      const sent = send(url, { agent: this.#agent, method, headers }, (answer) => {
        const status = answer.statusCode ?? 0;
        answer.on("data", () => undefined);
        answer.on("end", () =>
          status >= 200 && status < 300 ? resolve() : reject(new Error(`${method} ${url} answered ${status}.`)),
        );
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

/** A network that fails when a test says so: TCP through it is cut after so many bytes, held back, swallowed or refused. */
import { once } from "node:events";
import { createServer, connect as dial, type Server, type Socket } from "node:net";

/** Where the next connection ends. */
export interface Cut {
  /** Bytes from the server after which it is cut. */
  readonly down?: number;
  /** Bytes to the server after which it is cut. */
  readonly up?: number;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

export class CuttingProxy {
  readonly url: string;
  /** Bytes that the last connection has brought from the server. */
  down = 0;
  /** Connections so far. */
  connections = 0;
  /** Milliseconds that every piece is held back. */
  delay = 0;
  readonly #server: Server;
  readonly #target: number;
  readonly #pairs = new Set<Pair>();
  readonly #cuts: Cut[] = [];
  #refuses = false;
  #swallows = false;

  private constructor(server: Server, port: number, target: number) {
    this.#server = server;
    this.#target = target;
    this.url = `http://127.0.0.1:${port}`;
    server.on("connection", (client) => this.#accept(client));
  }

  /** A proxy in front of `http://127.0.0.1:…`. */
  static async open(target: string): Promise<CuttingProxy> {
    const server = createServer({ noDelay: true }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("The system gave no port.");
    return new CuttingProxy(server, address.port, Number(new URL(target).port));
  }

  /** Cuts the next connections, one each. */
  cutNext(...cuts: readonly Cut[]): void {
    this.#cuts.push(...cuts);
  }

  /** Cuts everything now. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server.destroy();
    }
  }

  /** From now on nothing gets through, and nobody is told: what is open stays half-open. */
  swallow(): void {
    this.#swallows = true;
  }

  /** From now on new connections are refused. */
  refuse(): void {
    this.#refuses = true;
  }

  /** Works again. What was swallowed is lost, so its connections end. */
  heal(): void {
    if (this.#swallows) this.cut();
    this.#swallows = false;
    this.#refuses = false;
    this.delay = 0;
    this.#cuts.length = 0;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((closed) => this.#server.close(closed));
  }

  #accept(client: Socket): void {
    if (this.#refuses) {
      client.destroy();
      return;
    }
    const server = dial({ port: this.#target, host: "127.0.0.1", noDelay: true });
    const pair = { client, server };
    const cut = this.#cuts.shift() ?? {};
    this.#pairs.add(pair);
    this.connections += 1;
    this.down = 0;
    const end = () => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on("error", end).on("close", end);
    const counted = (bytes: number) => {
      this.down += bytes;
    };
    this.#forward(client, server, cut.up ?? Number.POSITIVE_INFINITY, end);
    this.#forward(server, client, cut.down ?? Number.POSITIVE_INFINITY, end, counted);
  }

  #forward(from: Socket, to: Socket, most: number, end: () => void, counted: (bytes: number) => void = () => {}): void {
    let left = most;
    from.on("data", (bytes) => {
      if (this.#swallows) return;
      const part = bytes.subarray(0, left);
      left -= part.length;
      counted(part.length);
      const write = () => {
        if (!to.destroyed) to.write(part, () => left <= 0 && end());
      };
      if (this.delay > 0) setTimeout(write, this.delay);
      else write();
    });
  }
}

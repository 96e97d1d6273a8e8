/** Stands between clients and a server: passes everything on, or refuses it, and notes every attempt. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";

/** How it refuses. `close`: sockets open, and close with this code and reason. */
export type Refusal =
  | { readonly status: number; readonly retryAfter?: number }
  | { readonly close: number; readonly reason: string };

export interface Attempt {
  /** Milliseconds of a clock that only goes on. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly isSocket: boolean;
}

export interface Gateway {
  readonly url: string;
  readonly attempts: Attempt[];
  /** From now on; null passes everything on. */
  refuse(refusal: Refusal | null): void;
  /** Ends the open sockets as a lost network does. */
  cut(): void;
  stop(): Promise<void>;
}

/** @param target `http://127.0.0.1:…` */
export async function openGateway(target: string): Promise<Gateway> {
  const { hostname, port } = new URL(target);
  const attempts: Attempt[] = [];
  const open = new Set<Duplex>();
  const accepting = new WebSocketServer({ noServer: true, handleProtocols: () => "croft.v1" });
  let refusal: Refusal | null = null;
  const note = ({ method = "", url = "" }: IncomingMessage, isSocket: boolean) => {
    attempts.push({ at: performance.now(), method, path: url, isSocket });
  };
  const server = createServer((request, response) => {
    note(request, false);
    if (refusal && "status" in refusal && request.method !== "OPTIONS") return refuseCall(request, response, refusal);
    const { method, url, headers } = request;
    const passed = send({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    note(request, true);
    if (refusal && "status" in refusal)
      return socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\n\r\n`);
    if (refusal) {
      const { close, reason } = refusal;
      return accepting.handleUpgrade(request, socket, head, (accepted: WebSocket) => accepted.close(close, reason));
    }
    const passed = connect(Number(port), hostname, () => passed.write(textOf(request)));
    join(socket, passed, open);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The system gave no port.");
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    attempts,
    refuse(next) {
      refusal = next;
    },
    cut,
    async stop() {
      cut();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function refuseCall(
  { headers }: IncomingMessage,
  response: ServerResponse,
  refusal: { status: number; retryAfter?: number },
): void {
  const { status, retryAfter } = refusal;
  const code = status === 429 ? "RATE_LIMITED" : "UNAVAILABLE";
  response.writeHead(status, {
    "content-type": "application/json",
    "access-control-allow-origin": headers.origin ?? "*",
    "access-control-expose-headers": "Retry-After, X-Request-Id",
    ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
  });
  response.end(JSON.stringify({ error: { code, message: "Refused.", requestId: "gateway" } }));
}

/** The head of a request, as it came. */
function textOf({ method, url, rawHeaders }: IncomingMessage): string {
  const pairs = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
  return `${[`${method} ${url} HTTP/1.1`, ...pairs].join("\r\n")}\r\n\r\n`;
}

/** What one end says the other hears, until one of them is gone. */
function join(one: Socket, other: Socket, open: Set<Duplex>): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    open.add(from);
    from.on("error", () => to.destroy());
    from.on("close", () => {
      open.delete(from);
      to.destroy();
    });
    from.pipe(to);
  }
}

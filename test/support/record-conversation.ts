/**
 * `node test/support/record-conversation.ts FILE…`: says the client's lines of each file to a new server and writes
 * the server's lines anew. For new conversations, in which `{"type":"answer","status":0}` and the like hold the places;
 * what was recorded before is the promise to old clients, and stays.
 */
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { WebSocket } from "ws";
import { type Line, Names, type Peer, type PeerSocket, play, readConversation } from "./conversation.ts";
import { startServer } from "./server.ts";

const server = await startServer();
const peer: Peer = {
  operatorToken: server.operatorToken,
  fetch: (path, init) => fetch(server.url + path, init),
  open: async (path, token) => {
    const socket = new WebSocket(server.url.replace("http", "ws") + path, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { next, hear } = inbox();
    socket.on("message", (data) => hear(String(data)));
    socket.on("close", (code) => hear(code));
    await once(socket, "open");
    return { next, send: (text) => socket.send(text) } satisfies PeerSocket;
  },
};

try {
  for (const [index, file] of process.argv.slice(2).entries()) {
    const lines = readConversation(readFileSync(file, "utf8"));
    const names = new Names(`acme-${index}`);
    const heard: Line[] = [];
    await play(lines, peer, names, (_, now) => {
      if (now.type === "answer")
        heard.push({
          ...now,
          headers: Object.fromEntries(
            Object.entries(now.headers ?? {}).map(([name, value]) => [name, String(names.redact(value))]),
          ),
          ...(now.body === undefined ? {} : { body: names.redact(now.body) }),
        });
      else heard.push(now.type === "message" ? { ...now, message: names.redact(now.message) } : now);
    });
    const isServers = ({ type }: Line) => type === "answer" || type === "message" || type === "close";
    const written = lines.map((line) => (isServers(line) ? heard.shift() : line));
    writeFileSync(file, `${written.map((line) => JSON.stringify(line)).join("\n")}\n`);
  }
} finally {
  await server.stop();
}

/** What came and was not asked for, in order. */
function inbox(): { next: PeerSocket["next"]; hear: (what: string | number) => void } {
  const waiting: (string | number)[] = [];
  let wake = () => {};
  return {
    hear: (what) => {
      waiting.push(what);
      wake();
    },
    next: async () => {
      while (waiting.length === 0)
        await new Promise<void>((resolve, reject) => {
          wake = resolve;
          setTimeout(() => reject(new Error("The server said nothing for five seconds.")), 5_000);
        });
      return waiting.shift() ?? "";
    },
  };
}

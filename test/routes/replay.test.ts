/** A client of an earlier day says again what it said then, and is told the same. */
import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import live from "../protocol/recorded/v1/live.ndjson?raw";
import records from "../protocol/recorded/v1/records.ndjson?raw";
import tenants from "../protocol/recorded/v1/tenants.ndjson?raw";
import { OPERATOR_TOKEN } from "../support/api.ts";
import { Names, type Peer, type PeerSocket, play, readConversation } from "../support/conversation.ts";
import { TestSocket, upgrade } from "../support/live-socket.ts";

const peer: Peer = {
  operatorToken: OPERATOR_TOKEN,
  fetch: (path, init) => exports.default.fetch(`https://croft.test${path}`, init),
  open: async (path, token) => {
    const socket = await upgrade(path, { authorization: `Bearer ${token}` });
    if (!(socket instanceof TestSocket)) throw new Error(`Refused: ${socket.status}`);
    return inOrder(socket);
  },
};

function inOrder(socket: TestSocket): PeerSocket {
  let read = 0;
  return {
    send: (text) => socket.send(text),
    next: async () => {
      await expect.poll(() => socket.texts.length > read || socket.closed !== null, { timeout: 5_000 }).toBe(true);
      read += 1;
      return socket.texts[read - 1] ?? socket.closed?.code ?? 0;
    },
  };
}

/** What is no longer as it was, by line and place. */
async function changesSince(text: string, tenant: string): Promise<string[]> {
  const names = new Names(tenant);
  const found: string[] = [];
  const lines = readConversation(text);
  await play(lines, peer, names, (recorded, now) => {
    const place = `line ${lines.indexOf(recorded) + 1}`;
    found.push(...names.differences(recorded, now, place));
  });
  return found;
}

const CONVERSATIONS = { live, records, tenants };

describe.each(Object.entries(CONVERSATIONS))("the recorded conversation of %s", (name, text) => {
  it("has the answers that it had", async () => {
    expect(await changesSince(text, `replay-${name}`)).toEqual([]);
  });
});

describe("a replay", () => {
  it("finds what was renamed, removed or given another value, and takes what was added", async () => {
    const [request, answer] = readConversation(records);
    const altered = (change: object) => `${JSON.stringify(request)}\n${JSON.stringify({ ...answer, ...change })}\n`;
    expect(await changesSince(altered({ status: 200 }), "replay-status")).toEqual([
      "line 2.status: 201 in place of 200",
    ]);
    const body = { data: { tenant: "{tenant}", title: "Acme" } };
    expect(await changesSince(altered({ body }), "replay-renamed")).toEqual([
      'line 2.body.data.title: undefined in place of "Acme"',
    ]);
    expect(await changesSince(altered({ body: { data: { name: "Acme" } } }), "replay-added")).toEqual([]);
  });
});

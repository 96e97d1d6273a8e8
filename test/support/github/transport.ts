/** How an answer goes over the wire, in one piece or as the switches want it. */
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Reply } from "./reply.ts";
import type { Switches } from "./switches.ts";

const DRIPS = 20;
const BLOCK = 1_048_576;

/** Resolves when all is written, or the client has gone. */
export async function send(reply: Reply, path: string, switches: Switches, response: ServerResponse): Promise<void> {
  const drip = switches.amount("slowDrip", path);
  const huge = switches.amount("huge", path);
  const bomb = switches.amount("gzipBomb", path);
  if (huge !== undefined) return sendHuge(reply, huge, response);
  if (bomb !== undefined) return sendBomb(reply, bomb, response);
  const whole = Buffer.from(reply.body);
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  const wrong = switches.isOn("wrongJson", path);
  if (switches.isOn("truncated", path)) {
    begin(reply, whole.length, response);
    // Once the half has left; destroying at once would drop it.
    response.write(half, () => response.destroy());
    return;
  }
  const body = wrong ? half : whole;
  begin(reply, body.length, response);
  if (drip !== undefined) await sendSlowly(body, drip, response);
  response.end(drip === undefined ? body : undefined);
}

/** The status line and headers; an answer without a body has no length. */
function begin(reply: Reply, length: number, response: ServerResponse, more: Record<string, string> = {}): void {
  // A recorded answer may be without a date.
  response.sendDate = false;
  const hasBody = reply.status !== 304 && reply.status !== 204;
  response.writeHead(reply.status, { ...reply.headers, ...more, ...(hasBody ? { "Content-Length": length } : {}) });
}

async function sendSlowly(body: Buffer, ms: number, response: ServerResponse): Promise<void> {
  const size = Math.max(Math.ceil(body.length / DRIPS), 1);
  for (let from = 0; from < body.length && !response.destroyed; from += size) {
    await wait(ms);
    response.write(body.subarray(from, from + size));
  }
}

async function sendHuge(reply: Reply, bytes: number, response: ServerResponse): Promise<void> {
  begin({ ...reply, status: 200 }, bytes, response);
  const block = Buffer.alloc(BLOCK, " ");
  response.write("[");
  for (let left = bytes - 2; left > 0 && !response.destroyed; left -= BLOCK) {
    const room = response.write(block.subarray(0, Math.min(left, BLOCK)));
    if (!room) await Promise.race([drained(response), closed(response)]);
  }
  response.end("]");
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once("drain", resolve));
}

function closed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once("close", resolve));
}

function sendBomb(reply: Reply, bytes: number, response: ServerResponse): void {
  const list = Buffer.alloc(bytes, " ");
  list.write("[", 0);
  list.write("]", bytes - 1);
  const packed = gzipSync(list);
  begin({ ...reply, status: 200 }, packed.length, response, { "Content-Encoding": "gzip" });
  response.end(packed);
}

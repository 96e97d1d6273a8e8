import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { startServer, type TestServer } from "../support/server.ts";

const JSON_TYPE = { "content-type": "application/json" };
const keySchema = z.object({ data: z.object({ apiKey: z.object({ key: z.string() }) }) });
const pageSchema = z.object({ data: z.array(z.unknown()) });

let server: TestServer;
let key: string;

/** Declares a body, sends half of it and goes away; ends when the connection is closed. */
async function breakOff(): Promise<void> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const body = '{"lastName":"Lovelace"}';
  const head = `POST /v1/tenants/acme/humans HTTP/1.1\r\nHost: croft\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  socket.end(head + body.slice(0, 10));
  socket.resume();
  await once(socket, "close");
}

async function read(path: string): Promise<unknown[]> {
  const answer = await fetch(`${server.url}/v1/tenants/acme/${path}`, { headers: { authorization: `Bearer ${key}` } });
  return pageSchema.parse(await answer.json()).data;
}

beforeAll(async () => {
  server = await startServer();
  const made = await fetch(`${server.url}/v1/tenants`, {
    method: "POST",
    headers: { ...JSON_TYPE, authorization: `Bearer ${server.operatorToken}` },
    body: JSON.stringify({ tenant: "acme", name: "Acme" }),
  });
  key = keySchema.parse(await made.json()).data.apiKey.key;
});

afterAll(() => server?.stop());

describe("A body that breaks off", () => {
  it("writes nothing and is nobody's fault", async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) await breakOff();
    expect(await read("humans")).toEqual([]);
    expect(await read("error-log")).toEqual([]);
  });
});

/** Bodies as no client library sends them: halves, bytes that come late, two lengths at once. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { createTenant } from "../support/operator.ts";
import { startServer, type TestServer } from "../support/server.ts";

const BODY = '{"lastName":"Lovelace"}';
const LENGTH = `Content-Length: ${BODY.length}`;
const issuedSchema = z.object({ id: z.string(), key: z.string() });
const madeSchema = z.object({ apiKey: issuedSchema });
const pageSchema = z.array(z.looseObject({}));

let server: TestServer;
let tenant: string;
let key: string;
let owner: Api;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  ({ tenant, key } = await createTenant(server));
  owner = new Api(server.url, key);
});

/** A connection on which the head of a POST was sent; `status` becomes that of the answer, or 0 where none comes. */
async function begin(token: string, path: string, ...lines: string[]) {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const status = statusOf(socket);
  const head = [`Authorization: Bearer ${token}`, "Content-Type: application/json", ...lines].join("\r\n");
  socket.write(`POST /v1/tenants${path} HTTP/1.1\r\nHost: croft\r\n${head}\r\n\r\n`);
  return { socket, status };
}

function statusOf(socket: Socket): Promise<number> {
  return new Promise((resolve) => {
    socket.once("data", (data) => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(String(data))?.[1] ?? 0)));
    socket.once("close", () => resolve(0));
    socket.on("error", () => {});
  });
}

/** A key of its own, and how to revoke it. */
async function member(): Promise<{ key: string; revoke: () => Promise<unknown> }> {
  const body = { name: "Late", role: "member" };
  const { data } = await owner.call("POST", `/v1/tenants/${tenant}/api-keys`, issuedSchema, { body });
  const revoke = () => owner.call("DELETE", `/v1/tenants/${tenant}/api-keys/${data.id}`, z.unknown());
  return { key: data.key, revoke };
}

async function read(resource: string, reader = owner): Promise<z.infer<typeof pageSchema>> {
  return (await reader.call("GET", `/v1/tenants/${tenant}/${resource}`, pageSchema)).data;
}

describe("A body that breaks off", () => {
  it("writes nothing and is nobody's fault", async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const { socket } = await begin(key, `/${tenant}/humans`, LENGTH);
      socket.end(BODY.slice(0, 10));
      await once(socket, "close");
    }
    expect(await read("humans")).toEqual([]);
    expect(await read("error-log")).toEqual([]);
  });
});

describe("A body that comes late", () => {
  it("is not waited for from a key that is over", async () => {
    const late = await member();
    await late.revoke();
    const { socket, status } = await begin(late.key, `/${tenant}/humans`, LENGTH);
    expect(await status).toBe(401);
    socket.destroy();
  }, 60_000);

  it("is refused when its key was revoked meanwhile", async () => {
    const late = await member();
    const { socket, status } = await begin(late.key, `/${tenant}/humans`, LENGTH);
    socket.write(BODY.slice(0, 10));
    await read("humans");
    await late.revoke();
    socket.write(BODY.slice(10));
    expect(await status).toBe(401);
    expect(await read("humans")).toEqual([]);
    socket.destroy();
  });

  it("is written at the time of its write, in the order of the log", async () => {
    const { socket, status } = await begin(key, `/${tenant}/humans`, LENGTH);
    socket.write(BODY.slice(0, 10));
    await sleep(10);
    await owner.call("POST", `/v1/tenants/${tenant}/humans`, z.unknown(), { body: { lastName: "Hopper" } });
    socket.write(BODY.slice(10));
    expect(await status).toBe(201);
    const times = (await read("audit-log?sort=seq")).map(({ at }) => String(at));
    expect(times).toEqual(times.toSorted());
    socket.destroy();
  });

  it("does not reach the tenant that was made anew under the same handle", async () => {
    const { socket, status } = await begin(key, `/${tenant}/humans`, LENGTH);
    socket.write(BODY.slice(0, 10));
    await read("humans");
    await owner.call("DELETE", `/v1/tenants/${tenant}?confirm=${tenant}`, z.unknown());
    const operator = new Api(server.url, server.operatorToken);
    const { data } = await operator.call("POST", "/v1/tenants", madeSchema, { body: { tenant, name: "Anew" } });
    socket.write(BODY.slice(10));
    expect(await status).toBe(404);
    const heir = new Api(server.url, data.apiKey.key);
    expect(await read("humans", heir)).toEqual([]);
    expect(await read("error-log", heir)).toEqual([]);
    socket.destroy();
  });
});

describe("A body of two lengths", () => {
  const lines = ["Content-Length: 5", "Transfer-Encoding: chunked"];
  const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

  it.each([[lines], [lines.toReversed()]])("is refused, in whichever order they stand: %j", async (both) => {
    const { socket, status } = await begin(key, `/${tenant}/humans`, ...both);
    socket.write(chunked(BODY));
    expect(await status).toBe(400);
    expect(await read("humans")).toEqual([]);
    socket.destroy();
  });

  it("makes no tenant", async () => {
    const { socket, status } = await begin(server.operatorToken, "", ...lines);
    socket.write(chunked('{"tenant":"two-lengths","name":"Two lengths"}'));
    expect(await status).toBe(400);
    socket.destroy();
  });
});

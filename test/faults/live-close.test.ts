import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

it.each([
  ["without a code", undefined],
  ["with 1000", 1000],
])("answers a socket that closes %s, so that the client is not left waiting", async (_, code) => {
  const tenant = code === undefined ? "acme" : "acme-two";
  const operator = new Api(server.url, server.operatorToken);
  const schema = z.object({ apiKey: z.object({ key: z.string() }) });
  const { data } = await operator.call("POST", "/v1/tenants", schema, { body: { tenant, name: tenant } });
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/v1/tenants/${tenant}/live`, [
    "croft.v1",
    `croft.token.${data.apiKey.key}`,
  ]);
  await new Promise((resolve) => socket.addEventListener("message", resolve, { once: true }));
  const closed = new Promise<CloseEvent>((resolve) => socket.addEventListener("close", resolve, { once: true }));
  const started = performance.now();
  socket.close(code);
  const { wasClean, code: answered } = await closed;
  expect({ wasClean, answered }).toEqual({ wasClean: true, answered: 1000 });
  // Left alone, a client gives up after ten seconds.
  expect(performance.now() - started).toBeLessThan(3_000);
});

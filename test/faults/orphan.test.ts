import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { commandOf } from "../../scripts/state-owner.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

const ownerSchema = z.object({ pid: z.int(), runtimes: z.tuple([z.int()]) });

function owner(): { pid: number; runtime: number } {
  const { pid, runtimes } = ownerSchema.parse(JSON.parse(readFileSync(join(server.state, "owner.json"), "utf8")));
  return { pid, runtime: runtimes[0] };
}

it("ends the workerd that a killed start left behind before it serves the same state again", async () => {
  const before = owner();
  process.kill(before.pid, "SIGKILL");
  await expect.poll(() => commandOf(before.pid)).toBe("");
  expect(commandOf(before.runtime)).toContain("workerd");

  await server.restart();

  expect(commandOf(before.runtime)).toBe("");
  expect(owner().runtime).not.toBe(before.runtime);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

it("refuses a second start on a state that is in use", async () => {
  await expect(startServer({ CROFT_STATE: server.state })).rejects.toThrow(
    `Croft is already running on ${server.state} (process ${owner().pid})`,
  );
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

it("refuses a port that is taken, and settings that are wrong, in words", async () => {
  const port = new URL(server.url).port;
  await expect(startServer({ PORT: port })).rejects.toThrow(`Port ${port} is taken; stop what uses it, or set PORT.`);
  await expect(startServer({ OPERATOR_TOKEN: "short" })).rejects.toThrow(
    "OPERATOR_TOKEN is missing or wrong: write one",
  );
});

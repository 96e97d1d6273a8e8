/** The guide to limits: its plan in a copy of the repository, its programs against a server with that plan. */

import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { completeDevVars, readDevVars } from "../../scripts/dev-vars.ts";
import { blocksOf } from "../support/guide.ts";
import { openReader, type Reader } from "../support/reader.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { runInShell } from "../support/shell.ts";
import { shownWrongly } from "../support/shown.ts";
import { copyRepository, type WorkingCopy } from "../support/working-copy.ts";

const GUIDE = "docs/guides/limits-and-back-off.md";
const blocks = blocksOf(GUIDE);
const programs = blocks.flatMap(({ file, text, shown }) => (file && shown ? [{ file, text, shown }] : []));
const burst = programs.find(({ file }) => file === "burst.ts");
const madeSchema = z.object({ apiKey: z.object({ key: z.string() }) });

let copy: WorkingCopy;
let server: TestServer;
let reader: Reader;
beforeAll(async () => {
  copy = copyRepository();
  copy.apply(blocks.filter(({ language }) => language === "diff"));
  const settings = join(copy.root, ".dev.vars");
  completeDevVars(settings);
  const { OPERATOR_TOKEN = "" } = readDevVars(settings, {}, 8787);
  const starting = startServer({ OPERATOR_TOKEN }, copy.root);
  [server, reader] = await Promise.all([starting, openReader(GUIDE)]);
  operator = new Api(server.url, OPERATOR_TOKEN);
});
afterAll(async () => {
  await server?.stop();
  reader?.remove();
  copy?.remove();
});

let operator: Api;

/** What a program takes from its surroundings: a tenant with the guide's plan. */
async function makeTenant(tenant: string, plan = "trial"): Promise<Record<string, string>> {
  const { data } = await operator.call("POST", "/v1/tenants", madeSchema, { body: { tenant, name: tenant, plan } });
  return { CROFT_URL: server.url, CROFT_TENANT: tenant, CROFT_KEY: data.apiKey.key };
}

it("shows programs that compile", () => {
  expect(programs).toHaveLength(5);
  expect(reader.compile()).toBe("");
});

it("changes a tenant's plan as it says", async () => {
  await makeTenant("acme", "free");
  const commands = blocks.filter(({ language }) => language === "bash");
  const scripts = commands.map(({ text }) => text);
  const { outputs, ...ended } = await runInShell(scripts, copy.root, { CROFT_URL: server.url });
  expect(ended).toEqual({ code: 0, problems: "" });
  expect(commands.flatMap((command, index) => shownWrongly(command, outputs[index] ?? []))).toEqual([]);
});

it.concurrent.each(programs)("prints what it says: $file", async (program) => {
  const environment = await makeTenant(program.file.replace(".ts", "-tenant"));
  const { lines, ...ended } = await reader.run(program.file, environment);
  expect(ended).toEqual({ code: 0, problems: "" });
  expect(shownWrongly(program, lines)).toEqual([]);
});

it("writes every lead once, although the server is killed meanwhile", async () => {
  const environment = await makeTenant("killed");
  const running = reader.run("burst.ts", environment);
  await sleep(1_500);
  await server.kill9();
  await server.restart();
  const { lines, ...ended } = await running;
  expect(ended).toEqual({ code: 0, problems: "" });
  expect(burst && shownWrongly(burst, lines)).toEqual([]);
});

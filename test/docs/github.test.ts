/** The page about GitHub: its commands and its program, over recorded data. */
import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { completeDevVars, readDevVars } from "../../scripts/dev-vars.ts";
import { DEV_VARS, ROOT } from "../../scripts/paths.ts";
import type { FakeGithub } from "../support/github/fake-github.ts";
import { recordedRepositories } from "../support/github/recorded-repositories.ts";
import { startGithub } from "../support/github/start-github.ts";
import { blocksOf } from "../support/guide.ts";
import { openReader, type Reader } from "../support/reader.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { runInShell } from "../support/shell.ts";
import { shownWrongly } from "../support/shown.ts";

const PAGE = "docs/github.md";
const madeSchema = z.object({ apiKey: z.object({ key: z.string() }) });

let github: FakeGithub;
let server: TestServer;
let reader: Reader;
let operator: Api;
let program: ChildProcess | undefined;
beforeAll(async () => {
  github = await startGithub({ repositories: recordedRepositories() });
  completeDevVars(DEV_VARS);
  // The commands read the operator's token from the file, so the server has to have the same.
  const { OPERATOR_TOKEN = "" } = readDevVars(DEV_VARS, {}, 8787);
  const starting = startServer({ OPERATOR_TOKEN, GITHUB_API_URL: github.url, GITHUB_TOKEN: "recorded" });
  [server, reader] = await Promise.all([starting, openReader(PAGE)]);
  operator = new Api(server.url, OPERATOR_TOKEN);
});
afterAll(async () => {
  program?.kill("SIGKILL");
  await server?.stop();
  await github?.close();
  reader?.remove();
});

it("prints what it says", async () => {
  const commands = blocksOf(PAGE).filter(({ language }) => language === "bash");
  const scripts = commands.map(({ text }) => text);
  const { outputs, ...ended } = await runInShell(scripts, ROOT, { CROFT_URL: server.url });
  expect(ended).toEqual({ code: 0, problems: "" });
  expect(commands.flatMap((command, index) => shownWrongly(command, outputs[index] ?? []))).toEqual([]);
});

it("shows a program that compiles, and says how far each stream is", async () => {
  expect(reader.compile()).toBe("");
  const body = { tenant: "program", name: "Program" };
  const { key } = (await operator.call("POST", "/v1/tenants", madeSchema, { body })).data.apiKey;
  await new Api(server.url, key).call("PUT", "/v1/tenants/program/follows/hub4j/github-api", z.json(), { body: {} });
  let said = "";
  program = reader.start("streams.ts", { CROFT_URL: server.url, CROFT_TENANT: "program", CROFT_KEY: key }, (text) => {
    said += text;
  });
  await expect.poll(() => said, { timeout: 20_000 }).toContain("hub4j/github-api issues: 606, live\n");
});

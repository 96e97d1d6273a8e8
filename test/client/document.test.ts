import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createCroft } from "../../src/client/croft.ts";
import { operatorsOf } from "../../src/client/operators/operators.ts";
import {
  connect,
  followFigures,
  followOpenLeads,
  makeKey,
  operate,
  signIn,
  tellTheConnection,
  tellTheSession,
  withPeople,
  withTokens,
  writeAtOnce,
} from "../support/documented-client.ts";
import { Journal } from "../support/journal.ts";
import { linkTo } from "../support/local-mail.ts";
import { openNodeBrowser } from "../support/node-browser.ts";
import type { Types } from "../support/real-tenant.ts";
import { startServer, type TestServer } from "../support/server.ts";

const ROOT = join(import.meta.dirname, "..", "..");

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

it("shows code that compiles", () => {
  const lines = (text: string) => text.split("\n").map((line) => line.trim());
  const compiled = lines(readFileSync(join(ROOT, "test/support/documented-client.ts"), "utf8")).join("\n");
  const page = readFileSync(join(ROOT, "docs/client.md"), "utf8");
  const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, block = ""]) => lines(block.trim()).join("\n"));
  expect(blocks).toHaveLength(13);
  expect(blocks.filter((block) => !compiled.includes(block))).toEqual([]);
});

it("shows code that does what it says", async () => {
  const { key } = await Journal.open(server, "acme");
  const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const acme = connect(server.url, key);
  const ends = [tellTheConnection(acme), followOpenLeads(acme)];
  const { record } = await acme.leads.create({ title: "Roof", value: 5 });
  await expect.poll(() => said.mock.calls).toContainEqual(["live", "Roof: 5"]);
  expect(await followFigures(acme, AbortSignal.timeout(10_000))).toEqual([
    { stage: "new", count: 1, sum: { value: 5 } },
  ]);
  await writeAtOnce(acme, record.id);
  expect((await acme.leads.get(record.id)).stage).toBe("qualified");
  await writeAtOnce(acme, "lead_none");
  expect(said).toHaveBeenCalledWith("NOT_FOUND", [], expect.any(String));
  const real = globalThis.fetch;
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) =>
    address === "/session/token" ? new Response(key) : real(address, init),
  );
  expect((await withTokens(server.url).leads.get(record.id)).title).toBe("Roof");
  vi.unstubAllGlobals();
  await server.kill9();
  await expect.poll(() => said.mock.calls).toContainEqual(["Next attempt:", expect.any(Date)]);
  for (const end of ends) end();
  said.mockRestore();
  await server.restart();
});

it("shows a tenant administered, and the service operated, as it says", async () => {
  const { key } = await Journal.open(server, "administered");
  const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const croft = createCroft<Types>({ url: server.url, token: key });
  const made = await makeKey(croft, croft.tenant("administered"));
  expect(made).toMatch(/^croft_administered_/);
  const operator = createCroft<Types>({ url: server.url, token: server.operatorToken });
  await operate(operator);
  expect(said.mock.calls).toEqual(expect.arrayContaining([["Made by an owner."], ["acme", expect.any(String)]]));
  expect((await operatorsOf(operator).tenant("acme").get()).plan).toBe("pro");
  said.mockRestore();
});

it("shows people signing in as it says", async () => {
  const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.stubGlobal("fetch", openNodeBrowser(server.url).fetch);
  const { session, croft } = withPeople(server.url);
  const end = tellTheSession(session);
  const account = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };
  const askForCode = () => Promise.reject(new Error("There is no second factor."));
  await session.signUp(account);
  await signIn(session, account, askForCode);
  expect(said).toHaveBeenCalledWith("UNAUTHENTICATED", "INVALID_EMAIL_OR_PASSWORD", expect.any(String));
  await fetch(await linkTo(server.url, account.email, "/auth/verify-email"));
  await signIn(session, account, askForCode);
  await expect.poll(() => said.mock.calls).toContainEqual(["Welcome,", "Ada"]);
  await croft.createTenant({ tenant: "people", name: "People" });
  expect((await croft.me()).tenants).toEqual([{ tenant: "people", role: "owner" }]);
  await session.signOut();
  await expect.poll(() => said.mock.calls).toContainEqual(["Signed out."]);
  end();
  vi.unstubAllGlobals();
  said.mockRestore();
});

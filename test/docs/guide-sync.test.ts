/** The guide's copy of a tenant's leads: kept in step over kills of either side, a log that was trimmed, and every kind of change. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import type { Tenant } from "../../src/client/croft.ts";
import { type FollowedGuide, followGuide } from "../support/followed-guide.ts";
import { blocksOf } from "../support/guide.ts";
import { type Lead, makeTenant, type Types } from "../support/real-tenant.ts";

const GUIDE = "docs/guides/sync-from-the-change-feed.md";
const keySchema = z.object({ id: z.string(), key: z.string() });
const rowSchema = z.object({ record: z.string() });

let guide: FollowedGuide;
let acme: Tenant<Types>;
let given = { id: "", key: "" };
let said = "";
let program: ChildProcess | undefined;
beforeAll(async () => {
  guide = await followGuide(GUIDE);
  const made = await makeTenant(guide.server, "acme");
  acme = made.direct;
  const body: unknown = JSON.parse(blocksOf(GUIDE).find(({ language }) => language === "json")?.text ?? "");
  const api = new Api(guide.server.url, made.key);
  given = (await api.call("POST", "/v1/tenants/acme/api-keys", keySchema, { body })).data;
});
afterEach(() => kill());
afterAll(() => guide?.close());

function start(): void {
  said = "";
  const environment = { CROFT_URL: guide.server.url, CROFT_KEY: given.key };
  program = guide.reader.start("sync.ts", environment, (text) => {
    said += text;
  });
}

async function kill(): Promise<void> {
  if (!program || program.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, "exit");
  program.kill("SIGKILL");
  await ended;
}

function openCopy(): DatabaseSync {
  return new DatabaseSync(join(guide.reader.directory, "copy.sqlite"), { timeout: 5_000 });
}

/** What the copy holds, by id. */
function copied(): unknown[] {
  const copy = openCopy();
  try {
    const rows = z.array(rowSchema).parse(copy.prepare("SELECT record FROM leads ORDER BY id").all());
    return rows.map(({ record }) => JSON.parse(record));
  } finally {
    copy.close();
  }
}

async function listed(): Promise<unknown[]> {
  const leads: Lead[] = [];
  for await (const lead of await acme.leads.list({ limit: 200 })) leads.push(lead);
  return leads.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function expectInStep(): Promise<void> {
  const expected = await listed();
  await expect.poll(copied, { timeout: 20_000 }).toEqual(expected);
}

/** New, changed, deleted, restored and purged leads. */
async function write(name: string): Promise<void> {
  const titles = ["kept", "changed", "deleted", "restored", "purged"].map((what) => `${name} ${what}`);
  const operations = titles.map((title) => ({ op: "create", resource: "leads", data: { title } }) as const);
  const { results } = await acme.batch(operations);
  const [, changed = "", deleted = "", restored = "", purged = ""] = results.map(({ id }) => String(id));
  await acme.leads.update(changed, { value: 7 });
  await acme.leads.delete(deleted);
  await acme.leads.delete(restored);
  await acme.leads.restore(restored);
  await acme.leads.delete(purged, { purge: true });
}

it("shows code that compiles", () => {
  expect(guide.reader.compile()).toBe("");
});

it("loads what there is, and follows", async () => {
  const create = (index: number) => ({ op: "create", resource: "leads", data: { title: `Lead ${index}` } }) as const;
  await acme.batch(Array.from({ length: 450 }, (_, index) => create(index)));
  await write("before");
  start();
  await write("meanwhile");
  await expectInStep();
  await expect.poll(() => said, { timeout: 20_000 }).toMatch(/^Loaded 4\d\d leads, which are right at \d+\.\n/);
  await write("after");
  await expectInStep();
});

it("goes on from where it stood, after a kill of either side", async () => {
  start();
  await write("while both run");
  await kill();
  await write("while it is away");
  start();
  await guide.server.kill9();
  await expect.poll(() => said, { timeout: 20_000 }).toContain("NETWORK; trying again.");
  await guide.server.restart();
  await write("after the restart");
  await expectInStep();
  expect(said).not.toContain("Loaded");
});

it("loads anew where the log no longer reaches back, and where the copy is ahead of it", async () => {
  await write("before the log is trimmed");
  await guide.server.kill9();
  for (const file of globSync("**/*.sqlite", { cwd: guide.server.state })) {
    const database = new DatabaseSync(join(guide.server.state, file));
    const isTenant = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'changes'").get() !== undefined;
    if (isTenant) database.exec("DELETE FROM changes WHERE seq < (SELECT max(seq) FROM changes)");
    database.close();
  }
  await guide.server.restart();
  start();
  await expectInStep();
  await expect
    .poll(() => said, { timeout: 20_000 })
    .toContain("The log no longer reaches back; loading anew.\nLoaded ");
  await kill();
  const copy = openCopy();
  copy.exec("UPDATE position SET seq = 1000000");
  copy.close();
  start();
  await write("after the log was put back");
  await expectInStep();
  await expect.poll(() => said, { timeout: 20_000 }).toContain("loading anew.\nLoaded ");
});

it("has a key that sees leads alone, and ends when that is revoked", async () => {
  const feed = (query: string) =>
    fetch(`${guide.server.url}/v1/tenants/acme/changes?${query}`, {
      headers: { authorization: `Bearer ${given.key}` },
    });
  expect((await feed("since=1000000&resource=accounts")).status).toBe(400);
  const { data: accounts } = await acme.resource("accounts").list();
  expect(accounts).toEqual([]);
  const { record } = await acme.resource("accounts").create({ name: "Initech" });
  const last = await acme.leads.create({ title: "Last" });
  const seen = await (await feed(`since=${last.seq - 2}`)).text();
  expect(seen).toContain(last.record.id);
  expect(seen).not.toContain(String(record.id));
  start();
  await expectInStep();
  await acme.resource("api-keys").delete(given.id);
  await expect.poll(() => program?.exitCode, { timeout: 20_000 }).toBe(1);
  await expect.poll(() => said, { timeout: 20_000 }).toContain("UNAUTHENTICATED");
});

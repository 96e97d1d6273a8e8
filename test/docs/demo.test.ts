import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { startServer, type TestServer } from "../support/server.ts";

const ROOT = join(import.meta.dirname, "..", "..");
// As the demo prints it.
const RECORDS = "1,201";
const keysSchema = z.record(z.string(), z.record(z.string(), z.object({ key: z.string() })));
const leadsSchema = z.array(z.object({ id: z.string(), title: z.string(), stage: z.string(), value: z.int() }));

/** A demo on its way, and what it has said so far. */
interface Run {
  readonly ended: Promise<{ code: number | null; text: string }>;
  /** Resolves when it has said this; rejects when it ends without. */
  said(words: string): Promise<void>;
  /** As Ctrl-C does. */
  interrupt(): void;
}

let server: TestServer;
let folder: string;
let keyFile: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "croft-demo-"));
  keyFile = join(folder, "keys.json");
  // Nobody listens there, so that this needs no internet and asks nobody for anything.
  server = await startServer({ GITHUB_API_URL: "http://127.0.0.1:9" });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the demo over the small copy of the recordings; without its fifth act, if nothing else is said. */
function run(args: readonly string[] = ["--no-repository"], url = server.url): Run {
  const script = join(ROOT, "scripts", "demo.ts");
  const child = spawn(
    process.execPath,
    [script, "--data", join(ROOT, "test/support/github"), "--keys", keyFile, ...args],
    {
      env: { ...process.env, CROFT_URL: url, OPERATOR_TOKEN: server.operatorToken, NO_COLOR: "1", TMPDIR: folder },
    },
  );
  let text = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<{ code: number | null; text: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, text }));
  });
  const said = (words: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => (text.includes(words) ? resolve() : undefined);
      listeners.add(look);
      void ended.then(() => reject(new Error(`It never said "${words}":\n${text}`)));
      look();
    });
  return { ended, said, interrupt: () => child.kill("SIGINT") };
}

/** The leads as a client with the demo's own key sees them, in the order of their ids. */
async function leads(): Promise<z.infer<typeof leadsSchema>> {
  const keys = keysSchema.parse(JSON.parse(readFileSync(keyFile, "utf8")));
  const api = new Api(server.url, keys[server.url]?.["demo-hub4j"]?.key ?? "");
  return (await api.call("GET", "/v1/tenants/demo-hub4j/leads?sort=id&limit=200", leadsSchema)).data;
}

/** Folders in which servers keep their state. */
function statesOfServers(): string[] {
  return readdirSync(folder).filter((name) => name.startsWith("croft-server-"));
}

describe("npm run demo", () => {
  it("fills two tenants, follows changes live, searches the directory and shows a repository that grows", async () => {
    const { code, text } = await run([]).ended;
    expect(text).toContain(`${RECORDS} new, 0 unchanged`);
    expect(text).toContain("and heard nothing.");
    expect(text).toContain("Nothing was missed");
    expect(text).toMatch(/demo-hub4j +1,004 .* 0\n/);
    expect(text).toMatch(/demo-jenkins +humans +Jesse Glick/);
    expect(text).toContain("GitHub does not answer this server.");
    expect(text).toMatch(/issues +502, all/);
    expect(text).toContain("Everything is here, and stays fresh.");
    expect(text).toMatch(/2026-01-25 +1,230 stars +606 issues and pulls/);
    expect(text).toMatch(/\d+ people became leads/);
    expect(code).toBe(0);
  });

  it("keeps the tenants' keys for their owner alone", () => {
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  });

  it("changes nothing when it runs again, and leaves the leads that it changes as they were", async () => {
    const before = await leads();
    const { code, text } = await run().ended;
    expect(text).toContain(`0 new, ${RECORDS} unchanged`);
    expect(code).toBe(0);
    expect(before).toHaveLength(30);
    expect(await leads()).toEqual(before);
  });

  it("misses nothing over a kill -9 and a restart of the server", async () => {
    const before = await leads();
    const demo = run(["--restart=auto", "--no-repository"]);
    await demo.said("waiting for the server to go away");
    await server.kill9();
    await server.restart();
    const { code, text } = await demo.ended;
    expect(text.match(/Nothing was missed/g)).toHaveLength(2);
    expect(code).toBe(0);
    expect(await leads()).toEqual(before);
  });

  it("says how to go on when the keys are lost, and begins anew when told to", async () => {
    rmSync(keyFile);
    const lost = await run().ended;
    expect(lost.text).toContain("--fresh");
    expect(lost.code).toBe(1);
    const fresh = await run(["--fresh", "--no-repository"]).ended;
    expect(fresh.text).toContain(`${RECORDS} new, 0 unchanged`);
    expect(fresh.code).toBe(0);
  });

  it("says in a sentence that no server is there", async () => {
    const { code, text } = await run([], "http://127.0.0.1:9").ended;
    expect(text.trim()).toBe(
      "Croft does not answer at http://127.0.0.1:9. Start it with `npm start` in another terminal, then try again.",
    );
    expect(code).toBe(1);
  });

  it("shows recorded data without a running server, and leaves nothing behind when it is interrupted", async () => {
    const before = statesOfServers();
    const demo = run(["--recorded"], "http://127.0.0.1:9");
    await demo.said("its first data is here");
    expect(statesOfServers().length).toBeGreaterThan(before.length);
    demo.interrupt();
    expect((await demo.ended).code).toBe(130);
    expect(statesOfServers()).toEqual(before);
  });
});

/** A round of refreshing in which GitHub has nothing new. */
import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { generatedRepository } from "../../support/github/generated-repository.ts";
import { call } from "../api.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { byStream, SyncedCroft } from "../synced.ts";

const ISSUES = 1_000;
const FULL_NAME = "generated/repository-1";
/** Long enough for the next request of a round, and for the directory. */
const QUIET_MS = 2_500;
/** The first rounds after a first sync learn what later ones ask by. */
const ROUNDS_BEFORE = 2;
const UNCHANGED = 304;

const metaSchema = z.object({ meta: z.object({ seq: z.int() }) });
const listedSchema = z.object({ data: z.array(z.object({ fullName: z.string(), projectedAt: z.string() })) });
const nameSchema = z.object({ name: z.string() });

export const unchangedRefresh: BenchCase = {
  results: [
    {
      name: "unchanged-refresh",
      unit: "requests",
      mark: { of: "croft", bound: "at most", value: 7 },
      columns: { croft: "a refresh", bare: "the first sync" },
      does: `A repository of ${ISSUES} issues and pull requests that nobody changed is asked for anew. A result only exists if every answer was 304, no row of the object's database was written, its log stood still, a live client heard nothing, and the directory was not touched.`,
      proves:
        "What keeping a quiet repository fresh costs: requests that GitHub does not count, and nothing else. A day's row of stars, and the time up to which a stream is shown as fresh, are written once in a while; they do not fall into this round.",
    },
  ],
  async run(bench: Bench) {
    const croft = await SyncedCroft.start([
      generatedRepository({ issues: bench.scaled(ISSUES), comments: 50, commits: 50 }),
    ]);
    const watcher = new Watcher(croft);
    try {
      const first = await croft.sync(FULL_NAME);
      await watcher.open();
      for (let round = 0; round < ROUNDS_BEFORE; round += 1) await refresh(croft);
      const before = await stateOf(croft, watcher);
      const asked = await refresh(croft);
      const after = await stateOf(croft, watcher);
      if (after !== before) throw new Error(`Something was written:\n${before}\n${after}`);
      const changed = asked.filter(({ status }) => status !== UNCHANGED);
      if (changed.length > 0) throw new Error(`Not unchanged: ${changed.map(({ path, query }) => `${path}?${query}`)}`);
      const note = `0 rows, 0 messages, 0 writes of the directory; asked: ${byStream(asked, "repository")}`;
      return [{ croft: asked.length, bare: first.requests.length, note }];
    } finally {
      watcher.close();
      await croft.stop();
    }
  },
};

/** Has everything asked for anew, and waits until it is quiet; what was asked. */
async function refresh(croft: SyncedCroft) {
  const from = croft.github.requests.length;
  const headers = { authorization: `Bearer ${croft.server.operatorToken}` };
  await call(`${croft.server.url}/v1/repositories/${FULL_NAME}/refresh`, { method: "POST", headers });
  for (let seen = -1; seen !== croft.github.requests.length || seen === from; await sleep(QUIET_MS))
    seen = croft.github.requests.length;
  return croft.github.requests.slice(from);
}

/** Everything that a refresh could write, in a few words that differ where it did. */
async function stateOf(croft: SyncedCroft, watcher: Watcher): Promise<string> {
  const { seq } = metaSchema.parse(await croft.read(FULL_NAME, "/streams")).meta;
  const listed = listedSchema.parse(
    await call(`${croft.server.url}/v1/repositories`, { headers: croft.tenant.headers }),
  );
  const directory = listed.data.find(({ fullName }) => fullName === FULL_NAME)?.projectedAt;
  return `seq ${seq}, directory ${directory}, messages ${watcher.messages}, rows ${rowsOf(croft.server.state)}`;
}

/** A digest of all rows of the repository's database but those that the platform keeps. */
function rowsOf(state: string): string {
  const copy = mkdtempSync(join(tmpdir(), "croft-bench-rows-"));
  try {
    for (const file of globSync("**/*.sqlite", { cwd: state })) {
      // workerd locks its databases: what can be read is a copy, with the log of writes that belongs to it.
      for (const name of [file, `${file}-wal`])
        if (existsSync(join(state, name))) cpSync(join(state, name), join(copy, name));
      const digest = digestOf(join(copy, file));
      if (digest !== null) return digest;
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  throw new Error("There is no database of a repository.");
}

/** Null for a database that is none of a repository. */
function digestOf(file: string): string | null {
  const database = new DatabaseSync(file);
  try {
    const tables = z
      .array(nameSchema)
      .parse(database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all())
      .map(({ name }) => name);
    if (!tables.includes("cursors")) return null;
    const hash = createHash("sha256");
    for (const table of tables.filter((name) => !/^(_cf_|search_fts|sqlite_)/.test(name)))
      hash.update(JSON.stringify(database.prepare(`SELECT * FROM "${table}"`).all()));
    return hash.digest("hex");
  } finally {
    database.close();
  }
}

/** Counts what a live client hears of the repository. */
class Watcher {
  messages = 0;
  readonly #croft: SyncedCroft;
  #socket: WebSocket | null = null;

  constructor(croft: SyncedCroft) {
    this.#croft = croft;
  }

  async open(): Promise<void> {
    const { url, headers } = this.#croft.tenant;
    const key = String(headers.authorization).replace("Bearer ", "");
    const live = `${url.replace("http", "ws")}/v1/repositories/${FULL_NAME}/live`;
    const socket = new WebSocket(live, ["croft.v1", `croft.token.${key}`]);
    this.#socket = socket;
    socket.addEventListener("message", () => {
      this.messages += 1;
    });
    await new Promise((opened, failed) => {
      socket.addEventListener("open", opened);
      socket.addEventListener("error", failed);
    });
    for (const resource of ["streams", "issues", "repository"])
      socket.send(JSON.stringify({ type: "subscribe", id: resource, resource, query: {} }));
  }

  close(): void {
    this.#socket?.close();
  }
}

/** A Croft of its own whose GitHub is on this machine, and repositories that it indexes. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { FakeGithub, Journaled } from "../support/github/fake-github.ts";
import type { RepositoryData } from "../support/github/rows.ts";
import { startGithub } from "../support/github/start-github.ts";
import { call, get, makeTenant, type Target } from "./api.ts";
import { type BenchServer, startBenchServer } from "./servers.ts";

const TENANT = "bench-repositories";
const PATIENCE_MS = 300_000;
/** More than GitHub grants in an hour: what is measured is not how long an hour takes. */
const TOKEN_LIMIT = 100_000;

const streamsSchema = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      phase: z.string(),
      done: z.int(),
      expected: z.int().nullable(),
      error: z.string().nullable(),
    }),
  ),
});
type Stream = z.infer<typeof streamsSchema>["data"][number];

/** What a first sync came to. */
export interface FirstSync {
  /** From the follow to the last page. */
  readonly ms: number;
  readonly rows: number;
  readonly requests: readonly Journaled[];
}

export class SyncedCroft {
  readonly server: BenchServer;
  readonly github: FakeGithub;
  readonly tenant: Target;

  private constructor(server: BenchServer, github: FakeGithub, tenant: Target) {
    this.server = server;
    this.github = github;
    this.tenant = tenant;
  }

  static async start(
    repositories: readonly RepositoryData[],
    further: Readonly<Record<string, string>> = {},
  ): Promise<SyncedCroft> {
    const token = randomBytes(20).toString("hex");
    const github = await startGithub({
      repositories,
      tokens: { [token]: { limit: TOKEN_LIMIT } },
      anonymousLimit: TOKEN_LIMIT,
    });
    const server = await startBenchServer("croft", {
      settings: { ...further, GITHUB_API_URL: github.url, GITHUB_TOKEN: token },
    });
    return new SyncedCroft(server, github, await makeTenant(server, TENANT));
  }

  /** Follows a repository and waits until everything of it is there. */
  async sync(fullName: string): Promise<FirstSync> {
    const from = this.github.requests.length;
    const started = performance.now();
    await call(`${this.server.url}/v1/tenants/${TENANT}/follows/${fullName}`, {
      method: "PUT",
      headers: { ...this.tenant.headers, "content-type": "application/json" },
      body: "{}",
    });
    const streams = await this.#complete(fullName, started + PATIENCE_MS);
    const ms = performance.now() - started;
    const rows = streams.reduce((sum, { done }) => sum + done, 0);
    return { ms, rows, requests: this.github.requests.slice(from) };
  }

  /** Path below the repository. */
  read(fullName: string, path: string): Promise<unknown> {
    return get({ ...this.tenant, base: `/v1/repositories/${fullName}` }, path);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.github.close();
  }

  async #complete(fullName: string, until: number): Promise<readonly Stream[]> {
    for (;;) {
      // Not there yet: the directory does not lead to it.
      const answer = await this.read(fullName, "/streams").catch(() => null);
      const streams = answer === null ? [] : streamsSchema.parse(answer).data;
      if (streams.length > 0 && streams.every(isComplete)) return streams;
      if (performance.now() > until) throw new Error(`${fullName} is not complete: ${JSON.stringify(streams)}`);
      await sleep(20);
    }
  }
}

function isComplete({ phase, done, expected }: Stream): boolean {
  return phase === "live" && done >= (expected ?? 0);
}

/** `issues 7, comments 6`: requests by the last part of their path. */
export function byStream(requests: readonly Journaled[], fullName: string): string {
  const counts = new Map<string, number>();
  for (const { path } of requests) {
    const below = path.replace(/^\/(repos\/[^/]+\/[^/]+|repositories\/\d+)\/?/, "").split("/");
    const stream = below.join(" ") || fullName;
    counts.set(stream, (counts.get(stream) ?? 0) + 1);
  }
  return [...counts].map(([stream, count]) => `${stream} ${count}`).join(", ");
}

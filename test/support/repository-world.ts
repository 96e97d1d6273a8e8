/** A server and the GitHub that it asks: tenants follow repositories, and a test looks at them through the API alone. */
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { WebSocket } from "ws";
import * as z from "zod";
import type { FakeGithub, GithubOptions, Journaled } from "./github/fake-github.ts";
import { startGithub } from "./github/start-github.ts";
import { startServer, type TestServer } from "./server.ts";

/** The token of the service itself. */
export const SERVICE = "token-of-the-service";

const recordSchema = z.looseObject({ id: z.string() });
const metaSchema = z.looseObject({
  seq: z.int().optional(),
  checkedAt: z.string().optional(),
  pagination: z.looseObject({ nextCursor: z.string().nullable() }).optional(),
});
const answerSchema = z.object({
  data: z.unknown().optional(),
  meta: metaSchema.optional(),
  error: z.unknown().optional(),
});
const createdSchema = z.object({ data: z.object({ apiKey: z.object({ key: z.string() }) }) });
const streamSchema = z.looseObject({
  name: z.string(),
  phase: z.string(),
  expected: z.int().nullable(),
  done: z.int(),
  freshAt: z.string().nullable(),
  truncated: z.boolean(),
  reason: z.string().nullable(),
  error: z.string().nullable(),
  completedAt: z.string().nullable(),
});

export type Row = z.infer<typeof recordSchema>;
export type StreamRow = z.infer<typeof streamSchema>;
export interface Answer {
  readonly status: number;
  readonly data: unknown;
  readonly meta: z.infer<typeof metaSchema>;
}

/** Waits that a busy machine may need; nothing takes this long. */
export const PATIENCE = { timeout: 20_000, interval: 50 };

export class RepositoryWorld {
  readonly server: TestServer;
  readonly github: FakeGithub;

  private constructor(server: TestServer, github: FakeGithub) {
    this.server = server;
    this.github = github;
  }

  static async open(options: GithubOptions = {}, environment: Record<string, string> = {}): Promise<RepositoryWorld> {
    const github = await startGithub(options);
    const server = await startServer({ GITHUB_API_URL: github.url, GITHUB_TOKEN: SERVICE, ...environment });
    return new RepositoryWorld(server, github);
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.github.close();
  }

  /** One request; the operator's where no key is given. */
  async call(method: string, path: string, { key, body }: { key?: string; body?: unknown } = {}): Promise<Answer> {
    const response = await fetch(`${this.server.url}/v1${path}`, {
      method,
      redirect: "manual",
      headers: { authorization: `Bearer ${key ?? this.server.operatorToken}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { data, meta } = answerSchema.parse(await response.json());
    return { status: response.status, data, meta: meta ?? {} };
  }

  /** A tenant without limits, with a token of its own where one is given. */
  async tenant(handle: string, token?: string): Promise<FollowingTenant> {
    const made = await this.call("POST", "/tenants", { body: { tenant: handle, name: handle, plan: "unlimited" } });
    const { apiKey } = createdSchema.parse(made).data;
    const tenant = new FollowingTenant(this, handle, apiKey.key);
    if (token !== undefined) await tenant.setToken(token);
    return tenant;
  }

  /** Has a round begin now. */
  async refresh(fullName: string): Promise<void> {
    expect((await this.call("POST", `/repositories/${fullName}/refresh`)).status).toBe(202);
  }

  /** A round that has checked the repository itself; its streams may still be on their way. */
  async refreshed(fullName: string, key?: string): Promise<void> {
    const before = (await this.read(fullName, "", key)).meta.checkedAt;
    await this.refresh(fullName);
    await expect.poll(async () => (await this.read(fullName, "", key)).meta.checkedAt, PATIENCE).not.toBe(before);
  }

  read(fullName: string, path = "", key?: string): Promise<Answer> {
    return this.call("GET", `/repositories/${fullName}${path}`, key === undefined ? {} : { key });
  }

  /** An open live socket; `ended` becomes the code with which it is closed. */
  async socket(fullName: string, key: string): Promise<{ readonly ended: Promise<number> }> {
    const url = `${this.server.url.replace(/^http/, "ws")}/v1/repositories/${fullName}/live`;
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${key}` } });
    const ended = once(socket, "close").then(([code]) => Number(code));
    await once(socket, "message");
    return { ended };
  }

  /** The repository's record. */
  async record(fullName: string, key?: string): Promise<Row> {
    return recordSchema.parse((await this.read(fullName, "", key)).data);
  }

  /** Every record of a resource, page by page. */
  async all(fullName: string, resource: string, key?: string): Promise<Row[]> {
    const rows: Row[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const { data, meta } = await this.read(fullName, `/${resource}?limit=200${cursor && `&cursor=${cursor}`}`, key);
      rows.push(...z.array(recordSchema).parse(data));
      cursor = meta.pagination?.nextCursor ?? null;
    }
    return rows;
  }

  async stream(fullName: string, name: string, key?: string): Promise<StreamRow> {
    return (
      z
        .array(streamSchema)
        .length(1)
        .parse((await this.read(fullName, `/streams?name=${name}`, key)).data)[0] ?? never()
    );
  }

  async streams(fullName: string, key?: string): Promise<StreamRow[]> {
    return z.array(streamSchema).parse((await this.read(fullName, "/streams", key)).data);
  }

  /** Waits until everything of it was fetched. */
  async complete(fullName: string, key?: string): Promise<void> {
    const open = async () =>
      (await this.streams(fullName, key)).flatMap(({ name, completedAt, phase }) =>
        completedAt === null && phase !== "disabled" ? [name] : [],
      );
    await expect.poll(open, PATIENCE).toEqual([]);
  }

  /** Files of R2 and how they were last written. */
  keptFiles(): string[] {
    const folder = join(this.server.state, "v3", "r2");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.parentPath.includes("blobs"),
    );
    return files.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  }

  /** Requests about a repository so far, below this path. */
  asked(fullName: string, below = ""): Journaled[] {
    const { id, formerNames } = this.github.repository(fullName);
    const roots = [`/repositories/${id}`, ...[fullName, ...formerNames].map((name) => `/repos/${name}`)].map((root) =>
      root.toLowerCase(),
    );
    const isBelow = (path: string) =>
      roots.some((root) => path === `${root}${below}` || path.startsWith(`${root}${below}/`));
    return this.github.requests.filter(({ path }) => isBelow(path.toLowerCase()));
  }
}

export class FollowingTenant {
  readonly world: RepositoryWorld;
  readonly handle: string;
  readonly key: string;

  constructor(world: RepositoryWorld, handle: string, key: string) {
    this.world = world;
    this.handle = handle;
    this.key = key;
  }

  call(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.world.call(method, `/tenants/${this.handle}${path}`, { key: this.key, body });
  }

  async setToken(token: string): Promise<void> {
    expect((await this.call("PUT", "/github-token", { token })).status).toBe(200);
  }

  /** Follows, and waits until the repository knows. */
  async follow(fullName: string): Promise<void> {
    // Before GitHub's first answer the budget lends one request at a time, and whoever comes second is told when to come again.
    const put = async () => (await this.call("PUT", `/follows/${fullName}`)).status;
    await expect.poll(async () => [200, 201].includes(await put()), PATIENCE).toBe(true);
    await expect
      .poll(async () => (await this.call("GET", `/follows/${fullName}`)).data, PATIENCE)
      .toMatchObject({ state: "following" });
    await expect.poll(async () => (await this.world.read(fullName, "", this.key)).status, PATIENCE).toBe(200);
  }

  async unfollow(fullName: string): Promise<void> {
    expect((await this.call("DELETE", `/follows/${fullName}`)).status).toBe(200);
  }
}

function never(): never {
  throw new Error("There is no such stream.");
}

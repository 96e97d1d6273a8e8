/** A repository on the GitHub of the tests in workerd, followed by a tenant, whose rounds begin when a test says so. */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import * as z from "zod";
import { READER_HEADER } from "../../src/auth/reader.ts";
import { budgetStub, repositoryStub } from "../../src/stubs.ts";
import { tellGithub } from "./told-github.ts";

const recordSchema = z.looseObject({ id: z.string() });
const streamSchema = z.looseObject({
  name: z.string(),
  phase: z.string(),
  done: z.int(),
  expected: z.int().nullable(),
  reason: z.string().nullable(),
  error: z.string().nullable(),
  truncated: z.boolean(),
});
export type ShownStream = z.infer<typeof streamSchema>;
const changesSchema = z.object({
  data: z.array(z.object({ before: streamSchema.nullable(), after: streamSchema.nullable() })),
  meta: z.object({ hasMore: z.literal(false) }),
});

const DAY = "2026-10-01T00:00:00Z";
const AUTHOR = { id: 41, login: "ada", type: "User" };

/** What the repository has: issues, the last of them a pull request, a comment, two commits, a release, two contributors. */
function dataOf(id: number, name: string, issues: number): object {
  const issue = (number: number, more: object = {}) => ({
    id: id * 1_000 + number,
    number,
    title: `Issue ${number}`,
    state: "open",
    created_at: DAY,
    updated_at: DAY,
    user: AUTHOR,
    comments: 0,
    labels: [],
    assignees: [],
    ...more,
  });
  const commit = (sha: string) => {
    const by = { name: "Ada", email: "ada@example.com", date: DAY };
    return {
      sha: sha.repeat(40),
      commit: { message: "Work", author: by, committer: by },
      author: AUTHOR,
      committer: AUTHOR,
      parents: [],
    };
  };
  const described = { id, name, owner: { id: 9, login: "states", type: "User" }, stargazers_count: 3 };
  return {
    states: [{ ...described, created_at: DAY, updated_at: DAY, pushed_at: DAY }],
    issues: Array.from({ length: issues }, (_, index) =>
      issue(issues - index, index === 0 ? { pull_request: {} } : {}),
    ),
    comments: [
      {
        id: id * 10,
        issue_url: `https://api.github.com/repos/states/${name}/issues/1`,
        created_at: DAY,
        updated_at: DAY,
        body: "Yes",
        user: AUTHOR,
      },
    ],
    commits: [commit("b"), commit("a")],
    releases: [{ id: id * 10, tag_name: "v1", created_at: DAY, author: AUTHOR }],
    contributors: [
      { ...AUTHOR, contributions: 2 },
      { id: 42, login: "bob", type: "User", contributions: 1 },
    ],
  };
}

let made = 0;

export class FollowedRepository {
  readonly id: number;
  name: string;

  private constructor(id: number, name: string) {
    this.id = id;
    this.name = name;
  }

  /** Adds one with three issues to GitHub, follows it, and waits until everything was fetched. */
  static async make(): Promise<FollowedRepository> {
    const followed = await FollowedRepository.add(3);
    await followed.follow("acme", null);
    await followed.until(async () => (await followed.streams()).every(({ phase }) => phase === "live"));
    return followed;
  }

  /** Adds one to GitHub that nobody follows yet. */
  static async add(issues: number): Promise<FollowedRepository> {
    made += 1;
    const added = new FollowedRepository(880_000 + made, `states/thing-${made}`);
    await tellGithub("github", "add", dataOf(added.id, `thing-${made}`, issues));
    return added;
  }

  /** Has GitHub's repository do something; it is known by its name of today. */
  async does(call: string, ...args: readonly unknown[]): Promise<void> {
    await tellGithub(this.name, call, ...args);
  }

  async follow(tenant: string, credential: string | null): Promise<void> {
    const body = await this.#described();
    const following = {
      tenant,
      credential,
      visible: false,
      activity: false,
      found: { status: 200, headers: [], body },
    };
    await repositoryStub(env, this.id).follow(following);
  }

  /** What GitHub says of it, once its budget has a request to spare: all tests of a file share one. */
  async #described(): Promise<string> {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const found = await budgetStub(env, "service").lookUp({ id: this.id });
      if ("is" in found && found.is === "found") return found.answer.body;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error("GitHub does not show it.");
  }

  /** Begins a round, and another each second until something holds: a budget allows 600 requests a minute. */
  async until(holds: () => Promise<boolean>): Promise<void> {
    let begun = 0;
    await expect
      .poll(
        async () => {
          if (Date.now() - begun > 1_000) {
            begun = Date.now();
            await repositoryStub(env, this.id).refresh();
          }
          await runDurableObjectAlarm(repositoryStub(env, this.id));
          return holds();
        },
        { timeout: 25_000, interval: 50 },
      )
      .toBe(true);
  }

  /** What a member of `tenant` gets. */
  async read(path: string, tenant = "acme"): Promise<Response> {
    const reader = { kind: "user", id: "usr_1", tenants: [tenant], resources: null };
    const headers = { [READER_HEADER]: JSON.stringify(reader), "x-request-id": "test" };
    return repositoryStub(env, this.id).fetch(`https://croft.test/v1/repositories/${this.name}${path}`, { headers });
  }

  async record(): Promise<z.infer<typeof recordSchema>> {
    return z.object({ data: recordSchema }).parse(await (await this.read("")).json()).data;
  }

  async records(resource: string): Promise<readonly z.infer<typeof recordSchema>[]> {
    return z.object({ data: z.array(recordSchema) }).parse(await (await this.read(`/${resource}?limit=200`)).json())
      .data;
  }

  async streams(): Promise<readonly ShownStream[]> {
    return z.object({ data: z.array(streamSchema) }).parse(await (await this.read("/streams")).json()).data;
  }

  async stream(name: string): Promise<ShownStream> {
    const found = (await this.streams()).find((stream) => stream.name === name);
    if (!found) throw new Error(`There is no stream ${name}.`);
    return found;
  }

  /** Every stream that came to show an error, as it stood then. The log keeps what a stream itself shows until its next page alone. */
  async failures(): Promise<readonly ShownStream[]> {
    const answer = await this.read("/changes?resource=streams&limit=1000");
    return changesSchema.parse(await answer.json()).data.flatMap(({ before, after }) => {
      const { error = null } = before ?? {};
      return after && after.error !== null && after.error !== error ? [after] : [];
    });
  }

  async rest(): Promise<void> {
    for (const tenant of ["acme", "other"]) await repositoryStub(env, this.id).unfollow({ tenant });
  }
}

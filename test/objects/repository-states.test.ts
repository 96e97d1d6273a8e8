import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { repositoryStub } from "../../src/stubs.ts";
import { FollowedRepository } from "../support/followed-repository.ts";
import { askedOfGithub, tellGithub } from "../support/told-github.ts";

const made: FollowedRepository[] = [];

async function make(): Promise<FollowedRepository> {
  const repository = await FollowedRepository.make();
  made.push(repository);
  return repository;
}

afterEach(async () => {
  for (const repository of made.splice(0)) await repository.rest();
});

/** Ids of everything that was fetched before. */
async function history(repository: FollowedRepository): Promise<string[]> {
  const lists = await Promise.all(
    ["issues", "comments", "commits", "releases", "contributors"].map((name) => repository.records(name)),
  );
  return lists.flat().map(({ id }) => id);
}

interface Case {
  readonly call: string;
  readonly state: string;
  /** What the streams are in, and say of it. */
  readonly phase: string;
  readonly reason: string | null;
}

const GONE: readonly Case[] = [
  {
    call: "remove",
    state: "missing",
    phase: "paused",
    reason: "GitHub shows the repository no more: it was deleted, or is private now.",
  },
  { call: "block", state: "blocked", phase: "paused", reason: "GitHub withholds the repository for legal reasons." },
  { call: "archive", state: "archived", phase: "live", reason: null },
];

describe("a repository", () => {
  it.each(GONE)(
    "is $state after GitHub did $call, and comes back with all it had",
    async ({ call, state, phase, reason }) => {
      const repository = await make();
      const before = await history(repository);
      await repository.does(call);
      await repository.until(async () => (await repository.record()).state === state);
      const streams = await repository.streams();
      expect(streams.map((stream) => [stream.phase, stream.reason])).toEqual(streams.map(() => [phase, reason]));
      expect(await history(repository)).toEqual(before);
      await repository.does("comeBack");
      await repository.does("update", { archived: false });
      await repository.does("addIssue", { title: "After it came back" });
      await repository.until(async () => (await repository.records("issues")).length === 4);
      expect(await repository.record()).toMatchObject({ state: "active" });
      expect((await repository.streams()).map((stream) => stream.reason)).toEqual(streams.map(() => null));
    },
  );

  it("keeps its history under another name, and whoever takes the old one is another repository", async () => {
    const [repository, other] = [await make(), await make()];
    const before = await history(repository);
    const old = repository.name;
    await repository.does("rename", "moved", `to-${repository.id}`);
    repository.name = `moved/to-${repository.id}`;
    await repository.until(async () => (await repository.record()).fullName === repository.name);
    expect(await repository.record()).toMatchObject({ formerNames: [old], state: "active" });
    await other.does("takeName", ...old.split("/"));
    other.name = old;
    await other.until(async () => (await other.record()).fullName === old);
    await repository.does("addIssue", { title: "Under the new name" });
    await repository.until(async () => (await repository.records("issues")).length === 4);
    expect(await other.records("issues")).toHaveLength(3);
    expect(await history(repository)).toEqual(expect.arrayContaining(before));
  });

  it("is looked for by its number when another repository bears its name", async () => {
    const [repository, other] = [await make(), await make()];
    const old = repository.name;
    // Both between two rounds: its own object has not heard of the new name.
    await repository.does("rename", "moved", `unheard-${repository.id}`);
    repository.name = `moved/unheard-${repository.id}`;
    await other.does("takeName", ...old.split("/"));
    other.name = old;
    await repository.until(async () => (await repository.record()).fullName === repository.name);
    expect(await repository.record()).toMatchObject({ githubId: repository.id, formerNames: [old] });
  });

  it("has streams that say why there is nothing to fetch", async () => {
    const repository = await make();
    await repository.does("disableIssues");
    await repository.does("empty");
    await repository.does("addRelease", { tag_name: "v2" });
    await repository.until(async () => (await repository.stream("issues")).phase === "disabled");
    expect(await repository.stream("issues")).toMatchObject({ reason: "Issues are switched off.", done: 3 });
    await repository.until(async () => (await repository.stream("commits")).reason !== null);
    expect(await repository.stream("commits")).toMatchObject({
      phase: "live",
      reason: "The repository is empty.",
      done: 2,
    });
    expect(await repository.stream("releases")).toMatchObject({ phase: "live", reason: null, done: 2 });
  });
});

const PATH = (repository: FollowedRepository) => ({ path: `/repos/${repository.name}/issues`, times: 1 });

/** The newest request for its issues. */
async function lastAsked({ name }: FollowedRepository) {
  return (await askedOfGithub(`/repos/${name}/issues`)).findLast(({ path }) => path === `/repos/${name}/issues`);
}

describe("a repository that the last tenant leaves", () => {
  it("stands still, although an answer that was under way lands later, until somebody follows it again", async () => {
    const repository = await make();
    await repository.does("addIssue", { title: "On its way" });
    await tellGithub("switches", "latency", 1_000, { path: `/repos/${repository.name}/issues` });
    await repositoryStub(env, repository.id).refresh();
    await expect.poll(async () => (await lastAsked(repository))?.status, { timeout: 20_000 }).toBeNull();
    await repositoryStub(env, repository.id).unfollow({ tenant: "acme" });
    await expect.poll(async () => (await repository.stream("issues")).done, { timeout: 20_000 }).toBe(4);
    const streams = await repository.streams();
    expect(streams.map(({ phase, reason }) => [phase, reason])).toEqual(
      streams.map(() => ["paused", "Nobody follows the repository."]),
    );
    await repository.follow("acme", null);
    expect((await repository.streams()).map(({ phase, reason }) => [phase, reason])).toEqual(
      streams.map(() => ["live", null]),
    );
  });
});

describe("an answer that is no page", () => {
  it.each([
    [500, "{}", "GitHub answered 500."],
    [503, "<html>", "GitHub answered 503."],
    [403, '{"message":"Resource not accessible by integration"}', "GitHub does not let the credential read this."],
    [
      403,
      '{"message":"Resource protected by organization SAML enforcement."}',
      "GitHub asks for a sign-in of the organisation (SAML).",
    ],
    [502, "", "GitHub took too long to make the page."],
    [422, '{"message":"pagination is limited"}', "GitHub refused a later page of the list."],
    [200, "[{", "GitHub's answer cannot be read: The body is no JSON."],
    [200, "{}", "GitHub's answer cannot be read: The body is JSON, but no list."],
  ])("%i %s leaves what is there, and says so", async (status, body, error) => {
    const repository = await make();
    await tellGithub("github", "next", { status, body }, PATH(repository));
    // A round may have been under way: then it is the comments, below the same path, that meet it.
    await repository.until(async () => (await repository.failures()).length > 0);
    expect(await repository.failures()).toMatchObject([{ error, phase: "live" }]);
    expect(await repository.records("issues")).toHaveLength(3);
    expect(await repository.records("comments")).toHaveLength(1);
  });

  it("of 202 or 204 is no error", async () => {
    const repository = await make();
    await tellGithub("github", "next", { status: 202, body: "{}" }, PATH(repository));
    await repository.does("star");
    await repository.until(async () => (await repository.record()).stars === 4);
    expect(await repository.failures()).toEqual([]);
  });
});

describe("a page with an item that cannot be read", () => {
  it("lands without it, and the error log names it", async () => {
    const repository = await make();
    await tellGithub("switches", "wrongTypes", { path: `/repos/${repository.name}/issues`, times: 1 });
    await repository.does("addIssue", { title: "Fourth" });
    await repository.does("addIssue", { title: "Fifth" });
    await repository.until(async () => (await repository.records("error-log")).length > 0);
    const [noted] = await repository.records("error-log");
    await repository.until(async () => (await repository.records("issues")).length > 3);
    expect(noted?.message).toMatch(/^(issues|comments) (iss_\d+|com_\d+|item \d+): /);
  });
});

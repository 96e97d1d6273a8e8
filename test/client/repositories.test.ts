/** Repositories in the client, against a server and the GitHub of the tests. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { type Croft, createCroft } from "../../src/client/croft.ts";
import { operatorsOf } from "../../src/client/operators/operators.ts";
import { followsOf, repositoriesOf } from "../../src/client/repositories/repositories.ts";
import { followIssues, listFollowed } from "../support/documented-client.ts";
import { generatedRepository } from "../support/github/generated-repository.ts";
import type { Types } from "../support/real-tenant.ts";
import { type FollowingTenant, PATIENCE, RepositoryWorld } from "../support/repository-world.ts";

const STATIC = "generated/static";
const LIVE = "generated/live";
const RENAMED = "generated/renamed";
const OTHER = "other/followed";
const TOKEN = "token-of-acme-0123456789";

let world: RepositoryWorld;
let acme: FollowingTenant;
let croft: Croft<Types>;
beforeAll(async () => {
  const sized = { issues: 30, comments: 10, commits: 12, contributors: 4, stars: 3 };
  const repositories = [STATIC, LIVE, RENAMED, OTHER].map((fullName, seed) =>
    generatedRepository({ ...sized, seed, fullName }),
  );
  world = await RepositoryWorld.open({ repositories });
  acme = await world.tenant("acme");
  croft = createCroft({ url: world.server.url, token: acme.key, webSocket: WebSocket });
});
afterAll(() => world?.close());

const complete = new Map<string, Promise<void>>();
/** Has the tenant follow it, and everything fetched; once. */
function fetched(fullName: string): Promise<void> {
  const done = complete.get(fullName) ?? acme.follow(fullName).then(() => world.complete(fullName));
  complete.set(fullName, done);
  return done;
}

describe("the directory of repositories", () => {
  it("is listed, narrowed and walked page by page", async () => {
    for (const fullName of [STATIC, LIVE, RENAMED]) await fetched(fullName);
    const { list } = repositoriesOf(croft);
    await expect.poll(async () => (await list({ following: "acme" })).data.length, PATIENCE).toBe(3);
    const page = await list({ q: "generated/", sort: "name", limit: 2 });
    expect(page).toMatchObject({ hasMore: true, projectedAt: expect.stringMatching(/^20/) });
    expect(page.data[0]).toMatchObject({ fullName: LIVE, following: ["acme"], visibility: "public" });
    expect((await page.next())?.data.map(({ fullName }) => fullName)).toEqual([STATIC]);
    const names: string[] = [];
    for await (const { fullName } of page) names.push(fullName);
    expect(names).toEqual([LIVE, RENAMED, STATIC]);
    await expect(list({ following: "globex" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("hands out one repository once", () => {
    const repositories = repositoriesOf(croft);
    expect(repositoriesOf(croft)).toBe(repositories);
    expect(repositories.repository("Generated", "STATIC")).toBe(repositories.repository("generated", "static"));
    expect(() => repositoriesOf({ tenant: () => ({}) })).toThrow(TypeError);
  });
});

describe("a repository", () => {
  it("is read like a tenant", async () => {
    await fetched(STATIC);
    const repository = repositoriesOf(croft).repository("generated", "static");
    const { record, seq, checkedAt } = await repository.get();
    expect(record).toMatchObject({ fullName: STATIC, state: "active" });
    expect([seq > 0, checkedAt !== null && Date.parse(checkedAt) > 0]).toEqual([true, true]);
    const pulls = await repository.pulls.list({ limit: 5, count: true });
    const open = await repository.resource("issues").aggregate({ groupBy: ["isPull"], count: true });
    expect(open.rows).toContainEqual({ isPull: true, count: pulls.total });
    const [newest] = (await repository.issues.list({ sort: ["-number"], limit: 1 })).data;
    const { number, id, title } = newest ?? { number: 0, id: "", title: "" };
    expect(number).toBe(30);
    expect(await repository.issues.get(id)).toEqual(newest);
    expect((await repository.issues.history(id)).data.at(-1)).toMatchObject({ action: "create", recordId: id });
    const [word = ""] = title.split(" ");
    expect((await repository.search(word, { resource: "issues" })).length).toBeGreaterThan(0);
    expect((await repository.changes({ limit: 1 }).next()).value).toMatchObject({ seq: 1 });
    expect((await repository.streams.list()).data.map(({ phase }) => phase)).toEqual(Array(7).fill("live"));
  });

  it("is not there under a name that nobody follows", async () => {
    const repository = repositoriesOf(croft).repository("nobody", "follows-this");
    await expect(repository.get()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(repository.issues.list()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is followed live, in records and in figures", async () => {
    await fetched(LIVE);
    const repository = repositoriesOf(croft).repository("generated", "live");
    const issues = repository.issues.live({ sort: ["-number"], limit: 3 });
    const byState = repository.resource("issues").liveAggregate({ groupBy: ["state"], count: true });
    const ends = [issues, byState].map((query) => query.subscribe(() => undefined));
    await issues.ready(AbortSignal.timeout(20_000));
    await byState.ready(AbortSignal.timeout(20_000));
    expect(repository.connection.value).toMatchObject({ status: "live" });
    const opened = world.github.repository(LIVE).addIssue({ title: "A new one" });
    await world.refresh(LIVE);
    await expect
      .poll(() => issues.value.data[0], PATIENCE)
      .toMatchObject({ number: opened.number, title: "A new one" });
    const counted = () => byState.value.data.reduce((sum, { count }) => sum + Number(count), 0);
    await expect.poll(counted, PATIENCE).toBe(31);
    for (const end of ends) end();
  });

  it("is found by the name that it had, by calls and by sockets", async () => {
    await fetched(RENAMED);
    world.github.repository(RENAMED).rename("generated", "today");
    await world.refresh(RENAMED);
    await expect.poll(async () => (await world.read("generated/today")).status, PATIENCE).toBe(200);
    // What a Worker remembers of names is a minute old at most, and nothing in a new one.
    await world.server.kill9();
    await world.server.restart();
    expect((await world.read(RENAMED)).status).toBe(301);
    const repository = repositoriesOf(croft).repository("generated", "renamed");
    expect((await repository.get()).record).toMatchObject({ name: "today", formerNames: [RENAMED] });
    expect((await repository.issues.list({ limit: 1 })).data).toHaveLength(1);
    const seen: string[] = [];
    const end = repository.connection.subscribe(({ status }) => seen.push(status));
    const { data } = await repository.repository.live().ready(AbortSignal.timeout(20_000));
    expect(data).toMatchObject([{ name: "today" }]);
    expect(seen).not.toContain("closed");
    end();
  });
});

it("is shown in docs/client.md by code that does what it says", async () => {
  await fetched(STATIC);
  await fetched(LIVE);
  const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await expect
    .poll(async () => {
      await listFollowed(croft);
      return said.mock.calls;
    }, PATIENCE)
    .toContainEqual([STATIC, 3]);
  const stop = followIssues(croft, "generated", "live");
  const opened = world.github.repository(LIVE).addIssue({ title: "Seen in the documents" });
  await world.refresh(LIVE);
  await expect.poll(() => said.mock.calls, PATIENCE).toContainEqual(["live", opened.title]);
  stop();
  said.mockRestore();
});

it("is asked for at once, and made anew, by operators", async () => {
  await fetched(STATIC);
  const operator = createCroft({ url: world.server.url, token: world.server.operatorToken });
  const { repositories, budgets } = operatorsOf(operator);
  const { id: githubId } = world.github.repository(STATIC);
  expect(await repositories.refresh("generated", "static")).toEqual({ githubId, status: "queued" });
  expect(await repositories.rebuild("generated", "static")).toEqual({ githubId, status: "queued" });
  await expect(operatorsOf(croft).repositories.refresh("generated", "static")).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  expect((await budgets.list()).data).toMatchObject([{ credential: "service", hour: { limit: 5_000 }, dead: false }]);
});

describe("what a tenant follows", () => {
  it("is followed, found, and unfollowed", async () => {
    const follows = followsOf(croft.tenant("acme"));
    await expect(follows.find("other", "followed")).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { record, seq } = await follows.follow("other", "followed", { activity: false });
    expect(record).toMatchObject({ fullName: OTHER, activity: false });
    expect(seq).toBeGreaterThan(0);
    expect(await follows.find("Other", "Followed")).toMatchObject({ id: record.id });
    expect(await follows.unfollow("other", "followed")).toMatchObject({ id: record.id, seq: expect.any(Number) });
    await expect(follows.find("other", "followed")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("brings its people as leads, each once", async () => {
    await fetched(STATIC);
    const follows = followsOf(croft.tenant("acme"));
    const first = await follows.people("generated", "static", { sources: ["contributors"] });
    expect(first.created).toBeGreaterThan(0);
    expect(await follows.people("generated", "static", { sources: ["contributors"] })).toEqual({
      ...first,
      created: 0,
      unchanged: first.unchanged + first.created,
    });
    const leads = croft.tenant("acme").resource("leads");
    expect((await leads.list({ filter: { source: "github" }, count: true })).total).toBe(first.created);
  });

  it("is asked for with a token of the tenant's own, which is never shown", async () => {
    const { githubToken } = followsOf(croft.tenant("acme"));
    expect(await githubToken.get()).toEqual({ setAt: null });
    const set = await githubToken.set(TOKEN);
    expect(set).toEqual({ setAt: expect.stringMatching(/^20/) });
    expect(await githubToken.get()).toEqual(set);
    expect(await githubToken.forget()).toEqual({ setAt: null });
  });
});

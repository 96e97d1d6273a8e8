import { runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTenant } from "../support/api.ts";
import { GithubObjects, repositoryIn, tellRepositories } from "../support/github-objects.ts";
import { join } from "../support/people.ts";

const TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345";

let github: GithubObjects;
beforeEach(() => {
  github = new GithubObjects().install();
});
afterEach(() => github.uninstall());

describe("following a repository", () => {
  it("makes a record, and tells the repository what GitHub answered, with one request", async () => {
    const tenant = await makeTenant();
    const { id, fullName } = repositoryIn(github);
    const answer = await tenant.owner.put(`/follows/${fullName.toUpperCase()}`, "");
    expect(answer.verdict).toBe("201");
    expect(answer.headers.get("location")).toBe(`${tenant.path}/follows/${fullName}`);
    expect(answer.headers.get("etag")).toBe('"1"');
    const pending = { repositoryId: id, owner: "Octocat", fullName, state: "pending", activity: true };
    expect(answer.record).toMatchObject({ ...pending, visibility: "public" });
    await tellRepositories(tenant);
    const told = github.following(id, tenant.handle);
    expect(told).toMatchObject({ credential: null, visible: false, activity: true, found: { status: 200 } });
    expect(github.lookUps).toHaveLength(1);
    expect(github.lookUps[0]?.credential).toBe("service");
    const { record } = await tenant.owner.get(`/follows/${fullName.toLowerCase()}`);
    expect(record).toMatchObject({ state: "following", version: 2 });
    expect((await tenant.owner.get("/follows?state=following")).ids).toEqual([answer.id]);
  });

  it("again changes only how it is followed, and is never two follows of one repository", async () => {
    const tenant = await makeTenant();
    const repository = repositoryIn(github);
    const first = await tenant.owner.put(`/follows/${repository.fullName}`, {});
    await tellRepositories(tenant);
    const same = await tenant.owner.put(`/follows/${repository.fullName}`, {});
    expect([same.verdict, same.id, same.record.version]).toEqual(["200", first.id, 2]);
    const quiet = await tenant.owner.put(`/follows/${repository.fullName}`, { activity: false });
    expect([quiet.verdict, quiet.record.activity]).toEqual(["200", false]);
    await tellRepositories(tenant);
    expect(github.following(repository.id, tenant.handle)?.activity).toBe(false);
    const before = repository.fullName;
    repository.fullName = "Octocat/Renamed";
    const renamed = await tenant.owner.put("/follows/octocat/renamed", {});
    expect([renamed.verdict, renamed.id, renamed.record.fullName]).toEqual(["200", first.id, "Octocat/Renamed"]);
    expect(renamed.record.activity).toBe(false);
    expect((await tenant.owner.get(`/follows/${before}`)).verdict).toBe("404 NOT_FOUND");
    expect((await tenant.owner.get("/follows")).ids).toEqual([first.id]);
  });

  it("from many requests at once makes one follow", async () => {
    const { owner } = await makeTenant();
    const { fullName } = repositoryIn(github);
    const answers = await Promise.all(Array.from({ length: 10 }, () => owner.put(`/follows/${fullName}`, {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201]);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  });

  it("is done once under one Idempotency-Key, without asking GitHub again", async () => {
    const tenant = await makeTenant();
    const { fullName } = repositoryIn(github);
    const key = { "idempotency-key": "k" };
    const first = await tenant.owner.put(`/follows/${fullName}`, {}, key);
    const again = await tenant.owner.put(`/follows/${fullName}`, {}, key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(github.lookUps).toHaveLength(1);
    const gone = await tenant.owner.delete(`/follows/${fullName}`, { "idempotency-key": "d" });
    expect((await tenant.owner.delete(`/follows/${fullName}`, { "idempotency-key": "d" })).text).toBe(gone.text);
  });

  it.each([
    "/follows/a.b/c",
    "/follows/a/b%2fc",
    "/follows/a/..%00",
    `/follows/${"a".repeat(40)}/b`,
    "/follows/a/b%20c",
  ])("refuses %s, which no repository is called", async (path) => {
    const { owner } = await makeTenant();
    expect(["400 BAD_REQUEST", "404 NOT_FOUND"]).toContain((await owner.put(path, {})).verdict);
    expect(github.lookUps).toEqual([]);
  });

  it("refuses a body with anything else in it", async () => {
    const { owner } = await makeTenant();
    for (const body of [{ state: "following" }, { repositoryId: 1 }, { activity: 1 }, { custom: {} }])
      expect((await owner.put("/follows/a/b", body)).verdict).toBe("422 VALIDATION_ERROR");
    expect((await owner.put("/follows/a/b", "x", { "content-type": "text/plain" })).status).toBe(415);
  });

  it("is limited by the plan, at the moment of the write", async () => {
    const tenant = await makeTenant("free");
    const names = Array.from({ length: 27 }, () => repositoryIn(github).fullName);
    for (const name of names.slice(0, 24)) expect((await tenant.owner.put(`/follows/${name}`, {})).status).toBe(201);
    const last = await Promise.all(names.slice(24).map((name) => tenant.owner.put(`/follows/${name}`, {})));
    expect(last.map(({ verdict }) => verdict).sort()).toEqual(["201", "429 QUOTA_EXCEEDED", "429 QUOTA_EXCEEDED"]);
    expect(last.find(({ status }) => status === 429)?.faults).toEqual(["maxFollows"]);
    expect((await tenant.owner.put(`/follows/${names[0]}`, {})).status).toBe(200);
    await tenant.owner.delete(`/follows/${names[0]}`);
    expect((await tenant.owner.put(`/follows/${names[0]}`, {})).status).toBe(201);
  });

  it("says when GitHub cannot be asked, and when to come again", async () => {
    const { owner } = await makeTenant();
    github.answer = () => ({ is: "failed" });
    const failed = await owner.put("/follows/a/b", {});
    expect([failed.verdict, failed.headers.get("retry-after")]).toEqual(["503 UNAVAILABLE", "30"]);
    github.answer = () => ({ askAt: Date.now() + 90_000 });
    const limited = await owner.put("/follows/a/b", {});
    expect(limited.verdict).toBe("503 UNAVAILABLE");
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(85);
    github.answer = () => ({ is: "absent", why: "missing" });
    expect((await owner.put("/follows/a/b", {})).verdict).toBe("404 NOT_FOUND");
  });

  it("writes nothing for whoever lost the right while GitHub was asked", async () => {
    const tenant = await makeTenant();
    const { fullName } = repositoryIn(github);
    const member = await join(tenant, "member");
    github.meanwhile = async () => void (await tenant.owner.patch(`/members/${member.memberId}`, { role: "viewer" }));
    expect((await member.put(`/follows/${fullName}`, {})).verdict).toBe("403 FORBIDDEN");
    const key = await tenant.as("member");
    github.meanwhile = async () => void (await tenant.owner.delete(`/api-keys/${key.keyId}`));
    expect((await key.put(`/follows/${fullName}`, {})).verdict).toBe("401 UNAUTHENTICATED");
    github.meanwhile = async () => void (await tenant.owner.delete(`?confirm=${tenant.handle}`));
    expect((await tenant.owner.put(`/follows/${fullName}`, {})).verdict).toBe("404 NOT_FOUND");
  });

  it("is tried again until the repository knows", async () => {
    const tenant = await makeTenant();
    const { id, fullName } = repositoryIn(github);
    github.isAway = true;
    await tenant.owner.put(`/follows/${fullName}`, {});
    await tellRepositories(tenant);
    expect((await tenant.owner.get(`/follows/${fullName}`)).record.state).toBe("pending");
    github.isAway = false;
    await tellRepositories(tenant);
    expect((await tenant.owner.get(`/follows/${fullName}`)).record.state).toBe("following");
    expect(github.following(id, tenant.handle)?.found?.status).toBe(200);
    expect(github.lookUps).toHaveLength(1);
  });

  it("is nobody's business through the routes of records", async () => {
    const { owner } = await makeTenant();
    const { fullName } = repositoryIn(github);
    const { id } = await owner.put(`/follows/${fullName}`, {});
    for (const call of [
      owner.post("/follows", { repositoryId: 1 }),
      owner.patch(`/follows/${id}`, { state: "following" }),
      owner.put(`/follows/${id}`, { repositoryId: 1 }),
      owner.delete(`/follows/${id}`),
      owner.delete(`/follows/${id}?purge=true`),
      owner.post(`/follows/${id}/restore`),
      owner.post("/batch", { operations: [{ op: "delete", resource: "follows", id }] }),
    ])
      expect((await call).verdict).toBe("403 FORBIDDEN");
    expect((await owner.get(`/follows/${id}/changes`)).records[0]).toMatchObject({ recordId: id });
    expect((await owner.get(`/follows/${id}`)).record.fullName).toBe(fullName);
  });
});

describe("unfollowing", () => {
  it("ends the record, and the repository hears of it", async () => {
    const tenant = await makeTenant();
    const { id, fullName } = repositoryIn(github);
    const follow = await tenant.owner.put(`/follows/${fullName}`, {});
    await tellRepositories(tenant);
    const gone = await tenant.owner.delete(`/follows/${fullName}`);
    expect(gone.verdict).toBe("200");
    expect(gone.record).toMatchObject({ id: follow.id, deletedAt: expect.any(String) });
    await tellRepositories(tenant);
    expect(github.following(id, tenant.handle)).toBeUndefined();
    expect((await tenant.owner.delete(`/follows/${fullName}`)).verdict).toBe("404 NOT_FOUND");
    const again = await tenant.owner.put(`/follows/${fullName}`, {});
    expect(again.verdict).toBe("201");
    expect(again.id).not.toBe(follow.id);
  });

  it("wins over a following that was not yet told", async () => {
    const tenant = await makeTenant();
    const { id, fullName } = repositoryIn(github);
    await tenant.owner.put(`/follows/${fullName}`, {});
    await tenant.owner.delete(`/follows/${fullName}`);
    await tellRepositories(tenant);
    expect(github.following(id, tenant.handle)).toBeUndefined();
  });
});

describe("a private repository", () => {
  it("is followed with the tenant's own token alone, whatever others see", async () => {
    const tenant = await makeTenant();
    const other = await makeTenant();
    const seenBy = [`tenant:${tenant.handle}`, "service"];
    const { id, fullName } = repositoryIn(github, { private: true, seenBy });
    const missing = await tenant.owner.put("/follows/octocat/nothing", {});
    const hidden = await tenant.owner.put(`/follows/${fullName}`, {});
    expect([hidden.verdict, hidden.error.message]).toEqual([missing.verdict, missing.error.message]);
    await github.acceptTokens(() => other.owner.put("/github-token", { token: TOKEN }));
    await github.acceptTokens(() => tenant.owner.put("/github-token", { token: TOKEN }));
    expect((await other.owner.put(`/follows/${fullName}`, {})).verdict).toBe("404 NOT_FOUND");
    const answer = await tenant.owner.put(`/follows/${fullName}`, {});
    expect([answer.verdict, answer.record.visibility]).toEqual(["201", "private"]);
    await tellRepositories(tenant);
    const credential = `tenant:${tenant.handle}`;
    expect(github.following(id, tenant.handle)).toMatchObject({ credential, visible: true });
    expect((await other.owner.get(`/follows/${fullName}`)).verdict).toBe("404 NOT_FOUND");
    expect((await other.owner.get("/follows")).ids).toEqual([]);
  });

  it("is out of sight without the token, and again in sight with another one", async () => {
    const tenant = await makeTenant();
    const credential = `tenant:${tenant.handle}`;
    const { id, fullName } = repositoryIn(github, { private: true, seenBy: [credential] });
    await github.acceptTokens(() => tenant.owner.put("/github-token", { token: TOKEN }));
    await tenant.owner.put(`/follows/${fullName}`, {});
    await tellRepositories(tenant);
    expect((await tenant.owner.delete("/github-token")).verdict).toBe("200");
    await tellRepositories(tenant);
    expect(github.following(id, tenant.handle)).toMatchObject({ credential: null, visible: false });
    await github.acceptTokens(() => tenant.owner.put("/github-token", { token: `${TOKEN}9` }));
    github.answer = () => ({ is: "failed" });
    await tellRepositories(tenant);
    expect(github.following(id, tenant.handle)).toMatchObject({ visible: false });
    github.answer = null;
    await tellRepositories(tenant);
    expect(github.following(id, tenant.handle)).toMatchObject({ credential, visible: true });
  });
});

describe("a tenant's GitHub token", () => {
  it("is kept by its credential's budget, and nowhere in the tenant", async () => {
    const tenant = await makeTenant();
    expect((await tenant.owner.get("/github-token")).record).toEqual({ setAt: null });
    const key = { "idempotency-key": "t" };
    const answer = await github.acceptTokens(() => tenant.owner.put("/github-token", { token: TOKEN }, key));
    expect([answer.verdict, Object.keys(answer.record)]).toEqual(["200", ["setAt"]]);
    expect(github.tokens.get(`tenant:${tenant.handle}`)).toBe(TOKEN);
    expect((await tenant.owner.get("/github-token")).record).toEqual(answer.record);
    const everything = await runInDurableObject(tenant.stub, (_, { storage }) => {
      const tables = storage.sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
        )
        .toArray();
      return tables.map(({ name }) => JSON.stringify(storage.sql.exec(`SELECT * FROM "${name}"`).toArray())).join();
    });
    expect(everything).not.toContain(TOKEN);
    expect(everything).not.toContain(TOKEN.slice(-8));
    expect((await tenant.owner.get("/changes?since=0")).text).toContain("github-token");
  });

  it("is refused where GitHub refuses it, and the one before stays", async () => {
    const tenant = await makeTenant();
    await github.acceptTokens(() => tenant.owner.put("/github-token", { token: TOKEN }));
    const refused = await github.acceptTokens(() => tenant.owner.put("/github-token", { token: `${TOKEN}1` }), 401);
    expect([refused.verdict, refused.faults]).toEqual(["422 VALIDATION_ERROR", ["token"]]);
    const away = await github.acceptTokens(() => tenant.owner.put("/github-token", { token: `${TOKEN}1` }), 502);
    expect([away.verdict, away.headers.get("retry-after")]).toEqual(["503 UNAVAILABLE", "30"]);
    expect(github.tokens.get(`tenant:${tenant.handle}`)).toBe(TOKEN);
    for (const token of ["", "short", "with space 0123456789012345", `${TOKEN}\r\nx: y`, 5])
      expect((await tenant.owner.put("/github-token", { token })).verdict).toBe("422 VALIDATION_ERROR");
  });

  it("is forgotten with the tenant, which unfollows everything", async () => {
    const tenant = await makeTenant();
    const repositories = Array.from({ length: 25 }, () => repositoryIn(github));
    await github.acceptTokens(() => tenant.owner.put("/github-token", { token: TOKEN }));
    for (const { fullName } of repositories) await tenant.owner.put(`/follows/${fullName}`, {});
    await tellRepositories(tenant);
    const followed = () => repositories.filter(({ id }) => github.following(id, tenant.handle)).length;
    expect(followed()).toBe(25);
    github.isAway = true;
    expect((await tenant.owner.delete(`?confirm=${tenant.handle}`)).status).toBeGreaterThanOrEqual(500);
    expect((await tenant.owner.get("")).status).toBe(200);
    github.isAway = false;
    await tellRepositories(tenant);
    expect(followed()).toBe(25);
    expect((await tenant.owner.delete(`?confirm=${tenant.handle}`)).status).toBe(200);
    expect(followed()).toBe(0);
    expect(github.tokens.size).toBe(0);
  });
});

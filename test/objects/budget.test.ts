import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { seal } from "../../objects/budget/sealed.ts";
import type { Report } from "../../objects/github/lease.ts";
import { parseEnv } from "../../src/env.ts";
import { budgetStub } from "../../src/stubs.ts";
import {
  BUDGET_REPOSITORY,
  INSTALLATION,
  SERVICE_TOKEN,
  SUSPENDED,
  TENANT_TOKENS,
} from "../support/github-credentials.ts";
import { askedOfGithub, tellGithub } from "../support/told-github.ts";

const HOUR = 60 * 60_000;
const nothing: Report = { hour: null, limit: null, failed: false, unauthenticated: false };
const wanting = (repository: number, requests = 5) => ({ repository, watched: false, requests });
const fresh = (): Report => ({ ...nothing, hour: { limit: 5_000, remaining: 4_000, resetAt: Date.now() + HOUR } });
const settlement = (repository: number, report: Report, done = true) => ({ repository, reports: [report], done });

const tokens = [...TENANT_TOKENS];
let tenants = 0;
/** The budget of a tenant that nobody knows yet, and a token for it that GitHub accepts. */
function newTenant() {
  tenants += 1;
  const token = tokens.pop();
  if (token === undefined) throw new Error("test/support/github-credentials.ts has too few tokens.");
  return { budget: budgetStub(env, `tenant:budget-${tenants}`), token };
}

/** The same with its token, and an hour that is known. */
async function withToken() {
  const { budget, token } = newTenant();
  await budget.setToken(token);
  await budget.ask(wanting(1, 1));
  await budget.settle(settlement(1, fresh()));
  return { budget, token };
}

type BudgetStub = ReturnType<typeof budgetStub>;
const keptBy = (budget: BudgetStub) =>
  runInDurableObject(budget, (_, { storage }) => JSON.stringify([...storage.kv.list()]));

afterEach(() => vi.restoreAllMocks());

describe("the budget of a credential", () => {
  it("leases requests with the credential, and takes in what they came to", async () => {
    const { budget, token } = await withToken();
    expect(await budget.ask(wanting(7))).toEqual({
      lease: { requests: 5, until: expect.any(Number) },
      authorization: `Bearer ${token}`,
      baseUrl: parseEnv(env).githubApiUrl,
    });
    const hour = { limit: 5_000, remaining: 3_999, resetAt: Date.now() + HOUR };
    expect(await budget.settle(settlement(7, { ...nothing, hour }, false))).toEqual({ requests: 4 });
    expect(await budget.view()).toMatchObject({ hour: { remaining: 3_999 }, leases: 1, waiting: 0, dead: false });
    expect(await budget.settle({ repository: 7, reports: [], done: true })).toEqual({ requests: 0 });
    expect(await budget.view()).toMatchObject({ leases: 0 });
  });

  it("stops everybody where one meets a limit, over an eviction too", async () => {
    const { budget } = await withToken();
    for (const repository of [1, 2]) expect(await budget.ask(wanting(repository))).toHaveProperty("lease");
    const until = Date.now() + HOUR;
    await budget.settle(settlement(1, { ...nothing, limit: { of: "secondary", until } }));
    expect(await budget.settle(settlement(2, fresh(), false))).toEqual({ requests: 0 });
    await evictDurableObject(budget);
    expect(await budget.ask(wanting(3))).toEqual({ askAt: until });
    expect(await budget.lookUp({ id: 1 })).toEqual({ askAt: until });
    expect(await budget.view()).toMatchObject({ blockedUntil: until, waiting: 1 });
  });

  it("keeps leases and what is left of the hour over an eviction", async () => {
    const { budget } = await withToken();
    await budget.ask(wanting(5));
    await evictDurableObject(budget);
    expect(await budget.view()).toMatchObject({ hour: { remaining: 4_000 }, leases: 1 });
    expect(await budget.settle(settlement(5, fresh(), false))).toEqual({ requests: 4 });
  });

  it("begins anew where another version of Croft kept something else", async () => {
    const { budget, token } = await withToken();
    await runInDurableObject(budget, (_, { storage }) => storage.kv.put("state", { budget: "of another version" }));
    await evictDurableObject(budget);
    expect(await budget.view()).toMatchObject({ hour: null, leases: 0 });
    expect(await budget.ask(wanting(1))).toMatchObject({ authorization: `Bearer ${token}` });
  });

  it("has the name of a credential", async () => {
    await expect(runInDurableObject(env.BUDGET.getByName("acme"), () => {})).rejects.toThrow("name of a credential");
  });
});

describe("a tenant's token", () => {
  it("is dead before it was brought, after GitHub refused it, and after it was taken back", async () => {
    const { budget, token } = newTenant();
    expect(await budget.ask(wanting(1))).toEqual({ dead: true });
    expect(await keptBy(budget)).toBe("[]");
    await budget.setToken(token);
    await budget.ask(wanting(1));
    expect(await budget.settle(settlement(1, { ...nothing, unauthenticated: true }))).toEqual({ requests: 0 });
    await evictDurableObject(budget);
    expect(await budget.ask(wanting(1))).toEqual({ dead: true });
    expect(await budget.view()).toMatchObject({ dead: true });
    await budget.setToken(token);
    expect(await budget.ask(wanting(1))).toHaveProperty("lease");
    await budget.forget();
    expect(await budget.ask(wanting(1))).toEqual({ dead: true });
    expect(await keptBy(budget)).toBe("[]");
  });

  it("does not die of what was said about the one before it", async () => {
    const { budget, token } = await withToken();
    await budget.ask(wanting(1));
    await budget.setToken(token);
    await budget.settle(settlement(1, { ...nothing, unauthenticated: true }));
    expect(await budget.view()).toMatchObject({ dead: false, hour: null });
  });

  it("does not die of being refused a repository", async () => {
    const { budget } = await withToken();
    await tellGithub(
      "github",
      "next",
      { status: 403, body: '{"message":"Resource not accessible"}' },
      { path: "/repos/no/access" },
    );
    expect(await budget.lookUp({ owner: "no", name: "access" })).toEqual({ is: "refused", why: "forbidden" });
    expect(await budget.view()).toMatchObject({ dead: false });
  });

  it("lies encrypted, and appears in no view, log or error", async () => {
    const [log, error] = [vi.spyOn(console, "log"), vi.spyOn(console, "error")];
    const { budget, token } = await withToken();
    await budget.ask(wanting(1));
    await budget.settle(settlement(1, { ...nothing, unauthenticated: true }));
    const refused = await budget.setToken(`${token} and a blank`).catch((cause: unknown) => String(cause));
    const elsewhere = await budgetStub(env, "anonymous")
      .setToken(token)
      .catch((cause: unknown) => String(cause));
    expect([refused, elsewhere]).toEqual([expect.stringContaining("visible"), expect.stringContaining("tenant")]);
    const kept = await keptBy(budget);
    expect(kept).toContain("sealed");
    const said = JSON.stringify([kept, await budget.view(), refused, elsewhere, log.mock.calls, error.mock.calls]);
    expect(said).not.toContain(token);
    expect(said).not.toContain(btoa(token).slice(0, 20));
  });

  it("survives an eviction", async () => {
    const { budget, token } = await withToken();
    await evictDurableObject(budget);
    expect(await budget.ask(wanting(1))).toMatchObject({ authorization: `Bearer ${token}` });
  });

  it("is dead where nothing can decrypt it any more", async () => {
    const { budget, token } = await withToken();
    const sealed = await seal(parseEnv(env).credentialSecrets, "tenant:somebody-else", token);
    await runInDurableObject(budget, (_, { storage }) => storage.kv.put("token", { sealed, expiresAt: null }));
    await evictDurableObject(budget);
    expect(await budget.ask(wanting(1))).toEqual({ dead: true });
  });
});

describe("the credentials of the operator", () => {
  it("are none, a token of the environment, and an installation's token that is asked for once", async () => {
    expect(await budgetStub(env, "anonymous").ask(wanting(1))).toMatchObject({ authorization: null });
    const service = budgetStub(env, "service");
    expect(await service.ask(wanting(1))).toMatchObject({ authorization: `Bearer ${SERVICE_TOKEN}` });
    await service.settle(settlement(1, fresh()));
    const budget = budgetStub(env, `installation:${INSTALLATION}`);
    const first = await budget.ask(wanting(1));
    expect(first).toMatchObject({ authorization: expect.stringMatching(/^Bearer ghs_/) });
    await budget.settle(settlement(1, fresh()));
    // GitHub's ETags hold for one token, so it has to be the same after an eviction.
    await evictDurableObject(budget);
    const both = await Promise.all([budget.ask(wanting(2)), budget.ask(wanting(3))]);
    for (const each of both)
      expect("lease" in each && "lease" in first && each.authorization === first.authorization).toBe(true);
    const path = `/app/installations/${INSTALLATION}/access_tokens`;
    expect(await askedOfGithub(path)).toHaveLength(1);
    // Refused before its time: it was revoked, or the App's key was.
    await budget.settle(settlement(2, { ...nothing, unauthenticated: true }));
    const after = await budget.ask(wanting(2));
    expect("lease" in after && "lease" in first && after.authorization !== first.authorization).toBe(true);
    expect(await askedOfGithub(path)).toHaveLength(2);
  });

  it("are dead where the installation is suspended or gone, until an hour has passed", async () => {
    for (const id of [SUSPENDED, 999]) {
      const budget = budgetStub(env, `installation:${id}`);
      expect(await budget.ask(wanting(1))).toEqual({ dead: true });
      expect(await budget.ask(wanting(1))).toEqual({ dead: true });
      const path = `/app/installations/${id}/access_tokens`;
      expect(await askedOfGithub(path)).toHaveLength(1);
      vi.spyOn(Date, "now").mockReturnValue(Date.now() + HOUR + 1);
      expect(await budget.ask(wanting(1))).toEqual({ dead: true });
      expect(await askedOfGithub(path)).toHaveLength(2);
      vi.restoreAllMocks();
    }
  });

  it("wait where GitHub gives out no token at the moment", async () => {
    const budget = budgetStub(env, "installation:503");
    await tellGithub("github", "next", { status: 502, body: "<html>" }, { path: "/app/installations/503/" });
    const answered = await budget.ask(wanting(1));
    expect("askAt" in answered && answered.askAt).toBeGreaterThan(Date.now() + 20_000);
    expect(await budget.view()).toMatchObject({ failures: 1, leases: 0, dead: false });
  });

  it("are alive again when the environment has another token", async () => {
    const budget = budgetStub(env, "service");
    await budget.ask(wanting(41));
    await budget.settle(settlement(41, { ...nothing, unauthenticated: true }));
    expect(await budget.ask(wanting(41))).toEqual({ dead: true });
    await runInDurableObject(budget, (_, { storage }) => {
      const state = Object(storage.kv.get("state"));
      storage.kv.put("state", { ...state, fingerprint: "of the token before" });
    });
    await evictDurableObject(budget);
    expect(await budget.ask(wanting(41))).toHaveProperty("lease");
  });
});

describe("looking up a repository", () => {
  const [owner = "", name = ""] = BUDGET_REPOSITORY.split("/");
  const idOf = (found: Awaited<ReturnType<BudgetStub["lookUp"]>>): unknown =>
    "is" in found && found.is === "found" ? Reflect.get(JSON.parse(found.answer.body), "id") : found;

  it("finds it by its name, by its number, and by the name it had", async () => {
    const { budget, token } = newTenant();
    await budget.setToken(token);
    const id = idOf(await budget.lookUp({ owner, name }));
    expect(id).toBeTypeOf("number");
    expect(idOf(await budget.lookUp({ id: Number(id) }))).toBe(id);
    const before = (await budget.view()).hour?.remaining ?? 0;
    await tellGithub(BUDGET_REPOSITORY, "rename", owner, "renamed");
    expect(idOf(await budget.lookUp({ owner, name }))).toBe(id);
    expect((await budget.view()).hour?.remaining).toBeLessThan(before);
    expect(await budget.view()).toMatchObject({ leases: 0, waiting: 0 });
  });

  it("follows no redirect to elsewhere, and none for ever", async () => {
    const { budget, token } = await withToken();
    const lead = (location: string, path: string, times = 1) =>
      tellGithub("github", "next", { status: 301, headers: { Location: location } }, { path, times });
    await lead("https://elsewhere.invalid/repositories/1", "/repos/led/elsewhere");
    expect(await budget.lookUp({ owner: "led", name: "elsewhere" })).toEqual({ is: "failed" });
    await lead(`${parseEnv(env).githubApiUrl}/repositories/99`, "/repos/led/round");
    await lead("/repositories/99", "/repositories/99", 5);
    expect(await budget.lookUp({ owner: "led", name: "round" })).toEqual({ is: "failed" });
    expect(await askedOfGithub("/repositories/99")).toHaveLength(2);
    const asked = (await askedOfGithub("/repos/led")).map(({ authorization }) => authorization);
    expect(asked).toEqual([`Bearer ${token}`, `Bearer ${token}`]);
  });

  it("says what GitHub says, and asks nothing for what is no name", async () => {
    const { budget } = await withToken();
    const missing = { is: "absent", why: "missing" };
    expect(await budget.lookUp({ owner: "nobody", name: "nothing" })).toEqual(missing);
    for (const wrong of ["..", ".", "a/b", "a?b", "", "a%2e"])
      expect(await budget.lookUp({ owner: wrong, name: "x" })).toEqual(missing);
    expect(await askedOfGithub("/repos/../")).toEqual([]);
    await tellGithub("github", "next", { status: 500, body: "" }, { path: "/repos/out/of-order" });
    expect(await budget.lookUp({ owner: "out", name: "of-order" })).toEqual({ is: "failed" });
    const headers = { "Retry-After": "120" };
    await tellGithub("github", "next", { status: 429, headers }, { path: "/repos/too/much" });
    const limited = await budget.lookUp({ owner: "too", name: "much" });
    expect("askAt" in limited && limited.askAt).toBeGreaterThan(Date.now() + 100_000);
    expect(await budget.ask(wanting(1))).toHaveProperty("askAt");
  });

  it("tells that the credential is dead", async () => {
    const { budget, token } = await withToken();
    await tellGithub("github", "revoke", token);
    expect(await budget.lookUp({ owner: "hub4j", name: "github-api" })).toEqual({ is: "unauthenticated" });
    expect(await budget.ask(wanting(1))).toEqual({ dead: true });
    expect(await budget.lookUp({ owner: "hub4j", name: "github-api" })).toEqual({ is: "unauthenticated" });
  });
});

import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { budgetStub } from "../../src/stubs.ts";
import { signUpPerson } from "../support/accounts.ts";
import { Caller, makeTenant, operator, type TestTenant } from "../support/api.ts";
import { addRepository } from "../support/directory-repositories.ts";

const TOKEN = "ghp_aTokenThatNobodyIsShown0123456789";

/** A tenant that follows a repository, with a GitHub token of its own or without one. */
async function following(token: string | null): Promise<TestTenant> {
  const tenant = await makeTenant();
  await addRepository({}, [{ tenant: tenant.handle, visible: false }]);
  if (token !== null) await budgetStub(env, `tenant:${tenant.handle}`).setToken(token);
  return tenant;
}

describe("GET /v1/budgets", () => {
  it("shows operators the service's own credentials, and those that tenants who follow have brought", async () => {
    const [with1, without, with2] = [await following(TOKEN), await following(null), await following(TOKEN)];
    const answer = await operator.get("/v1/budgets?limit=200");
    const names = answer.records.map(({ credential }) => credential);
    expect(names.slice(0, 2)).toEqual(["service", "app"]);
    expect(names).toEqual(expect.arrayContaining([`tenant:${with1.handle}`, `tenant:${with2.handle}`]));
    expect(names).not.toContain(`tenant:${without.handle}`);
    expect(names).not.toContain("anonymous");
    expect(answer.text).not.toContain(TOKEN);
  });

  it("shows how one stands", async () => {
    const { handle } = await following(TOKEN);
    const budget = budgetStub(env, `tenant:${handle}`);
    const [resetAt, until] = [Date.now() + 600_000, Date.now() + 60_000];
    await budget.ask({ repository: 1, watched: true, requests: 2 });
    const hour = { limit: 5_000, remaining: 4_000, resetAt };
    const limit = { of: "secondary", until } as const;
    const report = { hour, limit, failed: false, unauthenticated: false };
    await budget.settle({ repository: 1, reports: [report], done: false });
    const { records } = await operator.get(`/v1/budgets?credential=tenant:${handle}`);
    expect(records).toEqual([
      {
        credential: `tenant:${handle}`,
        present: true,
        dead: false,
        hour: { ...hour, resetAt: new Date(resetAt).toISOString() },
        blockedUntil: new Date(until).toISOString(),
        openUntil: null,
        failures: 0,
        leases: 1,
        waiting: 0,
      },
    ]);
  });

  it.each(["anonymous", "tenant:nobody-brought-one", "installation:7"])("tells of %s when asked", async (name) => {
    const { records } = await operator.get(`/v1/budgets?credential=${name}`);
    expect(records).toMatchObject([{ credential: name, present: !name.startsWith("tenant"), hour: null, dead: false }]);
  });

  it("goes on page by page, each tenant once", async () => {
    const made = [await following(TOKEN), await following(TOKEN), await following(TOKEN)];
    const seen: unknown[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await operator.get(`/v1/budgets?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.records.map(({ credential }) => credential));
      cursor = page.cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(["service", ...made.map(({ handle }) => `tenant:${handle}`)]));
  });

  it.each(["credential=acme", "credential=", "credential=tenant:A", "limit=0", "limit=201", "nope=1"])(
    "refuses ?%s",
    async (parameter) => {
      expect((await operator.get(`/v1/budgets?${parameter}`)).verdict).toBe("400 BAD_REQUEST");
    },
  );

  it("refuses a cursor of another list", async () => {
    const { cursor } = await operator.get("/v1/tenants?limit=1");
    expect((await operator.get(`/v1/budgets?cursor=${cursor}`)).verdict).toBe("400 INVALID_CURSOR");
  });

  it("is not for tenants, nor for people", async () => {
    const { owner } = await makeTenant();
    expect((await owner.at("").get("/v1/budgets")).verdict).toBe("403 FORBIDDEN");
    const person = new Caller(await (await signUpPerson()).token());
    expect((await person.get("/v1/budgets")).verdict).toBe("403 FORBIDDEN");
  });
});

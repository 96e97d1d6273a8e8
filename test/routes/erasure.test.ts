import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type Caller, makeTenant, operator, type TestTenant } from "../support/api.ts";
import { project } from "../support/due-jobs.ts";

const directoryRows = async (handle: string) => {
  const tables = await env.DIRECTORY.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('tenants', 'entries')",
  ).all<{ name: string }>();
  expect(tables.results).toHaveLength(2);
  const counts = await env.DIRECTORY.batch<{ n: number }>([
    env.DIRECTORY.prepare("SELECT count(*) AS n FROM tenants WHERE handle = ?").bind(handle),
    env.DIRECTORY.prepare("SELECT count(*) AS n FROM entries WHERE tenant = ?").bind(handle),
  ]);
  return counts.map(({ results }) => results[0]?.n);
};

/** What is left in the object: tables, keys and an alarm. */
const residue = ({ stub }: TestTenant) =>
  runInDurableObject(stub, async (_, { storage }) => ({
    tables: storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE name NOT GLOB '_cf_*'")
      .toArray()
      .map(({ name }) => name),
    keys: [...(await storage.list()).keys()],
    alarm: await storage.getAlarm(),
  }));

async function filled(): Promise<TestTenant> {
  const tenant = await makeTenant();
  await tenant.owner.make("humans", { lastName: "Lovelace", notes: "Erase me" });
  await tenant.owner.make("accounts", { name: "Analytical Engines" });
  await project(tenant);
  expect(await directoryRows(tenant.handle)).toEqual([1, 2]);
  return tenant;
}

const erase = (caller: Caller, handle: string) => caller.delete(`?confirm=${handle}`);

describe("R12: an erased tenant", () => {
  it.each(["its owner", "the operator"])("leaves nothing behind when %s asks", async (who) => {
    const tenant = await filled();
    const answer = await erase(who === "the operator" ? tenant.operator : tenant.owner, tenant.handle);
    expect(answer.record).toEqual({ tenant: tenant.handle, deletedAt: expect.any(String) });
    expect(await directoryRows(tenant.handle)).toEqual([0, 0]);
    expect(await residue(tenant)).toEqual({ tables: [], keys: [], alarm: null });
    for (const path of ["", "/humans", "/changes", "/search?q=lovelace"])
      expect((await tenant.owner.get(path)).verdict, path).toBe("404 NOT_FOUND");
    expect((await tenant.owner.at("").get("/v1/me")).verdict).toBe("401 UNAUTHENTICATED");
    expect((await operator.get("/v1/search?q=lovelace")).records).toEqual([]);
    expect((await operator.get(`/v1/tenants?q=${tenant.handle}`)).records.map((record) => record.tenant)).not.toContain(
      tenant.handle,
    );
  });

  it("may be erased again", async () => {
    const tenant = await filled();
    await erase(tenant.operator, tenant.handle);
    expect((await erase(tenant.operator, tenant.handle)).verdict).toBe("404 NOT_FOUND");
    expect(await residue(tenant)).toEqual({ tables: [], keys: [], alarm: null });
  });

  it("gives its handle free, and nothing of its own to who takes it", async () => {
    const tenant = await filled();
    await erase(tenant.owner, tenant.handle);
    const answer = await operator.post("/v1/tenants", { tenant: tenant.handle, name: "Next" });
    expect(answer.status).toBe(201);
    expect(answer.seq).toBe(2);
    const next = tenant.owner.withToken(String(JSON.parse(answer.text).data.apiKey.key));
    expect((await next.get("/humans?deleted=include")).records).toEqual([]);
    expect((await next.get("/search?q=lovelace")).records).toEqual([]);
    expect((await next.get("/audit-log")).records).toHaveLength(2);
    expect((await tenant.owner.get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("is not brought back by requests that were on their way", async () => {
    const tenant = await filled();
    const [gone, ...others] = await Promise.all([
      erase(tenant.owner, tenant.handle),
      ...Array.from({ length: 30 }, (_, n) => tenant.owner.post("/humans", { lastName: `L${n}` })),
    ]);
    expect(gone?.status).toBe(200);
    for (const answer of others) expect(["201", "404 NOT_FOUND", "401 UNAUTHENTICATED"]).toContain(answer.verdict);
    await runDurableObjectAlarm(tenant.stub);
    expect(await residue(tenant)).toEqual({ tables: [], keys: [], alarm: null });
    expect(await directoryRows(tenant.handle)).toEqual([0, 0]);
  });

  it.each(["", "?confirm=", "?confirm=yes", "?confirm=tenant", "?force=true"])(
    "is not erased by DELETE %s",
    async (query) => {
      const { owner } = await makeTenant();
      expect((await owner.delete(query)).verdict).toBe("400 BAD_REQUEST");
      expect((await owner.get("")).status).toBe(200);
    },
  );
});

describe("a suspended tenant", () => {
  it("is closed to its keys, and to them alone", async () => {
    const { owner, operator: above } = await makeTenant();
    await owner.make("humans", { lastName: "Lovelace" });
    expect((await above.patch("", { status: "suspended" })).record.status).toBe("suspended");
    for (const call of [
      owner.get("/humans"),
      owner.post("/humans", { lastName: "X" }),
      owner.get(""),
      owner.delete("?confirm=x"),
    ]) {
      const answer = await call;
      expect(answer.verdict).toBe("403 FORBIDDEN");
      expect(answer.error.message).toContain("suspended");
    }
    expect((await above.get("")).record.status).toBe("suspended");
    await above.patch("", { status: "active" });
    expect((await owner.get("/humans")).records).toHaveLength(1);
  });

  it("can still be erased by the operator", async () => {
    const tenant = await makeTenant();
    await tenant.operator.patch("", { status: "suspended" });
    expect((await erase(tenant.operator, tenant.handle)).status).toBe(200);
    expect(await residue(tenant)).toEqual({ tables: [], keys: [], alarm: null });
  });

  it("says nothing to a stranger", async () => {
    const tenant = await makeTenant();
    await tenant.operator.patch("", { status: "suspended" });
    const { owner: stranger } = await makeTenant();
    expect((await stranger.at(tenant.path).get("/humans")).verdict).toBe("404 NOT_FOUND");
  });
});

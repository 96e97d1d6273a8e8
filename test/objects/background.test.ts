import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tenantSlice } from "../../src/directory/sweep.ts";
import { sweepTenants } from "../../src/routes/sweep.ts";
import { makeTenant, type TestTenant } from "../support/api.ts";
import { openSocket } from "../support/live-socket.ts";

const DAY_MS = 86_400_000;

/** Runs SQL in the tenant's own database and reads what comes back. */
const sql = (tenant: TestTenant, query: string, ...bindings: (string | number)[]) =>
  runInDurableObject(tenant.stub, (_, { storage }) => storage.sql.exec(query, ...bindings).toArray());

/** Has the retention job run now. */
async function retain(tenant: TestTenant): Promise<void> {
  await sql(tenant, "UPDATE jobs SET due_at = 1 WHERE kind = 'retention'");
  await evictDurableObject(tenant.stub, { webSockets: "hibernate" });
  await runInDurableObject(tenant.stub, (object) => object.onAlarm());
}

describe("retention", () => {
  it("forgets old history, errors and answers, keeps the newest entry, and tells those who follow", async () => {
    const tenant = await makeTenant();
    await tenant.owner.post("/humans", { lastName: "Old" }, { "idempotency-key": "old" });
    const old = new Date(Date.now() - 100 * DAY_MS).toISOString();
    await sql(tenant, "UPDATE changes SET at = ?", old);
    await sql(tenant, "UPDATE idempotency SET at = ?", Date.now() - 2 * DAY_MS);
    const { seq } = await tenant.owner.post("/humans", { lastName: "New" });
    const socket = await openSocket(tenant.path, tenant.owner);
    socket.send({ type: "subscribe", id: "log", resource: "audit-log", query: {} });
    await socket.next("snapshot", "log");
    await retain(tenant);
    expect((await tenant.owner.get("/changes?since=0")).verdict).toBe("410 GONE");
    expect((await tenant.owner.get(`/changes?since=${seq - 1}`)).records).toHaveLength(1);
    expect(await sql(tenant, "SELECT key FROM idempotency")).toEqual([]);
    const snapshot = await socket.next("snapshot", "log");
    expect(snapshot).toMatchObject({ reset: "history" });
    expect(snapshot.data).toHaveLength(1);
    expect((await tenant.owner.get("/humans")).records).toHaveLength(2);
  });
});

describe("the error log", () => {
  // What is broken on purpose here would fill the output.
  beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
  afterEach(() => vi.restoreAllMocks());

  it("shows an admin that something failed, with the request's id and nothing of the cause", async () => {
    const tenant = await makeTenant();
    await sql(tenant, "ALTER TABLE pets RENAME TO pets_gone");
    const answer = await tenant.owner.get("/pets", { "x-request-id": "broken-1" });
    expect(answer.verdict).toBe("500 INTERNAL");
    expect(answer.text).not.toContain("pets_gone");
    const { records } = await tenant.owner.get("/error-log");
    expect(records).toMatchObject([{ kind: "request", code: "INTERNAL", requestId: "broken-1" }]);
    expect(JSON.stringify(records)).not.toMatch(/no such table|SELECT/);
    expect((await (await tenant.as("member")).get("/error-log")).verdict).toBe("403 FORBIDDEN");
  });

  it("does not fill up with a fault that repeats", async () => {
    const tenant = await makeTenant();
    await sql(tenant, "ALTER TABLE pets RENAME TO pets_gone");
    for (let count = 0; count < 40; count += 1) await tenant.owner.get("/pets");
    expect((await tenant.owner.get("/error-log?count=true&limit=1")).meta.pagination?.total).toBe(30);
  });

  it("does not stop the tenant when it cannot be written itself", async () => {
    const tenant = await makeTenant();
    await sql(tenant, "ALTER TABLE pets RENAME TO pets_gone");
    await sql(tenant, "ALTER TABLE error_log RENAME TO error_log_gone");
    expect((await tenant.owner.get("/pets")).verdict).toBe("500 INTERNAL");
    expect((await tenant.owner.post("/humans", { lastName: "A" })).status).toBe(201);
  });
});

describe("the sweep", () => {
  it("has every tenant's turn come, slice by slice", async () => {
    const made = [await makeTenant(), await makeTenant(), await makeTenant()].map((tenant) => tenant.handle);
    const all = await tenantSlice(env.DIRECTORY, 0, 1_000);
    expect(all).toEqual(expect.arrayContaining(made));
    const slices: string[] = [];
    for (let slot = 0; slot < Math.ceil(all.length / 2); slot += 1)
      slices.push(...(await tenantSlice(env.DIRECTORY, slot, 2)));
    expect(slices).toEqual(all);
    expect(await tenantSlice(env.DIRECTORY, Math.ceil(all.length / 2), 2)).toEqual(all.slice(0, 2));
  });

  it("A6: finds an alarm that was lost, and is not stopped by a tenant that cannot be woken", async () => {
    const tenant = await makeTenant();
    await tenant.owner.make("humans", { lastName: "A" });
    await runInDurableObject(tenant.stub, (_, { storage }) => storage.deleteAlarm());
    await evictDurableObject(tenant.stub);
    await sweepTenants(env, 0);
    expect(await runInDurableObject(tenant.stub, (_, { storage }) => storage.getAlarm())).not.toBeNull();
  });
});

import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { Json } from "../../src/resources/define.ts";
import { makeTenant, type TestTenant } from "../support/api.ts";

const create = (lastName: string): Json => ({ op: "create", resource: "humans", data: { lastName } });
const batch = (tenant: TestTenant, operations: Json[], headers?: Record<string, string>) =>
  tenant.owner.post("/batch", { operations }, headers);

/** Everything that a write touches, as counts and the log's position. */
async function footprint(tenant: TestTenant): Promise<unknown> {
  return runInDurableObject(tenant.stub, (_, { storage }) =>
    ["humans", "accounts", "search_docs", "changes", "idempotency"].map((table) =>
      storage.sql.exec(`SELECT count(*) AS rows FROM ${table}`).one(),
    ),
  );
}

describe("a batch", () => {
  it("does all of its operations in order and answers with each record", async () => {
    const tenant = await makeTenant();
    const human = await tenant.owner.make("humans", { lastName: "Old" });
    const gone = await tenant.owner.make("humans", { lastName: "Gone" });
    const before = await tenant.owner.get("/humans");
    const answer = await batch(tenant, [
      create("New"),
      { op: "update", resource: "humans", id: human.id, data: { firstName: "A" }, ifMatch: 1 },
      { op: "delete", resource: "humans", id: gone.id, ifMatch: '"1"' },
      { op: "upsert", resource: "accounts", match: "domain", data: { name: "Acme", domain: "acme.test" } },
      { op: "upsert", resource: "accounts", match: "domain", data: { name: "Acme Ltd", domain: "acme.test" } },
    ]);
    expect(answer.status).toBe(200);
    const [made, changed, deleted, first, second] = answer.records;
    expect(made).toMatchObject({ lastName: "New", version: 1 });
    expect(changed).toMatchObject({ id: human.id, firstName: "A", lastName: "Old", version: 2 });
    expect(deleted).toEqual({ id: gone.id, deletedAt: expect.any(String) });
    expect(first).toMatchObject({ name: "Acme", version: 1 });
    expect(second).toMatchObject({ id: first?.id, name: "Acme Ltd", version: 2 });
    expect(answer.seq).toBe(before.seq + 5);
  });

  it("may refer to nothing that it makes itself, but to everything that is there", async () => {
    const tenant = await makeTenant();
    const account = await tenant.owner.make("accounts", { name: "Acme" });
    const linked = { op: "create", resource: "humans", data: { lastName: "L", accountId: account.id } };
    expect((await batch(tenant, [linked])).records[0]).toMatchObject({ accountId: account.id });
  });

  it("R3: changes nothing when its last operation fails, and names that operation", async () => {
    const tenant = await makeTenant();
    await tenant.owner.make("humans", { lastName: "There" });
    const before = await footprint(tenant);
    const { seq } = await tenant.owner.get("/humans");
    const answer = await batch(
      tenant,
      [
        create("A"),
        { op: "create", resource: "accounts", data: { name: "B" } },
        { op: "create", resource: "humans", data: { lastName: 7 } },
      ],
      { "idempotency-key": "half" },
    );
    expect(answer.verdict).toBe("422 VALIDATION_ERROR");
    expect(answer.error.message).toContain("operations[2]");
    expect(answer.error.details?.[0]?.field).toBe("operations[2].lastName");
    expect(await footprint(tenant)).toEqual(before);
    const next = await tenant.owner.post("/humans", { lastName: "Next" });
    expect(next.seq).toBe(seq + 1);
  });

  it.each<[string, Json, string]>([
    ["an unknown operation", { op: "purge", resource: "humans", id: "hum_1" }, "422 VALIDATION_ERROR"],
    ["an unknown resource", { op: "create", resource: "ghosts", data: {} }, "404 NOT_FOUND"],
    ["an absent record", { op: "delete", resource: "humans", id: "hum_1" }, "404 NOT_FOUND"],
    ["a field too many", { op: "delete", resource: "humans", id: "hum_1", data: {} }, "422 VALIDATION_ERROR"],
    [
      "an upsert without a unique field",
      { op: "upsert", resource: "humans", match: "lastName", data: { lastName: "A" } },
      "400 BAD_REQUEST",
    ],
    ["a write of what only Croft writes", { op: "create", resource: "audit-log", data: {} }, "403 FORBIDDEN"],
  ])("refuses %s", async (_, operation, verdict) => {
    const tenant = await makeTenant();
    const before = await footprint(tenant);
    expect((await batch(tenant, [create("A"), operation])).verdict).toBe(verdict);
    expect(await footprint(tenant)).toEqual(before);
  });

  it("refuses a version that has passed", async () => {
    const tenant = await makeTenant();
    const { id } = await tenant.owner.make("humans", { lastName: "A" });
    await tenant.owner.patch(`/humans/${id}`, { lastName: "B" });
    const answer = await batch(tenant, [{ op: "update", resource: "humans", id, data: { lastName: "C" }, ifMatch: 1 }]);
    expect(answer.verdict).toBe("412 PRECONDITION_FAILED");
  });

  it("takes 500 operations, and neither none nor 501", async () => {
    const tenant = await makeTenant();
    const many = (count: number) => Array.from({ length: count }, (_, index) => create(`H${index}`));
    expect((await batch(tenant, many(0))).verdict).toBe("422 VALIDATION_ERROR");
    expect((await batch(tenant, many(501))).verdict).toBe("422 VALIDATION_ERROR");
    expect((await batch(tenant, many(500))).records).toHaveLength(500);
    expect((await tenant.owner.get("/humans?count=true&limit=1")).meta.pagination?.total).toBe(500);
  });

  it("counts each operation's rights: one that is not allowed undoes the others", async () => {
    const tenant = await makeTenant();
    const narrowed = await tenant.as({ role: "member", resources: ["humans"] });
    const operations = [create("A"), { op: "create", resource: "accounts", data: { name: "B" } }];
    expect((await narrowed.post("/batch", { operations })).verdict).toBe("403 FORBIDDEN");
    expect((await tenant.owner.get("/humans")).records).toEqual([]);
    const viewer = await tenant.as("viewer");
    expect((await viewer.post("/batch", { operations: [create("A")] })).verdict).toBe("403 FORBIDDEN");
  });

  it("has one effect and one answer for one Idempotency-Key", async () => {
    const tenant = await makeTenant();
    const key = { "idempotency-key": "once" };
    const first = await batch(tenant, [create("A"), create("B")], key);
    const again = await batch(tenant, [create("A"), create("B")], key);
    expect(again.text).toBe(first.text);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await tenant.owner.get("/humans")).records).toHaveLength(2);
  });

  it("is refused with nothing changed when its answer would be larger than what can be kept", async () => {
    const tenant = await makeTenant();
    const activity = { kind: "note", summary: "s", occurredAt: "2026-11-21T00:00:00Z", body: "b".repeat(19_000) };
    const ids: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const made = await batch(
        tenant,
        Array.from({ length: 40 }, () => ({ op: "create", resource: "activities", data: activity })),
      );
      ids.push(...made.ids);
    }
    const { seq } = await tenant.owner.get("/activities?limit=1");
    const renamed = ids.map((id) => ({ op: "update", resource: "activities", id, data: { summary: "t" } }));
    expect((await batch(tenant, renamed)).verdict).toBe("413 PAYLOAD_TOO_LARGE");
    expect((await tenant.owner.get("/activities?limit=1")).seq).toBe(seq);
    expect((await batch(tenant, renamed.slice(0, 60))).status).toBe(200);
  });
});

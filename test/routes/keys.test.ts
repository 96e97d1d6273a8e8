import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Caller, makeTenant, type TestTenant } from "../support/api.ts";

const keyOf = (record: unknown): string => z.looseObject({ key: z.string() }).parse(record).key;
const withKey = (tenant: TestTenant, record: unknown): Caller => new Caller(keyOf(record), tenant.path);

describe("a new key", () => {
  it("is shown once, with what it may do", async () => {
    const { owner, path } = await makeTenant();
    const answer = await owner.post("/api-keys", { name: "Import", role: "member" });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toBe(`${path}/api-keys/${answer.id}`);
    expect(answer.headers.get("etag")).toBe('"1"');
    expect(answer.record).toMatchObject({
      name: "Import",
      role: "member",
      resources: null,
      readOnly: false,
      expiresAt: null,
      version: 1,
    });
    const key = keyOf(answer.record);
    const shown = [
      await owner.get("/api-keys"),
      await owner.get(`/api-keys/${answer.id}`),
      await owner.get("/changes"),
    ];
    for (const { text } of [...shown, await owner.get("/audit-log")]) expect(text).not.toContain(key.slice(-72));
  });

  it("is kept nowhere, not even for repetitions", async () => {
    const { owner, stub } = await makeTenant();
    const made = await owner.post("/api-keys", { name: "A", role: "admin" }, { "idempotency-key": "k1" });
    const secret = keyOf(made.record).slice(-73);
    const tables = await runInDurableObject(stub, (_, { storage }) =>
      storage.sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
        )
        .toArray()
        .map(({ name }) => JSON.stringify(storage.sql.exec(`SELECT * FROM "${name}"`).toArray())),
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const rows of tables) expect(rows).not.toContain(secret);
  });

  it("is the same one when the request is repeated", async () => {
    const tenant = await makeTenant();
    const ask = () => tenant.owner.post("/api-keys", { name: "A", role: "viewer" }, { "idempotency-key": "k1" });
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect((await withKey(tenant, answers[0]?.record).get("/humans")).status).toBe(200);
    expect((await tenant.owner.get("/api-keys")).records).toHaveLength(2);
  });

  it.each([
    [{ role: "member" }, ["name"]],
    [{ name: "", role: "member" }, ["name"]],
    [{ name: "A" }, ["role"]],
    [{ name: "A", role: "god" }, ["role"]],
    [{ name: "A", role: "constructor" }, ["role"]],
    [{ name: "A", role: ["owner"] }, ["role"]],
    [{ name: "A", role: "member", resources: ["nothing"] }, ["resources"]],
    [{ name: "A", role: "member", resources: "humans" }, ["resources"]],
    [{ name: "A", role: "member", readOnly: "yes" }, ["readOnly"]],
    [{ name: "A", role: "member", expiresAt: "tomorrow" }, ["expiresAt"]],
    [{ name: "A", role: "member", expiresAt: "2020-01-01T00:00:00Z" }, ["expiresAt"]],
    [
      { name: "A", role: "member", id: "key_1", key: "croft_x", hash: "0", tenant: "x" },
      ["id", "key", "hash", "tenant"],
    ],
    [
      { name: "A", role: "member", createdBy: "key_0", version: 9, revokedAt: null, lastUsedAt: null },
      ["createdBy", "version", "revokedAt", "lastUsedAt"],
    ],
  ])("is refused from %j", async (body, fields) => {
    const { owner } = await makeTenant();
    const answer = await owner.post("/api-keys", body);
    expect(answer.verdict).toBe("422 VALIDATION_ERROR");
    expect(answer.faults.sort()).toEqual(fields.sort());
  });

  it("takes no parameters", async () => {
    const { owner } = await makeTenant();
    expect((await owner.post("/api-keys?upsert=name", { name: "A", role: "member" })).verdict).toBe("400 BAD_REQUEST");
  });
});

describe("a key", () => {
  it("stops working at its end", async () => {
    const tenant = await makeTenant();
    const soon = new Date(Date.now() + 2_000).toISOString();
    const brief = await tenant.as({ role: "member", expiresAt: soon });
    expect((await brief.get("/humans")).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2_050));
    expect((await brief.get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
    expect((await brief.at("").get("/v1/me")).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("stops working at once when it is revoked, and its record says when", async () => {
    const { owner, as, stub } = await makeTenant();
    const member = await as("member");
    await member.get("/humans");
    const gone = await owner.delete(`/api-keys/${member.keyId}`);
    expect(Object.keys(gone.record).sort()).toEqual(["deletedAt", "id"]);
    for (const call of [
      () => member.get("/humans"),
      () => member.post("/humans", { lastName: "X" }),
      () => member.get(""),
    ])
      expect((await call()).verdict).toBe("401 UNAUTHENTICATED");
    expect((await owner.get("/api-keys")).ids).not.toContain(member.keyId);
    const record = (await owner.get(`/api-keys/${member.keyId}?deleted=include`)).record;
    expect(record.revokedAt).toBe(record.deletedAt);
    expect((await owner.delete(`/api-keys/${member.keyId}`)).verdict).toBe("404 NOT_FOUND");
    expect((await owner.post(`/api-keys/${member.keyId}/restore`)).verdict).toBe("403 FORBIDDEN");
    expect(stub.name).toBeDefined();
  });

  it("may be revoked twice under one Idempotency-Key", async () => {
    const { owner, as } = await makeTenant();
    const { keyId } = await as("member");
    const first = await owner.delete(`/api-keys/${keyId}`, { "idempotency-key": "r" });
    const second = await owner.delete(`/api-keys/${keyId}`, { "idempotency-key": "r" });
    expect(second.text).toBe(first.text);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
  });

  it("does more or less as soon as its record says so", async () => {
    const { owner, as } = await makeTenant();
    const key = await as("viewer");
    const write = () => key.post("/humans", { lastName: "X" });
    expect((await write()).verdict).toBe("403 FORBIDDEN");
    await owner.patch(`/api-keys/${key.keyId}`, { role: "member" });
    expect((await write()).status).toBe(201);
    await owner.patch(`/api-keys/${key.keyId}`, { readOnly: true });
    expect((await write()).verdict).toBe("403 FORBIDDEN");
    await owner.patch(`/api-keys/${key.keyId}`, { readOnly: false, resources: ["leads"] });
    expect((await key.get("/humans")).verdict).toBe("403 FORBIDDEN");
    expect((await key.get("/leads")).status).toBe(200);
    await owner.patch(`/api-keys/${key.keyId}`, { resources: null, name: "Renamed" });
    expect((await key.get("/humans")).status).toBe(200);
  });

  it("keeps its old secret for an hour when it is rotated", async () => {
    const tenant = await makeTenant();
    const old = await tenant.as("member");
    const rotated = await tenant.owner.post(`/api-keys/${old.keyId}/rotate`);
    const fresh = withKey(tenant, rotated.record);
    expect(fresh.token).not.toBe(old.token);
    expect((await old.get("/humans")).status).toBe(200);
    expect((await fresh.get("/humans")).status).toBe(200);
    await runInDurableObject(tenant.stub, (_, { storage }) => {
      storage.sql.exec("UPDATE api_key_secrets SET expires_at = expires_at - 3600000 WHERE expires_at IS NOT NULL");
    });
    await tenant.owner.patch(`/api-keys/${old.keyId}`, { name: "Forgets what is in memory" });
    expect((await old.get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
    expect((await fresh.get("/humans")).status).toBe(200);
  });

  it("has one secret for each rotation, whoever asks under whatever Idempotency-Key", async () => {
    const tenant = await makeTenant();
    const { keyId } = await tenant.as("member");
    const admin = await tenant.as("admin");
    const rotate = (by: Caller) => by.post(`/api-keys/${keyId}/rotate`, undefined, { "idempotency-key": "same" });
    const [first, again, other] = [await rotate(tenant.owner), await rotate(tenant.owner), await rotate(admin)];
    expect(again.text).toBe(first.text);
    expect(other.status).toBe(200);
    expect(keyOf(other.record)).not.toBe(keyOf(first.record));
    await runInDurableObject(tenant.stub, (_, { storage }) => {
      storage.sql.exec("UPDATE idempotency SET at = at - 86400001");
    });
    const later = await rotate(tenant.owner);
    expect(later.headers.get("idempotent-replayed")).toBeNull();
    expect(keyOf(later.record)).not.toBe(keyOf(first.record));
    expect((await withKey(tenant, later.record).get("/humans")).status).toBe(200);
  });

  it("is not found by its last use, of which the log does not tell", async () => {
    const { owner } = await makeTenant();
    expect((await owner.get("/api-keys?lastUsedAt[isNull]=true")).verdict).toBe("400 INVALID_FILTER");
    expect((await owner.get("/api-keys?sort=-lastUsedAt")).verdict).toBe("400 BAD_REQUEST");
    expect((await owner.get("/api-keys?fields=id,lastUsedAt")).status).toBe(200);
  });

  it("is told apart from a forged one without waking an object", async () => {
    const { owner } = await makeTenant();
    const objects = async () => (await listedObjects()).length;
    const before = await objects();
    for (const tenant of ["tenant-1", "never-made"]) {
      const forged = owner.token
        .replace(/^croft_[^_]+/, `croft_${tenant}`)
        .replace(/.$/, (end) => (end === "0" ? "1" : "0"));
      const caller = new Caller(forged, `/v1/tenants/${tenant}`);
      expect((await caller.get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
    }
    expect(await objects()).toBe(before);
  });
});

async function listedObjects(): Promise<unknown[]> {
  const { listDurableObjectIds } = await import("cloudflare:test");
  return listDurableObjectIds(env.TENANT);
}

import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { makeTenant, type TestTenant } from "../support/api.ts";

const ADA = { lastName: "Lovelace" };
const keyed = (key: string) => ({ "idempotency-key": key });
const count = async ({ owner }: Pick<TestTenant, "owner">) =>
  (await owner.get("/humans?count=true&deleted=include")).meta.pagination?.total;
const kept = ({ stub }: TestTenant) =>
  runInDurableObject(stub, (_, { storage }) => storage.sql.exec("SELECT * FROM idempotency").toArray().length);
const age = ({ stub }: TestTenant, ms: number) =>
  runInDurableObject(stub, (_, { storage }) => {
    storage.sql.exec("UPDATE idempotency SET at = at - ?", ms);
  });

describe("R4: a repeated write", () => {
  it("has one effect of a hundred at the same time, and one answer", async () => {
    const tenant = await makeTenant();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => tenant.owner.post("/humans", ADA, keyed("once"))),
    );
    expect(
      new Set(answers.map((answer) => `${answer.status} ${answer.text} ${answer.headers.get("location")}`)).size,
    ).toBe(1);
    const replayed = answers.map((answer) => answer.headers.get("idempotent-replayed"));
    expect(replayed.filter((header) => header === null)).toHaveLength(1);
    expect(replayed.filter((header) => header === "true")).toHaveLength(99);
    expect(await count(tenant)).toBe(1);
  });

  it("answers the same after an eviction", async () => {
    const tenant = await makeTenant();
    const first = await tenant.owner.post("/humans", ADA, keyed("once"));
    await evictDurableObject(tenant.stub);
    const again = await tenant.owner.post("/humans", ADA, keyed("once"));
    expect([again.text, again.headers.get("etag"), again.headers.get("location")]).toEqual([
      first.text,
      first.headers.get("etag"),
      first.headers.get("location"),
    ]);
    expect(await count(tenant)).toBe(1);
  });

  it("answers as it did although the record has changed since", async () => {
    const { owner } = await makeTenant();
    const { id } = await owner.make("humans", ADA);
    const first = await owner.patch(`/humans/${id}`, { notes: "a" }, keyed("p"));
    await owner.patch(`/humans/${id}`, { notes: "b" });
    const again = await owner.patch(`/humans/${id}`, { notes: "a" }, keyed("p"));
    expect(again.text).toBe(first.text);
    expect((await owner.get(`/humans/${id}`)).record.notes).toBe("b");
  });

  it("is safe with every method", async () => {
    const tenant = await makeTenant();
    const { owner } = tenant;
    const { id } = await owner.make("humans", ADA);
    const twice = async (method: string, path: string, body?: { [field: string]: string }) => {
      const extra = { body, headers: keyed(`${method} ${path}`.replaceAll(" ", "_")) };
      const first = await owner.send(method, path, extra);
      const second = await owner.send(method, path, extra);
      expect(second.headers.get("idempotent-replayed"), `${method} ${path}`).toBe("true");
      expect(second.text).toBe(first.text);
      expect(first.status).toBe(200);
    };
    await twice("PUT", `/humans/${id}`, { lastName: "Byron" });
    await twice("DELETE", `/humans/${id}`);
    await twice("POST", `/humans/${id}/restore`);
    await twice("DELETE", `/humans/${id}?purge=true`);
    await twice("PATCH", "", { name: "Renamed" });
    expect(await count(tenant)).toBe(0);
  });

  it("is safe as a batch", async () => {
    const tenant = await makeTenant();
    const body = { operations: [{ op: "create", resource: "humans", data: ADA }] };
    const [first, second] = [
      await tenant.owner.post("/batch", body, keyed("b")),
      await tenant.owner.post("/batch", body, keyed("b")),
    ];
    expect(second.text).toBe(first.text);
    expect(await count(tenant)).toBe(1);
  });

  it("is forgotten after 24 hours", async () => {
    const tenant = await makeTenant();
    await tenant.owner.post("/humans", ADA, keyed("once"));
    await age(tenant, 24 * 3_600_000 - 60_000);
    await tenant.owner.post("/humans", ADA, keyed("once"));
    expect(await count(tenant)).toBe(1);
    await age(tenant, 60_001);
    const later = await tenant.owner.post("/humans", { lastName: "Byron" }, keyed("once"));
    expect(later.status).toBe(201);
    expect(later.headers.get("idempotent-replayed")).toBeNull();
    expect(await count(tenant)).toBe(2);
  });
});

describe("an Idempotency-Key", () => {
  it.each([
    ["another body", "/humans", { lastName: "Byron" }],
    ["the same body written otherwise", "/humans", '{ "lastName": "Lovelace" }'],
    ["another resource", "/accounts", ADA],
    ["other parameters", "/humans?upsert=externalId", ADA],
  ])("is refused with %s", async (_, path, body) => {
    const tenant = await makeTenant();
    await tenant.owner.post("/humans", ADA, keyed("once"));
    const answer = await tenant.owner.post(path, body, keyed("once"));
    expect(answer.verdict).toBe("422 IDEMPOTENCY_KEY_REUSED");
    expect(await count(tenant)).toBe(1);
  });

  it("is each caller's own", async () => {
    const tenant = await makeTenant();
    const member = await tenant.as("member");
    const mine = await tenant.owner.post("/humans", ADA, keyed("once"));
    const theirs = await member.post("/humans", ADA, keyed("once"));
    expect(theirs.status).toBe(201);
    expect(theirs.id).not.toBe(mine.id);
    expect((await member.post("/humans", { lastName: "Byron" }, keyed("once"))).verdict).toBe(
      "422 IDEMPOTENCY_KEY_REUSED",
    );
  });

  it("gives its answer to nobody who has lost the right to ask", async () => {
    const tenant = await makeTenant();
    const member = await tenant.as("member");
    await member.post("/humans", ADA, keyed("once"));
    await tenant.owner.patch(`/api-keys/${member.keyId}`, { role: "viewer" });
    expect((await member.post("/humans", ADA, keyed("once"))).verdict).toBe("403 FORBIDDEN");
    await tenant.owner.delete(`/api-keys/${member.keyId}`);
    expect((await member.post("/humans", ADA, keyed("once"))).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("is free again after a refusal", async () => {
    const tenant = await makeTenant();
    const { owner } = tenant;
    const before = await kept(tenant);
    expect((await owner.post("/humans", {}, keyed("once"))).verdict).toBe("422 VALIDATION_ERROR");
    expect((await owner.post("/humans", "{", keyed("once"))).verdict).toBe("400 BAD_REQUEST");
    expect((await owner.patch("/humans/none", ADA, keyed("once"))).verdict).toBe("404 NOT_FOUND");
    expect(await kept(tenant)).toBe(before);
    expect((await owner.post("/humans", ADA, keyed("once"))).status).toBe(201);
  });

  it.each([
    ["", "400 BAD_REQUEST"],
    ["two words", "400 BAD_REQUEST"],
    ["x".repeat(256), "400 BAD_REQUEST"],
    ["schl\u00fcssel", "400 BAD_REQUEST"],
    ["x".repeat(255), "201"],
    ["!~'\"\\;--", "201"],
  ])("may be 1 to 255 visible characters: %j", async (key, verdict) => {
    const { owner } = await makeTenant();
    expect((await owner.post("/humans", ADA, keyed(key))).verdict).toBe(verdict);
  });

  it("says nothing on a read", async () => {
    const { owner } = await makeTenant();
    const { id } = await owner.make("humans", ADA);
    await owner.get("/humans", keyed("r"));
    expect((await owner.get(`/humans/${id}`, keyed("r"))).headers.get("idempotent-replayed")).toBeNull();
  });
});

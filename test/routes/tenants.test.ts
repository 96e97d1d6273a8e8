import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { Json } from "../../src/resources/define.ts";
import { Caller, makeTenant, operator } from "../support/api.ts";

const provisioned = (tenant: string) =>
  z.strictObject({
    tenant: z.literal(tenant),
    name: z.string(),
    plan: z.literal("free"),
    createdAt: z.iso.datetime({ precision: 3 }),
    apiKey: z.strictObject({ id: z.string().startsWith("key_"), key: z.string().startsWith(`croft_${tenant}_`) }),
  });

describe("POST /v1/tenants", () => {
  it("makes a tenant and shows its first key once", async () => {
    const answer = await operator.post("/v1/tenants", { tenant: "acme", name: "Acme & Söhne" });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toBe("/v1/tenants/acme");
    const { apiKey } = provisioned("acme").parse(answer.data);
    const owner = new Caller(apiKey.key, "/v1/tenants/acme");
    expect((await owner.get("/humans")).records).toEqual([]);
    expect((await owner.get("/api-keys")).text).not.toContain(apiKey.key);
    expect((await owner.get("")).record).toMatchObject({ tenant: "acme", name: "Acme & Söhne", status: "active" });
  });

  it("refuses a handle that is taken, and leaves its tenant alone", async () => {
    const { handle, owner } = await makeTenant();
    const again = await operator.post("/v1/tenants", { tenant: handle, name: "Other" });
    expect(again.verdict).toBe("409 CONFLICT");
    expect(again.faults).toEqual(["tenant"]);
    expect((await owner.get("")).record.name).not.toBe("Other");
  });

  it("makes one tenant and one key of fifty parallel requests", async () => {
    const wanted = { tenant: "contended", name: "Contended" };
    const answers = await Promise.all(Array.from({ length: 50 }, () => operator.post("/v1/tenants", wanted)));
    const made = answers.filter((answer) => answer.status === 201);
    expect(made).toHaveLength(1);
    expect(answers.filter((answer) => answer.verdict === "409 CONFLICT")).toHaveLength(49);
    const { apiKey } = provisioned("contended").parse(made[0]?.data);
    const owner = new Caller(apiKey.key, "/v1/tenants/contended");
    expect((await owner.get("/api-keys")).ids).toEqual([apiKey.id]);
    expect((await owner.get("/account-config")).records).toHaveLength(1);
  });

  it("gives fifty parallel repetitions of one request the same answer", async () => {
    const wanted = { tenant: "repeated", name: "Repeated" };
    const headers = { "idempotency-key": "once" };
    const answers = await Promise.all(Array.from({ length: 50 }, () => operator.post("/v1/tenants", wanted, headers)));
    expect(new Set(answers.map((answer) => answer.verdict))).toEqual(new Set(["201"]));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers.get("idempotent-replayed") === null)).toHaveLength(1);
    const other = await operator.post("/v1/tenants", { ...wanted, name: "Changed" }, headers);
    expect(other.verdict).toBe("422 IDEMPOTENCY_KEY_REUSED");
  });

  it.each([
    ["ab", "tenant"],
    ["Acme", "tenant"],
    ["1acme", "tenant"],
    ["acme-", "tenant"],
    ["ac_me", "tenant"],
    ["ac/me", "tenant"],
    ["äcme", "tenant"],
    ["acme\u0000", "tenant"],
    ["x".repeat(41), "tenant"],
    ["../../x", "tenant"],
  ])("refuses the handle %j", async (tenant) => {
    const { verdict } = await operator.post("/v1/tenants", { tenant, name: "X" });
    expect(["422 VALIDATION_ERROR", "400 BAD_REQUEST"]).toContain(verdict);
  });

  it.each([
    ["no name", { tenant: "nameless" }, ["name"]],
    ["an empty name", { tenant: "nameless", name: "" }, ["name"]],
    ["an unknown plan", { tenant: "planless", name: "X", plan: "gold" }, ["plan"]],
    ["a plan from the prototype", { tenant: "planless", name: "X", plan: "constructor" }, ["plan"]],
    ["unknown fields", { tenant: "typo", name: "X", status: "suspended", role: "owner" }, ["status", "role"]],
    ["a list", [{ tenant: "listed", name: "X" }], ["body"]],
  ])("refuses %s", async (_, body, fields) => {
    const answer = await operator.post("/v1/tenants", body);
    expect(answer.verdict).toBe("422 VALIDATION_ERROR");
    expect(answer.faults).toEqual(fields);
  });

  it("takes no parameters", async () => {
    const answer = await operator.post("/v1/tenants?plan=pro", { tenant: "with-params", name: "X" });
    expect(answer.verdict).toBe("400 BAD_REQUEST");
  });

  it("is for operators", async () => {
    const { owner } = await makeTenant();
    const answer = await owner.at("").post("/v1/tenants", { tenant: "by-a-key", name: "X" });
    expect(answer.verdict).toBe("403 FORBIDDEN");
  });
});

describe("GET /v1/tenants", () => {
  it("shows operators every tenant, page by page", async () => {
    const handles = [(await makeTenant()).handle, (await makeTenant()).handle, (await makeTenant()).handle];
    const seen: unknown[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await operator.get(`/v1/tenants?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.records.map((record) => record.tenant));
      cursor = page.cursor;
    }
    expect(seen).toEqual(expect.arrayContaining(handles));
    expect(seen).toEqual([...new Set(seen)]);
  });

  it("shows a key its own tenant and no other", async () => {
    const { handle, owner } = await makeTenant();
    const other = await makeTenant();
    expect((await owner.at("").get("/v1/tenants")).records.map((record) => record.tenant)).toEqual([handle]);
    expect((await owner.at("").get(`/v1/tenants?q=${other.handle}`)).records).toEqual([]);
    expect((await owner.at("").get("/v1/tenants?status=suspended")).records).toEqual([]);
  });

  it.each([
    "limit=0",
    "limit=201",
    "limit=ten",
    "limit=",
    "sort=secret",
    "sort=constructor",
    "status=gone",
    "nope=1",
    "__proto__=1",
    "limit=1&limit=2",
  ])("refuses the parameter %s", async (parameter) => {
    expect((await operator.get(`/v1/tenants?${parameter}`)).verdict).toBe("400 BAD_REQUEST");
  });

  it("refuses cursors that are none, or of another query", async () => {
    await makeTenant();
    await makeTenant();
    const { cursor } = await operator.get("/v1/tenants?limit=1&sort=-createdAt");
    expect((await operator.get(`/v1/tenants?limit=1&cursor=${cursor}`)).verdict).toBe("400 INVALID_CURSOR");
    expect((await operator.get("/v1/tenants?limit=1&cursor=garbage")).verdict).toBe("400 INVALID_CURSOR");
  });
});

describe("PATCH /v1/tenants/{tenant}", () => {
  it("lets admins rename the tenant, and operators change plan and status", async () => {
    const tenant = await makeTenant("free");
    const admin = await tenant.as("admin");
    const renamed = await admin.patch("", { name: "Renamed" });
    expect(renamed.record).toMatchObject({ tenant: tenant.handle, name: "Renamed", plan: "free" });
    expect((await tenant.operator.patch("", { plan: "pro" })).record.plan).toBe("pro");
    expect((await admin.get("")).record).toMatchObject({ name: "Renamed", plan: "pro" });
  });

  it.each<Json>([{ plan: "unlimited" }, { status: "active" }, { name: "X", plan: "pro" }])(
    "leaves %j to operators",
    async (body) => {
      const tenant = await makeTenant("free");
      expect((await tenant.owner.patch("", body)).verdict).toBe("403 FORBIDDEN");
      expect((await tenant.owner.get("")).record).toMatchObject({
        name: `Tenant ${tenant.handle.slice(7)}`,
        plan: "free",
      });
    },
  );

  it.each([
    [{ tenant: "renamed" }, ["tenant"]],
    [{ createdAt: "2020-01-01T00:00:00.000Z" }, ["createdAt"]],
    [{ plan: "toString" }, ["plan"]],
    [{ status: "erased" }, ["status"]],
    [{ name: "" }, ["name"]],
  ])("refuses %j", async (body, fields) => {
    const { operator: above } = await makeTenant();
    const answer = await above.patch("", body);
    expect(answer.verdict).toBe("422 VALIDATION_ERROR");
    expect(answer.faults).toEqual(fields);
  });

  it("writes nothing where nothing changes", async () => {
    const { owner } = await makeTenant();
    const { seq } = await owner.get("/humans");
    const { name } = (await owner.get("")).record;
    expect((await owner.patch("", {})).seq).toBe(seq);
    expect((await owner.patch("", { name: name ?? "" })).seq).toBe(seq);
  });
});

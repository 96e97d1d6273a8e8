import { beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../src/resources/define.ts";
import { type Caller, type KeyRights, makeTenant, type TestTenant } from "../support/api.ts";
import { join } from "../support/people.ts";

const ROLES = ["owner", "admin", "member", "viewer"] as const;
type Key = Caller & { readonly keyId: string };

let tenant: TestTenant;
let keys: Record<"owner" | "admin" | "member" | "viewer" | "narrowed" | "reader", Key>;

beforeAll(async () => {
  tenant = await makeTenant();
  const as = (rights: string | KeyRights) => tenant.as(rights);
  keys = {
    owner: await as("owner"),
    admin: await as("admin"),
    member: await as("member"),
    viewer: await as("viewer"),
    narrowed: await as({ role: "admin", resources: ["api-keys", "humans"] }),
    reader: await as({ role: "owner", readOnly: true }),
  };
});

describe("nobody makes a key that may do more than they may", () => {
  const wanted: [keyof typeof keys, KeyRights, string][] = [
    ["admin", { role: "owner" }, "403 FORBIDDEN"],
    ["admin", { role: "admin" }, "201"],
    ["member", { role: "viewer" }, "403 FORBIDDEN"],
    ["viewer", { role: "viewer" }, "403 FORBIDDEN"],
    ["reader", { role: "viewer" }, "403 FORBIDDEN"],
    ["narrowed", { role: "owner", resources: ["humans"] }, "403 FORBIDDEN"],
    ["narrowed", { role: "admin" }, "403 FORBIDDEN"],
    ["narrowed", { role: "viewer", resources: null }, "403 FORBIDDEN"],
    ["narrowed", { role: "viewer", resources: ["leads"] }, "403 FORBIDDEN"],
    ["narrowed", { role: "viewer", resources: ["humans", "leads"] }, "403 FORBIDDEN"],
    ["narrowed", { role: "viewer", resources: ["humans"] }, "201"],
    ["narrowed", { role: "admin", resources: ["humans", "api-keys"] }, "201"],
    ["owner", { role: "owner" }, "201"],
  ];

  it.each(wanted)("%s asks for %j", async (who, rights, verdict) => {
    expect((await keys[who].post("/api-keys", { name: "X", ...rights })).verdict).toBe(verdict);
  });

  it("is the same for people: what a key and a person of one role are refused is one rule", async () => {
    const people = await Promise.all(ROLES.map(async (role) => [role, await join(tenant, role)] as const));
    for (const [own, person] of people)
      for (const role of ROLES) {
        const may = ROLES.indexOf(own) <= 1 && ROLES.indexOf(own) <= ROLES.indexOf(role);
        const verdict = may ? "201" : "403 FORBIDDEN";
        const body = { name: "X", role };
        expect((await person.post("/api-keys", body)).verdict, `${own} person, ${role} key`).toBe(verdict);
        expect((await keys[own].post("/api-keys", body)).verdict, `${own} key, ${role} key`).toBe(verdict);
        const target = await tenant.as(role);
        const path = `/api-keys/${target.keyId}`;
        const changed = may ? "200" : "403 FORBIDDEN";
        expect((await person.patch(path, { name: "Y" })).verdict).toBe(changed);
        expect((await person.post(`${path}/rotate`)).verdict).toBe(changed);
        expect((await person.delete(path)).verdict).toBe(changed);
      }
  });

  it("nor changes one to be that", async () => {
    const target = async (rights: KeyRights) => `/api-keys/${(await tenant.as(rights)).keyId}`;
    const viewer = await target({ role: "viewer" });
    const narrow = await target({ role: "viewer", resources: ["humans"] });
    const owner = await target({ role: "owner" });
    const attempts: [Key, string, Json][] = [
      [keys.admin, viewer, { role: "owner" }],
      [keys.admin, owner, { role: "viewer" }],
      [keys.admin, owner, { name: "X" }],
      [keys.admin, `/api-keys/${keys.admin.keyId}`, { role: "owner" }],
      [keys.narrowed, viewer, { name: "X" }],
      [keys.narrowed, narrow, { resources: null }],
      [keys.narrowed, narrow, { resources: ["humans", "leads"] }],
      [keys.narrowed, narrow, { role: "owner" }],
      [keys.narrowed, `/api-keys/${keys.narrowed.keyId}`, { resources: null }],
      [keys.reader, viewer, { name: "X" }],
      [keys.reader, `/api-keys/${keys.reader.keyId}`, { readOnly: false }],
      [keys.member, `/api-keys/${keys.member.keyId}`, { role: "admin" }],
      [keys.viewer, viewer, { role: "member" }],
    ];
    for (const [caller, path, body] of attempts) {
      const before = (await tenant.owner.get(path)).record.version;
      expect((await caller.patch(path, body)).verdict, `${path} ${JSON.stringify(body)}`).toBe("403 FORBIDDEN");
      expect((await tenant.owner.get(path)).record.version).toBe(before);
    }
    expect((await keys.narrowed.patch(narrow, { name: "Renamed" })).status).toBe(200);
  });

  it("nor takes over or takes away one that may do more", async () => {
    const target = await tenant.as("owner");
    const path = `/api-keys/${target.keyId}`;
    for (const caller of [keys.admin, keys.narrowed, keys.member, keys.viewer, keys.reader]) {
      expect((await caller.post(`${path}/rotate`)).verdict).toBe("403 FORBIDDEN");
      expect((await caller.delete(path)).verdict).toBe("403 FORBIDDEN");
    }
    expect((await target.get("/humans")).status).toBe(200);
  });

  it("nor goes round the rules by the ways of ordinary records", async () => {
    const target = (await tenant.as("viewer")).keyId;
    const path = `/api-keys/${target}`;
    const operations: Json[] = [
      { op: "create", resource: "api-keys", data: { name: "X", role: "owner" } },
      { op: "update", resource: "api-keys", id: target, data: { role: "owner" } },
      { op: "update", resource: "api-keys", id: target, data: { name: "X" } },
      { op: "delete", resource: "api-keys", id: target },
      { op: "upsert", resource: "api-keys", match: "name", data: { name: "X", role: "owner" } },
    ];
    for (const operation of operations) {
      const { status } = await keys.owner.post("/batch", { operations: [operation] });
      expect([400, 403], JSON.stringify(operation)).toContain(status);
    }
    expect((await keys.owner.put(path, { name: "X", role: "owner", readOnly: false })).verdict).toBe("403 FORBIDDEN");
    expect((await keys.owner.delete(`${path}?purge=true`)).verdict).toBe("400 BAD_REQUEST");
    await keys.owner.delete(path);
    expect((await keys.owner.post(`${path}/restore`)).verdict).toBe("403 FORBIDDEN");
    expect((await keys.owner.patch(path, { name: "X" })).verdict).toBe("404 NOT_FOUND");
    expect((await keys.owner.post(`${path}/rotate`)).verdict).toBe("404 NOT_FOUND");
  });
});

describe("who reads what Croft keeps of a tenant", () => {
  const readable: Record<string, (keyof typeof keys)[]> = {
    "/audit-log": ["owner", "admin", "reader"],
    "/error-log": ["owner", "admin", "reader"],
    "/api-keys": ["owner", "admin", "reader", "narrowed"],
    "/invitations": ["owner", "admin", "reader"],
    "/members": ["owner", "admin", "member", "viewer", "reader"],
    "/account-config": ["owner", "admin", "member", "viewer", "reader"],
    "/documents": ["owner", "admin", "member", "viewer", "reader"],
  };

  it.each(Object.keys(readable))("%s", async (path) => {
    for (const [name, caller] of Object.entries(keys)) {
      const may = readable[path]?.some((allowed) => allowed === name);
      for (const way of [path, `${path}?limit=1&sort=id`, `${path}/aggregate`])
        expect((await caller.get(way)).verdict, `${name} ${way}`).toBe(may ? "200" : "403 FORBIDDEN");
    }
  });

  it("audit-log tells who did what, and nobody changes it", async () => {
    const made = await keys.member.post("/humans", { lastName: "Audited" }, { "x-request-id": "audit-1" });
    const { records } = await keys.admin.get(`/audit-log?recordId=${made.id}&action=create`);
    expect(records).toEqual([
      {
        seq: made.seq,
        id: `chg_${String(made.seq).padStart(14, "0")}`,
        at: made.record.createdAt,
        actorKind: "key",
        actorId: keys.member.keyId,
        requestId: "audit-1",
        resource: "humans",
        recordId: made.id,
        action: "create",
        before: null,
        after: made.record,
      },
    ]);
    const entry = await keys.admin.get(`/audit-log/${records[0]?.id}`);
    expect(entry.record).toEqual(records[0]);
    expect(entry.headers.get("etag")).toBeNull();
    const groups = await keys.admin.get("/audit-log/aggregate?groupBy=resource,action&count=true&resource=humans");
    expect(groups.records).toContainEqual({ resource: "humans", action: "create", count: 1 });
    expect((await keys.admin.get("/audit-log?deleted=include")).verdict).toBe("400 BAD_REQUEST");
    expect((await keys.admin.get("/audit-log?q=x")).verdict).toBe("400 BAD_REQUEST");
    expect((await keys.admin.get("/audit-log/chg_x")).verdict).toBe("404 NOT_FOUND");
    expect((await keys.admin.get("/audit-log/chg_99999999999999")).verdict).toBe("404 NOT_FOUND");
  });

  it("changes tells each of them what they may read elsewhere", async () => {
    for (const [name, caller] of Object.entries(keys)) {
      const seen = new Set((await caller.get("/changes?limit=1000")).records.map((entry) => String(entry.resource)));
      for (const resource of seen) {
        if (resource !== "tenants") expect((await caller.get(`/${resource}`)).status, `${name} ${resource}`).toBe(200);
      }
      expect(seen.has("api-keys"), name).toBe(["owner", "admin", "reader", "narrowed"].includes(name));
    }
  });
});

import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../src/protocol/limits.ts";
import { makeTenant } from "../support/api.ts";
import { accept, invited, join, later, somebody, tokenOf } from "../support/people.ts";

const ROLES = ["owner", "admin", "member", "viewer"] as const;
const DAY_MS = 86_400_000;

describe("an invitation", () => {
  it("is for an address, a role and seven days", async () => {
    const { owner, path } = await makeTenant();
    const answer = await owner.post("/invitations", { email: " Ada@People.Example ", role: "member" });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toBe(`${path}/invitations/${answer.id}`);
    expect(answer.headers.get("etag")).toBe('"1"');
    expect(answer.record).toMatchObject({
      email: "ada@people.example",
      role: "member",
      acceptedAt: null,
      acceptedBy: null,
      revokedAt: null,
    });
    const lasts = Date.parse(String(answer.record.expiresAt)) - Date.parse(String(answer.record.createdAt));
    expect(lasts).toBe(7 * DAY_MS);
    expect((await owner.get(`/invitations/${answer.id}`)).record).toEqual(answer.record);
    expect((await owner.get("/invitations?email=ada@people.example")).ids).toEqual([answer.id]);
  });

  it("4: is made by admins and above, for roles up to their own, and by operators for any", async () => {
    const tenant = await makeTenant();
    for (const by of ROLES) {
      const person = await join(tenant, by);
      const key = await tenant.as(by);
      for (const role of ROLES)
        for (const caller of [person, key]) {
          const may = ROLES.indexOf(by) <= 1 && ROLES.indexOf(by) <= ROLES.indexOf(role);
          const answer = await caller.post("/invitations", { email: somebody().email, role });
          expect(answer.verdict, `${by} invites ${role}`).toBe(may ? "201" : "403 FORBIDDEN");
        }
    }
    for (const rights of [
      { role: "owner", resources: ["invitations", "members"] },
      { role: "owner", readOnly: true },
    ]) {
      const key = await tenant.as(rights);
      expect((await key.post("/invitations", { email: "x@x.example", role: "viewer" })).verdict).toBe("403 FORBIDDEN");
    }
    for (const role of ROLES)
      expect((await tenant.operator.post("/invitations", { email: somebody().email, role })).status).toBe(201);
    for (const role of ["member", "viewer"] as const)
      expect((await (await join(tenant, role)).get("/invitations")).verdict).toBe("403 FORBIDDEN");
  });

  it.each([
    [{}, ["email", "role"]],
    [{ email: "ada@x.example" }, ["role"]],
    [{ email: "ada@x.example", role: "god" }, ["role"]],
    [{ email: "ada@x.example", role: "__proto__" }, ["role"]],
    [{ email: "ada", role: "viewer" }, ["email"]],
    [{ email: "ada@x.example\r\nBcc: eve@x.example", role: "viewer" }, ["email"]],
    [{ email: "ada@x.example,eve@x.example", role: "viewer" }, ["email"]],
    [{ email: "Ada <ada@x.example>", role: "viewer" }, ["email"]],
    [{ email: ["ada@x.example"], role: "viewer" }, ["email"]],
    [
      {
        email: "ada@x.example",
        role: "viewer",
        acceptedAt: null,
        acceptedBy: "usr_x",
        expiresAt: "2999-01-01T00:00:00Z",
      },
      ["acceptedAt", "acceptedBy", "expiresAt"],
    ],
    [
      { email: "ada@x.example", role: "viewer", id: "inv_x", createdBy: "x", token: "x", tenant: "x", custom: {} },
      ["createdBy", "custom", "id", "tenant", "token"],
    ],
  ])("S4: is not made from %j", async (body, faults) => {
    const { owner } = await makeTenant();
    const answer = await owner.post("/invitations", body);
    expect(answer.verdict).toBe("422 VALIDATION_ERROR");
    expect(answer.faults.sort()).toEqual(faults);
  });

  it("is not made twice for one address, nor for a member, however it is spelled", async () => {
    const tenant = await makeTenant();
    const { person } = await join(tenant, "viewer");
    const { id } = await tenant.owner.post("/invitations", { email: "ada@x.example", role: "viewer" });
    const again = await tenant.owner.post("/invitations", { email: "ADA@x.example", role: "admin" });
    expect([again.verdict, again.faults]).toEqual(["409 CONFLICT", ["email"]]);
    const member = await tenant.owner.post("/invitations", { email: person.email.toUpperCase(), role: "viewer" });
    expect(member.verdict).toBe("409 CONFLICT");
    await later(tenant, id, 7 * DAY_MS);
    expect((await tenant.owner.post("/invitations", { email: "ada@x.example", role: "viewer" })).status).toBe(201);
  });

  it("is made once under one Idempotency-Key, and its mail sent once", async () => {
    const tenant = await makeTenant();
    const ask = () =>
      tenant.owner.post("/invitations", { email: "ada@x.example", role: "viewer" }, { "idempotency-key": "k" });
    const answers = await Promise.all(Array.from({ length: 10 }, ask));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect((await tenant.owner.get("/invitations")).ids).toHaveLength(1);
  });

  it("cannot be made without end: each is a mail to somebody who may not have asked for it", async () => {
    const tenant = await makeTenant();
    await tenant.owner.post("/invitations", { email: "first@x.example", role: "viewer" });
    await runInDurableObject(tenant.stub, (_, { storage }) => {
      storage.sql.exec(
        `INSERT INTO invitations SELECT 'inv_' || value, created_at, updated_at, created_by, version, updated_at, custom,
          'a' || value || '@x.example', role, expires_at, NULL, NULL, NULL
        FROM invitations, (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?) SELECT value FROM n)`,
        LIMITS.invitationsPerDay - 1,
      );
    });
    const one = () => tenant.owner.post("/invitations", { email: "last@x.example", role: "viewer" });
    expect((await one()).verdict).toBe("429 QUOTA_EXCEEDED");
    await runInDurableObject(tenant.stub, (_, { storage }) => {
      storage.sql.exec("UPDATE invitations SET created_at = ?", new Date(Date.now() - DAY_MS).toISOString());
    });
    expect((await one()).status).toBe(201);
  });

  it("is written by none of the ways of ordinary records", async () => {
    const tenant = await makeTenant();
    const { owner } = tenant;
    const { id } = await owner.post("/invitations", { email: "ada@x.example", role: "viewer" });
    const path = `/invitations/${id}`;
    const data = { email: "ada@x.example", role: "owner" };
    for (const operation of [
      { op: "create", resource: "invitations", data },
      { op: "update", resource: "invitations", id, data: { role: "owner" } },
      { op: "delete", resource: "invitations", id },
    ])
      expect((await owner.post("/batch", { operations: [operation] })).verdict).toBe("403 FORBIDDEN");
    expect((await owner.patch(path, { role: "owner" })).verdict).toBe("403 FORBIDDEN");
    expect((await owner.put(path, data)).verdict).toBe("403 FORBIDDEN");
    await owner.delete(path);
    expect((await owner.post(`${path}/restore`)).verdict).toBe("403 FORBIDDEN");
  });

  it("23: leaves its token in no table, no log and no answer", async () => {
    const tenant = await makeTenant();
    const person = somebody();
    const { id } = await invited(tenant, person);
    const { token } = await tokenOf(tenant, id);
    await accept(tenant, person, await tokenOf(tenant, id), "k");
    const tables = await runInDurableObject(tenant.stub, (_, { storage }) =>
      storage.sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
        )
        .toArray()
        .map(({ name }) => JSON.stringify(storage.sql.exec(`SELECT * FROM "${name}"`).toArray())),
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const rows of tables) expect(rows).not.toContain(token.slice(-73));
    for (const path of ["/invitations", "/audit-log", "/changes", "/members"])
      expect((await tenant.owner.get(path)).text).not.toContain(token.slice(-73));
  });
});

describe("a revocation", () => {
  it("4: is for admins and above, of invitations up to their own role, and for operators", async () => {
    const tenant = await makeTenant();
    for (const by of ROLES)
      for (const role of ROLES) {
        const caller = await join(tenant, by);
        const { id } = await tenant.owner.post("/invitations", { email: somebody().email, role });
        const may = ROLES.indexOf(by) <= 1 && ROLES.indexOf(by) <= ROLES.indexOf(role);
        expect((await caller.delete(`/invitations/${id}`)).verdict).toBe(may ? "200" : "403 FORBIDDEN");
        expect((await tenant.operator.delete(`/invitations/${id}`)).verdict).toBe(may ? "404 NOT_FOUND" : "200");
      }
  });

  it("comes too late for a member", async () => {
    const tenant = await makeTenant();
    await join(tenant, "member");
    const [id] = (await tenant.owner.get("/invitations")).ids;
    expect((await tenant.owner.delete(`/invitations/${id}`)).verdict).toBe("409 CONFLICT");
  });

  it("and an acceptance at the same time: one of the two wins", async () => {
    for (let round = 0; round < 10; round += 1) {
      const tenant = await makeTenant();
      const person = somebody();
      const { id, hash } = await invited(tenant, person);
      const [revoked, accepted] = await Promise.all([
        tenant.owner.delete(`/invitations/${id}`),
        accept(tenant, person, { hash }),
      ]);
      const members = (await tenant.owner.get("/members")).ids.length;
      expect([revoked.verdict, accepted.verdict]).toEqual(
        members === 1 ? ["409 CONFLICT", "200"] : ["200", "410 GONE"],
      );
    }
  });
});

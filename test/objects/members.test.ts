import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { makeTenant, operator } from "../support/api.ts";
import { ActingCaller, elsewhere, join, somebody } from "../support/people.ts";

const ROLES = ["owner", "admin", "member", "viewer"] as const;
type Role = (typeof ROLES)[number];

describe("a person", () => {
  it("does in a tenant what the role says there", async () => {
    const tenant = await makeTenant();
    const [admin, member, viewer] = [
      await join(tenant, "admin"),
      await join(tenant, "member"),
      await join(tenant, "viewer"),
    ];
    const made = await member.post("/humans", { lastName: "Lovelace" });
    expect(made.record.createdBy).toBe(member.actor.id);
    expect((await viewer.get(`/humans/${made.id}`)).record).toEqual(made.record);
    expect((await viewer.post("/humans", { lastName: "X" })).verdict).toBe("403 FORBIDDEN");
    expect((await member.get("/audit-log")).verdict).toBe("403 FORBIDDEN");
    const [entry] = (await admin.get(`/audit-log?recordId=${made.id}`)).records;
    expect(entry).toMatchObject({ actorKind: "user", actorId: member.actor.id, requestId: "people" });
  });

  it("finds no tenant of which they are no member, as if there were none", async () => {
    const [tenant, other] = [await makeTenant(), await makeTenant()];
    const stranger = await join(other, "owner");
    for (const path of ["", "/humans", "/members", "/search?q=x", "/changes", "/nothing"]) {
      const answer = await new ActingCaller(tenant, stranger.actor).get(path);
      expect(answer.verdict).toBe("404 NOT_FOUND");
      const absent = await operator.get("/v1/tenants/never-made/humans");
      expect({ ...answer.error, requestId: "" }).toEqual({ ...absent.error, requestId: "" });
      expect(answer.headers.get("ratelimit")).toBeNull();
    }
  });

  it("is refused while the tenant is suspended, and a stranger still finds none", async () => {
    const tenant = await makeTenant();
    const owner = await join(tenant, "owner");
    await tenant.operator.patch("", { status: "suspended" });
    expect((await owner.get("/humans")).verdict).toBe("403 FORBIDDEN");
    expect((await new ActingCaller(tenant, somebody().actor).get("/humans")).verdict).toBe("404 NOT_FOUND");
  });

  it("is refused when the access token has ended", async () => {
    const tenant = await makeTenant();
    const { person } = await join(tenant, "owner");
    const late = new ActingCaller(tenant, elsewhere(person, Date.now()).actor);
    expect((await late.get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("is refused in a session that has ended, and goes on in another", async () => {
    const tenant = await makeTenant();
    const member = await join(tenant, "member");
    const other = new ActingCaller(tenant, elsewhere(member.person).actor);
    await tenant.stub.endSessions([member.person.actor.session]);
    expect((await member.get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
    expect((await member.upgrade()) instanceof Response).toBe(true);
    expect((await other.get("/humans")).status).toBe(200);
  });

  it("is an operator where their token says so, under their own id, and no member for that", async () => {
    const tenant = await makeTenant();
    const { actor } = somebody();
    const acting = new ActingCaller(tenant, { ...actor, kind: "operator" });
    expect((await acting.patch("", { name: "Renamed" })).status).toBe(200);
    const [entry] = (await tenant.owner.get("/audit-log?resource=tenants&sort=-seq&limit=1")).records;
    expect(entry).toMatchObject({ actorKind: "operator", actorId: actor.id });
    expect((await acting.get("/humans")).verdict).toBe("403 FORBIDDEN");
    await tenant.stub.endSessions([actor.session]);
    expect((await acting.get("")).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("makes a tenant and is its owner", async () => {
    const person = somebody();
    const { email, name } = person;
    const wanted = { body: { tenant: "founded", name: "Founded" }, requestId: "people", repeatable: null, seed: "s" };
    const tenant = {
      ...(await makeTenant()),
      handle: "founded",
      path: "/v1/tenants/founded",
      stub: env.TENANT.getByName("founded"),
    };
    const owner = { userId: person.actor.id, email, name };
    expect((await tenant.stub.provision({ ...wanted, actorId: person.actor.id, owner })).status).toBe(201);
    const caller = new ActingCaller(tenant, person.actor);
    expect((await caller.get("/members")).records).toMatchObject([
      { userId: person.actor.id, email, name, role: "owner", version: 1 },
    ]);
  });
});

describe("a member's role", () => {
  const cases = ROLES.flatMap((by) =>
    ROLES.flatMap((target) => ROLES.map((role): [Role, Role, Role] => [by, target, role])),
  );
  const rank = (role: Role) => -ROLES.indexOf(role);

  it("is changed by admins and above, of nobody above themselves and to nothing above themselves", async () => {
    const tenant = await makeTenant();
    await join(tenant, "owner");
    const callers = Object.fromEntries(await Promise.all(ROLES.map(async (role) => [role, await join(tenant, role)])));
    for (const [by, from, to] of cases) {
      const target = await join(tenant, from);
      const may = rank(by) >= rank("admin") && rank(from) <= rank(by) && rank(to) <= rank(by);
      const answer = await callers[by].patch(`/members/${target.memberId}`, { role: to });
      expect(answer.verdict, `${by} makes ${from} ${to}`).toBe(may ? "200" : "403 FORBIDDEN");
      const now = (await callers[by].get(`/members/${target.memberId}`)).record;
      expect(now.role, `${by} makes ${from} ${to}`).toBe(may ? to : from);
    }
  });

  it("is what the next request meets", async () => {
    const tenant = await makeTenant();
    const [owner, member] = [await join(tenant, "owner"), await join(tenant, "member")];
    const write = () => member.post("/humans", { lastName: "X" });
    expect((await write()).status).toBe(201);
    const changed = await owner.patch(`/members/${member.memberId}`, { role: "viewer" });
    expect(changed.record).toMatchObject({ id: member.memberId, role: "viewer", version: 2 });
    expect(changed.headers.get("etag")).toBe('"2"');
    expect((await write()).verdict).toBe("403 FORBIDDEN");
    await owner.patch(`/members/${member.memberId}`, { role: "member" });
    expect((await write()).status).toBe(201);
    const [entry] = (await owner.get(`/members/${member.memberId}/changes`)).records;
    expect(entry).toMatchObject({ action: "update", actor: { kind: "user", id: owner.actor.id }, requestId: "people" });
  });

  it("is changed once under one Idempotency-Key, and not behind somebody's back", async () => {
    const tenant = await makeTenant();
    const [owner, member] = [await join(tenant, "owner"), await join(tenant, "member")];
    const path = `/members/${member.memberId}`;
    const first = await owner.patch(path, { role: "viewer" }, { "idempotency-key": "k" });
    const again = await owner.patch(path, { role: "viewer" }, { "idempotency-key": "k" });
    expect(again.text).toBe(first.text);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await owner.patch(path, { role: "admin" }, { "idempotency-key": "k" })).status).toBe(422);
    expect((await owner.patch(path, { role: "admin" }, { "if-match": '"1"' })).verdict).toBe("412 PRECONDITION_FAILED");
    expect((await owner.delete(path, { "if-match": '"1"' })).verdict).toBe("412 PRECONDITION_FAILED");
    expect((await owner.delete(path, { "if-match": '"2"' })).status).toBe(200);
  });

  it.each([
    [{}, ["role"]],
    [{ role: "god" }, ["role"]],
    [{ role: "constructor" }, ["role"]],
    [{ role: ["owner"] }, ["role"]],
    [{ role: "viewer", userId: "usr_x", email: "x@x.example", name: "X" }, ["email", "name", "userId"]],
    [
      { role: "viewer", id: "mem_x", createdBy: "x", version: 9, deletedAt: null, tenant: "x" },
      ["createdBy", "deletedAt", "id", "tenant", "version"],
    ],
  ])("S4: is not changed by %j", async (body, faults) => {
    const tenant = await makeTenant();
    const [owner, member] = [await join(tenant, "owner"), await join(tenant, "member")];
    const answer = await owner.patch(`/members/${member.memberId}`, body);
    expect(answer.verdict).toBe("422 VALIDATION_ERROR");
    expect(answer.faults.sort()).toEqual(faults);
    expect((await owner.get(`/members/${member.memberId}`)).record.version).toBe(1);
  });

  it("4: is no matter of keys that are narrowed or only read, nor of the ways of ordinary records", async () => {
    const tenant = await makeTenant();
    const { memberId } = await join(tenant, "viewer");
    const path = `/members/${memberId}`;
    const narrowed = await tenant.as({ role: "owner", resources: ["members", "humans"] });
    const reader = await tenant.as({ role: "owner", readOnly: true });
    for (const key of [narrowed, reader]) {
      expect((await key.get(path)).status).toBe(200);
      expect((await key.patch(path, { role: "admin" })).verdict).toBe("403 FORBIDDEN");
      expect((await key.delete(path)).verdict).toBe("403 FORBIDDEN");
    }
    const { owner } = tenant;
    const values = { userId: "usr_x", email: "x@x.example", name: "X", role: "owner" };
    for (const operation of [
      { op: "create", resource: "members", data: values },
      { op: "update", resource: "members", id: memberId, data: { role: "owner" } },
      { op: "delete", resource: "members", id: memberId },
      { op: "upsert", resource: "members", match: "userId", data: values },
    ])
      expect((await owner.post("/batch", { operations: [operation] })).verdict).toBe("403 FORBIDDEN");
    expect((await owner.post("/members", values)).verdict).toBe("403 FORBIDDEN");
    expect((await owner.put(path, values)).verdict).toBe("403 FORBIDDEN");
    await owner.delete(path);
    expect((await owner.post(`${path}/restore`)).verdict).toBe("403 FORBIDDEN");
    expect((await owner.delete(`${path}?purge=true`)).verdict).toBe("400 BAD_REQUEST");
    expect((await tenant.operator.patch(path, { role: "owner" })).verdict).toBe("403 FORBIDDEN");
  });
});

describe("a membership", () => {
  it("ends at once when somebody of the same role or above ends it", async () => {
    const tenant = await makeTenant();
    await join(tenant, "owner");
    for (const by of ROLES)
      for (const target of ROLES) {
        const [caller, member] = [await join(tenant, by), await join(tenant, target)];
        const may = ROLES.indexOf(by) <= 1 && ROLES.indexOf(by) <= ROLES.indexOf(target);
        const answer = await caller.delete(`/members/${member.memberId}`);
        expect(answer.verdict, `${by} removes ${target}`).toBe(may ? "200" : "403 FORBIDDEN");
        expect((await member.get("/humans")).verdict).toBe(may ? "404 NOT_FOUND" : "200");
        if (may) expect(Object.keys(answer.record).sort()).toEqual(["deletedAt", "id"]);
      }
  });

  it.each(ROLES)("may be left by its %s", async (role) => {
    const tenant = await makeTenant();
    await join(tenant, "owner");
    const member = await join(tenant, role);
    expect((await member.delete(`/members/${member.memberId}`)).status).toBe(200);
    expect((await member.get("/humans")).verdict).toBe("404 NOT_FOUND");
    const again = await join(tenant, "viewer", elsewhere(member.person));
    expect((await again.get("/humans")).status).toBe(200);
    expect(again.memberId).not.toBe(member.memberId);
  });

  it("of the last owner stays: neither left, nor ended, nor made less", async () => {
    const tenant = await makeTenant();
    const owner = await join(tenant, "owner");
    const path = `/members/${owner.memberId}`;
    for (const caller of [owner, tenant.owner]) {
      expect((await caller.delete(path)).verdict).toBe("409 CONFLICT");
      for (const role of ["admin", "member", "viewer"])
        expect((await caller.patch(path, { role })).verdict).toBe("409 CONFLICT");
      expect((await caller.patch(path, { role: "owner" })).status).toBe(200);
    }
    const other = await join(tenant, "owner");
    expect((await owner.delete(path)).status).toBe(200);
    expect((await other.delete(`/members/${other.memberId}`)).verdict).toBe("409 CONFLICT");
  });

  it("5: of one owner stays when all of them leave, or are made less by each other, at the same time", async () => {
    for (const how of ["leave", "demote"] as const) {
      const tenant = await makeTenant();
      const owners = await Promise.all(Array.from({ length: 10 }, () => join(tenant, "owner")));
      const answers = await Promise.all(
        owners.map((owner, index) => {
          const { memberId = "" } = owners[(index + 1) % owners.length] ?? {};
          return how === "leave"
            ? owner.delete(`/members/${owner.memberId}`)
            : owner.patch(`/members/${memberId}`, { role: "viewer" });
        }),
      );
      const left = (await tenant.owner.get("/members?role=owner")).ids;
      expect(left.length).toBeGreaterThanOrEqual(1);
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(10 - left.length);
      if (how === "leave") expect(left).toHaveLength(1);
    }
  });
});

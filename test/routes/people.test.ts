import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { config } from "../../src/croft.config.ts";
import { upsertMembership } from "../../src/directory/memberships.ts";
import { signUpPerson, type TestPerson } from "../support/accounts.ts";
import { Caller, makeTenant } from "../support/api.ts";
import { project } from "../support/due-jobs.ts";
import { joinAs } from "../support/joined.ts";

afterEach(() => void vi.restoreAllMocks());

let ada: TestPerson;
let grace: TestPerson;
let asAda: Caller;
beforeAll(async () => {
  [ada, grace] = [await signUpPerson(undefined, "Ada Lovelace"), await signUpPerson(undefined, "Grace Hopper")];
  asAda = new Caller(await ada.token());
});

describe("POST /v1/tenants by a person", () => {
  it("makes them the owner, at once, everywhere", async () => {
    const made = await asAda.post("/v1/tenants", { tenant: "made-by-ada", name: "Made by Ada" });
    expect([made.verdict, made.record.plan]).toEqual(["201", config.defaultPlan]);
    const { record } = await asAda.get("/v1/me");
    expect(record).toMatchObject({ kind: "user", id: ada.id, email: ada.email, name: "Ada Lovelace", role: null });
    expect(record.tenants).toContainEqual({ tenant: "made-by-ada", role: "owner" });
    expect((await asAda.get("/v1/tenants")).records.map(({ tenant }) => tenant)).toContain("made-by-ada");
    const members = await asAda.at("/v1/tenants/made-by-ada").get("/members");
    expect(members.records).toMatchObject([
      { userId: ada.id, email: ada.email, name: "Ada Lovelace", role: "owner", createdBy: ada.id },
    ]);
    const stub = env.TENANT.getByName("made-by-ada");
    await project({ stub });
    expect((await asAda.get("/v1/me")).record.tenants).toContainEqual({ tenant: "made-by-ada", role: "owner" });
  });

  it("is theirs alone", async () => {
    const asGrace = new Caller(await grace.token());
    for (const path of ["", "/humans", "/members", "/never-made"])
      expect((await asGrace.get(`/v1/tenants/made-by-ada${path}`)).verdict).toBe("404 NOT_FOUND");
    const again = await asGrace.post("/v1/tenants", { tenant: "made-by-ada", name: "Taken" });
    expect(again.verdict).toBe("409 CONFLICT");
    expect((await asGrace.get("/v1/me")).record.tenants).toEqual([]);
  });

  it("takes no plan, no owner and no role from the body", async () => {
    for (const [field, verdict] of [
      ["plan", "403 FORBIDDEN"],
      ["owner", "422 VALIDATION_ERROR"],
      ["userId", "422 VALIDATION_ERROR"],
      ["role", "422 VALIDATION_ERROR"],
    ] as const)
      expect((await asAda.post("/v1/tenants", { tenant: "with-more", name: "X", [field]: "pro" })).verdict).toBe(
        verdict,
      );
  });

  it("may be repeated", async () => {
    const headers = { "idempotency-key": "made-once" };
    const body = { tenant: "made-once", name: "Once" };
    const [first, again] = [
      await asAda.post("/v1/tenants", body, headers),
      await asAda.post("/v1/tenants", body, headers),
    ];
    expect([first.verdict, again.verdict, again.text]).toEqual(["201", "201", first.text]);
    const other = await new Caller(await grace.token()).post("/v1/tenants", body, headers);
    expect(other.verdict).toBe("409 CONFLICT");
  });

  it("ends at as many as one person may own, under fifty parallel requests too", async () => {
    const many = await signUpPerson();
    const caller = new Caller(await many.token());
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => caller.post("/v1/tenants", { tenant: `many-${n}`, name: "Many" })),
    );
    const verdicts = answers.map(({ verdict }) => verdict);
    expect(verdicts.filter((verdict) => verdict === "201")).toHaveLength(config.tenantsPerPerson);
    expect(new Set(verdicts)).toEqual(new Set(["201", "429 QUOTA_EXCEEDED"]));
    expect((await caller.get("/v1/tenants?limit=200")).records).toHaveLength(config.tenantsPerPerson);
    // A handle that is taken costs no place: the refusal is about the handle, and the place is given back.
    const other = await signUpPerson();
    const asOther = new Caller(await other.token());
    for (let n = 0; n <= config.tenantsPerPerson; n += 1)
      expect((await asOther.post("/v1/tenants", { tenant: "made-by-ada", name: "X" })).verdict).toBe("409 CONFLICT");
    expect((await asOther.post("/v1/tenants", { tenant: "not-taken", name: "X" })).verdict).toBe("201");
  });

  it("is not for keys", async () => {
    const { owner } = await makeTenant();
    expect((await owner.at("").post("/v1/tenants", { tenant: "by-key", name: "X" })).verdict).toBe("403 FORBIDDEN");
  });
});

describe("a person's tenants", () => {
  it("are found by nobody else, and look like none to whoever is no member", async () => {
    const { handle, path } = await makeTenant();
    const visible = ({ status, headers, text }: Awaited<ReturnType<Caller["get"]>>) => ({
      status,
      headers: [...headers].filter(([name]) => name !== "x-request-id"),
      text: text.replace(/"requestId":"[^"]*"/, ""),
    });
    for (const below of ["", "/humans", "/members", "/humans/hum_1"]) {
      const there = await asAda.get(path + below);
      expect(visible(there)).toEqual(visible(await asAda.get(`/v1/tenants/never-made${below}`)));
      expect(there.verdict).toBe("404 NOT_FOUND");
    }
    expect((await asAda.get("/v1/tenants?limit=200")).text).not.toContain(`"${handle}"`);
  });

  it("are written in by their role, and their rows are theirs", async () => {
    const tenant = await makeTenant();
    const asGrace = await joinAs(tenant, grace, "viewer");
    expect((await asGrace.get("/humans")).status).toBe(200);
    expect((await asGrace.post("/humans", { lastName: "X" })).verdict).toBe("403 FORBIDDEN");
    expect((await asGrace.at("").get("/v1/me")).record.tenants).toEqual([{ tenant: tenant.handle, role: "viewer" }]);
  });

  it("are refused while they are suspended, and named all the same", async () => {
    const tenant = await makeTenant();
    const member = await joinAs(tenant, ada, "admin");
    await tenant.operator.patch("", { status: "suspended" });
    expect((await member.get("/humans")).verdict).toBe("403 FORBIDDEN");
    expect((await member.at("").get("/v1/me")).text).toContain(tenant.handle);
  });

  it("go on while the directory is away", async () => {
    const tenant = await makeTenant();
    const member = await joinAs(tenant, ada, "member");
    vi.spyOn(env.DIRECTORY, "prepare").mockImplementation(() => {
      throw new Error("D1_ERROR: Network connection lost.");
    });
    vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await member.get("/humans")).verdict).toBe("200");
    expect((await member.at("/v1/tenants/never-known").get("/humans")).verdict).toBe("404 NOT_FOUND");
    expect((await member.at("").get("/v1/me")).verdict).toBe("503 UNAVAILABLE");
    expect((await member.at("").get("/v1/tenants")).verdict).toBe("503 UNAVAILABLE");
  });
});

describe("GET /v1/search by a person", () => {
  const found = async (caller: Caller, q: string) => (await caller.at("").get(`/v1/search?q=${q}&limit=100`)).records;

  it("finds what they may see in each of their tenants, and nothing elsewhere", async () => {
    const [one, two, three] = [await makeTenant(), await makeTenant(), await makeTenant()];
    for (const tenant of [one, two, three]) {
      await tenant.owner.make("humans", { lastName: "Everybody", firstName: tenant.handle });
      await tenant.owner.post("/api-keys", { name: "Everybody", role: "viewer" });
    }
    const asGrace = await joinAs(one, grace, "viewer");
    await joinAs(two, grace, "admin");
    await project(three);
    const hits = await found(asGrace, "everybody");
    expect(hits.map(({ tenant }) => tenant).sort()).toEqual([one.handle, two.handle].sort());
    expect(new Set(hits.map(({ resource }) => resource))).toEqual(new Set(["humans"]));
  });

  it("finds nothing for somebody who was removed, before the directory knows", async () => {
    const tenant = await makeTenant();
    await tenant.owner.make("humans", { lastName: "Removed" });
    const asGrace = await joinAs(tenant, grace, "member");
    expect(await found(asGrace, "removed")).toHaveLength(1);
    const { ids } = await tenant.owner.get("/members");
    await tenant.owner.delete(`/members/${ids[0]}`);
    // As if the projection had not come by.
    await upsertMembership(env.DIRECTORY, tenant.handle, { userId: grace.id, role: "member", seq: 1_000 });
    expect((await asGrace.at("").get("/v1/me")).text).toContain(tenant.handle);
    expect(await found(asGrace, "removed")).toEqual([]);
    expect((await asGrace.get("/humans")).verdict).toBe("404 NOT_FOUND");
  });

  it("leaves out a tenant that is suspended or does not answer", async () => {
    const [open, closed, broken] = [await makeTenant(), await makeTenant(), await makeTenant()];
    for (const tenant of [open, closed, broken]) await tenant.owner.make("humans", { lastName: "Partial" });
    const asGrace = await joinAs(open, grace, "viewer");
    await joinAs(closed, grace, "viewer");
    await joinAs(broken, grace, "viewer");
    await closed.operator.patch("", { status: "suspended" });
    await upsertMembership(env.DIRECTORY, "never-made", { userId: grace.id, role: "owner", seq: 1 });
    const getByName = env.TENANT.getByName.bind(env.TENANT);
    vi.spyOn(env.TENANT, "getByName").mockImplementation((name) => {
      if (name === broken.handle) throw new Error("broken");
      return getByName(name);
    });
    expect((await found(asGrace, "partial")).map(({ tenant }) => tenant)).toEqual([open.handle]);
  });
});

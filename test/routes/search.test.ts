import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import * as z from "zod";

import type { Answer } from "../support/answer.ts";
import { type Caller, makeTenant, operator, type TestTenant } from "../support/api.ts";
import { project } from "../support/due-jobs.ts";

const hitsSchema = z.array(
  z.strictObject({ resource: z.string(), id: z.string(), title: z.string(), snippet: z.string(), score: z.number() }),
);
const hitsOf = (answer: Answer) => hitsSchema.parse(answer.data);
const search = async (caller: Caller, q: string, params = "") =>
  hitsOf(await caller.get(`/search?q=${encodeURIComponent(q)}${params}`));
const titles = async (caller: Caller, q: string, params = "") =>
  (await search(caller, q, params)).map(({ title }) => title);

/** What people type, paste and try; and what SQLite's full-text syntax would make of it. */
const TYPED = [
  "",
  " ",
  "\t\n",
  '"',
  '""',
  "'",
  "''; DROP TABLE humans; --",
  "*",
  "a*",
  "-",
  "-ada",
  "+",
  "NEAR(ada love)",
  "NOT",
  "ada AND",
  "OR OR",
  "title:ada",
  "{title body} : ada",
  "^ada",
  "(",
  "ada)",
  "a\u0000b",
  "\u0001\u001f",
  "\u{1f600}",
  "👩‍👩‍👧",
  "é",
  "e\u0301",
  "日本語",
  "مرحبا",
  "%",
  "100%_\\",
  "ada@example.com",
  "+49 30 1234",
  "<script>alert(1)</script>",
  "{{7*7}}",
  "../../etc/passwd",
  "x".repeat(1_000),
  "word ".repeat(300),
  "\ufffd\ufeff",
  "null",
  "__proto__",
];

describe("a tenant's search", () => {
  it("finds records of every resource, best first, with title and snippet", async () => {
    const { owner } = await makeTenant();
    const notes = `${"Something else entirely. ".repeat(20)}She liked engines. ${"And so on. ".repeat(20)}`;
    const aside = await owner.make("humans", { lastName: "Lovelace", notes });
    const named = await owner.make("accounts", { name: "Engines & Söhne" });
    await owner.make("leads", { title: "Nothing of the kind" });
    const hits = await search(owner, "engine");
    expect(hits.map(({ resource, id }) => [resource, id])).toEqual([
      ["accounts", named.id],
      ["humans", aside.id],
    ]);
    expect(hits[0]).toMatchObject({ title: "Engines & Söhne" });
    expect(hits[1]).toMatchObject({ title: "Lovelace" });
    expect(hits[1]?.snippet).toContain("engines");
    expect(hits[1]?.snippet.length).toBeLessThan(200);
    expect(hits[0]?.score).toBeGreaterThan(hits[1]?.score ?? 0);
    const answer = await owner.get("/search?q=engine");
    expect(answer.meta).toEqual({ seq: (await owner.get("/humans")).seq });
  });

  it("finds words by their beginnings, whatever their case and accents, and needs all of them", async () => {
    const { owner } = await makeTenant();
    await owner.make("humans", { firstName: "Zoë", lastName: "Müller", company: "Croft" });
    for (const q of ["zoë", "ZOE", "mull", "MÜLLER", "zo mü", "müller croft", "cro z"])
      expect(await titles(owner, q), q).toEqual(["Zoë Müller"]);
    for (const q of ["üller", "zoë nobody", "roft"]) expect(await titles(owner, q), q).toEqual([]);
  });

  it("follows every write", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", { lastName: "Lovelace" });
    expect(await titles(owner, "lovelace")).toEqual(["Lovelace"]);
    await owner.patch(`/humans/${ada.id}`, { lastName: "Byron", notes: "Analytical" });
    expect(await titles(owner, "lovelace")).toEqual([]);
    expect(await titles(owner, "analytical")).toEqual(["Byron"]);
    await owner.put(`/humans/${ada.id}`, { lastName: "King" });
    expect(await titles(owner, "analytical")).toEqual([]);
    await owner.delete(`/humans/${ada.id}`);
    expect(await titles(owner, "king")).toEqual([]);
    await owner.post(`/humans/${ada.id}/restore`);
    expect(await titles(owner, "king")).toEqual(["King"]);
    await owner.delete(`/humans/${ada.id}?purge=true`);
    expect(await titles(owner, "king")).toEqual([]);
    await owner.post("/batch", {
      operations: [
        { op: "create", resource: "humans", data: { lastName: "Rolled" } },
        { op: "delete", resource: "humans", id: "hum_none" },
      ],
    });
    expect(await titles(owner, "rolled")).toEqual([]);
  });

  it("shows narrowed keys what they may read, and nobody what stands in keys or settings", async () => {
    const { owner, as } = await makeTenant();
    await owner.make("humans", { lastName: "Shared" });
    await owner.make("leads", { title: "Shared" });
    await owner.post("/api-keys", { name: "Shared", role: "viewer" });
    const narrowed = await as({ role: "owner", resources: ["leads"] });
    expect((await search(owner, "shared")).map(({ resource }) => resource).sort()).toEqual(["humans", "leads"]);
    expect((await search(narrowed, "shared")).map(({ resource }) => resource)).toEqual(["leads"]);
    expect((await narrowed.get("/search?q=shared&resource=humans")).verdict).toBe("400 BAD_REQUEST");
    const none = await as({ role: "viewer", resources: ["account-config"] });
    expect(await search(none, "shared")).toEqual([]);
  });

  it("keeps to one resource and to a number of hits on request", async () => {
    const { owner } = await makeTenant();
    for (let n = 0; n < 5; n += 1) {
      await owner.make("humans", { lastName: `Common ${n}` });
      await owner.make("accounts", { name: `Common ${n}` });
    }
    const found = await search(owner, "common", "&resource=accounts&limit=3");
    expect(found.map(({ resource }) => resource)).toEqual(["accounts", "accounts", "accounts"]);
    expect(await search(owner, "common", "&limit=100")).toHaveLength(10);
    expect(await search(owner, "common", "&limit=7")).toEqual((await search(owner, "common")).slice(0, 7));
  });

  it.each(TYPED)("takes %j", async (q) => {
    const { owner } = await sharedTenant();
    for (const path of ["/search", "/humans"]) {
      const answer = await owner.get(`${path}?q=${encodeURIComponent(q)}`);
      expect(answer.verdict, path).toBe("200");
    }
    expect((await owner.at("").get(`/v1/search?q=${encodeURIComponent(q)}`)).verdict).toBe("200");
  });

  it.each([
    ["", "q"],
    ["q=a&q=b", "q"],
    ["q=a&resource=nothing", "resource"],
    ["q=a&resource=api-keys", "resource"],
    ["q=a&limit=0", "limit"],
    ["q=a&limit=101", "limit"],
    ["q=a&cursor=x", "cursor"],
    ["Q=a", "Q"],
  ])("refuses %j", async (params, field) => {
    const { owner } = await makeTenant();
    const answer = await owner.get(`/search?${params}`);
    expect([answer.verdict, answer.faults]).toEqual(["400 BAD_REQUEST", [field]]);
  });
});

let shared: Promise<TestTenant> | null = null;
/** A tenant that is only searched. */
function sharedTenant(): Promise<TestTenant> {
  shared ??= makeTenant().then(async (tenant) => {
    await tenant.owner.make("humans", { firstName: "Ada", lastName: "Lovelace", notes: "e-mail: ada@example.com" });
    return tenant;
  });
  return shared;
}

const found = z.array(z.looseObject({ tenant: z.string(), title: z.string(), snippet: z.string() }));
const across = async (caller: Caller, q: string) => {
  const answer = await caller.at("").get(`/v1/search?q=${q}&limit=100`);
  return found.parse(answer.data);
};
const tenantsOf = async (caller: Caller, q: string) => (await across(caller, q)).map(({ tenant }) => tenant).sort();

describe("the directory's search", () => {
  it("finds records of all tenants for operators, and of its own tenant for a key", async () => {
    const [one, other] = [await makeTenant(), await makeTenant()];
    for (const tenant of [one, other]) {
      await tenant.owner.make("humans", { firstName: "Everywhere", lastName: tenant.handle });
      await project(tenant);
    }
    expect(await tenantsOf(operator, "everywhere")).toEqual([one.handle, other.handle].sort());
    expect(await across(one.owner, "everywhere")).toMatchObject([{ tenant: one.handle, resource: "humans" }]);
    expect(await tenantsOf(other.owner, "everywhere")).toEqual([other.handle]);
    const [hit] = await across(one.owner, "everywhere");
    expect(hit).toMatchObject({ title: `Everywhere ${one.handle}`, snippet: `Everywhere ${one.handle}` });
  });

  it("follows changes, once they are projected", async () => {
    const tenant = await makeTenant();
    const ada = await tenant.owner.make("humans", { lastName: "Projected" });
    const seen = async (q: string) => {
      await project(tenant);
      return (await across(tenant.owner, q)).length;
    };
    expect(await seen("projected")).toBe(1);
    await tenant.owner.patch(`/humans/${ada.id}`, { lastName: "Renamed" });
    expect([await seen("projected"), await seen("renamed")]).toEqual([0, 1]);
    await tenant.owner.delete(`/humans/${ada.id}`);
    expect(await seen("renamed")).toBe(0);
    await tenant.owner.post(`/humans/${ada.id}/restore`);
    expect(await seen("renamed")).toBe(1);
    await tenant.owner.delete(`/humans/${ada.id}?purge=true`);
    expect(await seen("renamed")).toBe(0);
  });

  it("says how fresh it is: what was written before is in it", async () => {
    const tenant = await makeTenant();
    const freshness = async () => {
      const { meta } = await tenant.owner.at("").get("/v1/search?q=fresh");
      return Date.parse(z.object({ projectedAt: z.iso.datetime({ precision: 3 }) }).parse(meta.freshness).projectedAt);
    };
    await project(tenant);
    const before = await freshness();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const written = Date.parse(String((await tenant.owner.make("humans", { lastName: "Fresh" })).createdAt));
    await project(tenant);
    expect(before).toBeLessThan(written);
    expect(await freshness()).toBeGreaterThanOrEqual(written);
    expect(await across(tenant.owner, "fresh")).toHaveLength(1);
  });

  it("shows a key the resources that it may read", async () => {
    const tenant = await makeTenant();
    await tenant.owner.make("humans", { lastName: "Narrow" });
    await tenant.owner.make("leads", { title: "Narrow" });
    await project(tenant);
    const narrowed = await tenant.as({ role: "owner", resources: ["leads"] });
    expect(await across(narrowed, "narrow")).toMatchObject([{ resource: "leads" }]);
    expect(await across(await tenant.as("viewer"), "narrow")).toHaveLength(2);
  });

  it("forgets a tenant that was erased, at once and for good", async () => {
    const tenant = await makeTenant();
    await tenant.owner.make("humans", { lastName: "Erased" });
    await project(tenant);
    expect(await tenantsOf(operator, "erased")).toEqual([tenant.handle]);
    await tenant.owner.make("humans", { lastName: "Erased too" });
    expect((await tenant.owner.delete(`?confirm=${tenant.handle}`)).status).toBe(200);
    expect(await tenantsOf(operator, "erased")).toEqual([]);
    await runDurableObjectAlarm(tenant.stub);
    await evictDurableObject(tenant.stub);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await tenantsOf(operator, "erased")).toEqual([]);
    expect((await tenant.owner.at("").get("/v1/search?q=erased")).verdict).toBe("401 UNAUTHENTICATED");
  });

  it.each(["", "q=a&limit=0", "q=a&limit=101", "q=a&tenant=x", "q=a&resource=humans", "q=a&q=b"])(
    "refuses %j",
    async (params) => {
      expect((await operator.get(`/v1/search?${params}`)).verdict).toBe("400 BAD_REQUEST");
    },
  );
});

import { beforeEach, describe, expect, it } from "vitest";
import { signUpPerson } from "../support/accounts.ts";
import { type Caller, makeTenant, type TestTenant } from "../support/api.ts";
import { project } from "../support/due-jobs.ts";
import { joinAs } from "../support/joined.ts";
import { join } from "../support/people.ts";
import { configureTickets, createTicketTables } from "../support/tickets.ts";

configureTickets();

let tenant: TestTenant;
let ann: Caller;
let bob: Caller;
let admin: Caller;
let viewer: Caller;
let hers: string;
let his: string;

/** Whoever acts: with keys, or as people. */
type Kind = "keys" | "people";

async function makeTickets(kind: Kind): Promise<void> {
  tenant = await makeTenant();
  await createTicketTables(tenant.stub);
  const as = (role: string): Promise<Caller> => (kind === "keys" ? tenant.as(role) : join(tenant, role));
  [ann, bob, admin, viewer] = [await as("member"), await as("member"), await as("admin"), await as("viewer")];
  hers = (await ann.make("tickets", { subject: "Teapot leaks", reference: "TEA", points: 5 })).id;
  his = (await bob.make("tickets", { subject: "Teapot whistles", reference: "WHISTLE", points: 7 })).id;
  await admin.make("remarks", { text: "on hers", ticketId: hers });
  await admin.make("remarks", { text: "on his", ticketId: his });
}

describe("an application's own resource", () => {
  beforeEach(() => makeTickets("keys"));

  it("is served by every route, like those that ship", async () => {
    const one = await ann.get(`/tickets/${hers}`);
    expect(one.record).toMatchObject({ subject: "Teapot leaks", points: 5, version: 1 });
    expect((await ann.patch(`/tickets/${hers}`, { points: 6 }, { "if-match": '"1"' })).record.points).toBe(6);
    expect((await ann.put(`/tickets/${hers}`, { subject: "Teapot drips" })).record).toMatchObject({
      points: 0,
      reference: null,
    });
    expect((await ann.post("/tickets", { subject: "", colour: "red" })).faults.sort()).toEqual(["colour", "subject"]);
    expect((await ann.get("/tickets?q=drips")).ids).toEqual([hers]);
    await ann.delete(`/tickets/${hers}`);
    expect((await ann.post(`/tickets/${hers}/restore`)).status).toBe(200);
    expect((await ann.get(`/tickets/${hers}/changes`)).records).toHaveLength(5);
    expect((await (await tenant.as("viewer")).post("/tickets", { subject: "X" })).verdict).toBe("403 FORBIDDEN");
  });
});

describe.each<Kind>(["keys", "people"])("rows that belong to their creator, for %s", (kind) => {
  beforeEach(() => makeTickets(kind));

  it("are shown to nobody else, and all of them to those who are exempt", async () => {
    for (const [caller, ids] of [
      [ann, [hers]],
      [bob, [his]],
      [admin, [his, hers]],
      [viewer, []],
    ] as const) {
      expect((await caller.get("/tickets")).ids).toEqual(ids);
      expect((await caller.get("/tickets?count=true&limit=1")).meta.pagination?.total).toBe(ids.length);
      expect((await caller.get("/tickets?q=teapot&sort=-id")).ids).toEqual(ids);
      expect((await caller.get("/tickets?deleted=include")).ids).toEqual(ids);
    }
    expect((await ann.get(`/tickets?id=${his}`)).records).toEqual([]);
    expect(
      (await ann.get(`/tickets?filter=${encodeURIComponent('{"or":[{"points":{"gt":0}},{"not":{"points":0}}]}')}`)).ids,
    ).toEqual([hers]);
    expect((await ann.get("/tickets?q=whistles")).records).toEqual([]);
  });

  it("answer to others as if they were not there", async () => {
    const absent = await ann.get("/tickets/tck_none");
    for (const call of [
      ann.get(`/tickets/${his}`),
      ann.get(`/tickets/${his}?deleted=include&expand=remarks`),
      ann.get(`/tickets/${his}`, { "if-none-match": "*" }),
      ann.get(`/tickets/${his}/changes`),
      ann.patch(`/tickets/${his}`, { points: 0 }),
      ann.patch(`/tickets/${his}`, { points: 0 }, { "if-match": '"9"' }),
      ann.put(`/tickets/${his}`, { subject: "X" }),
      ann.delete(`/tickets/${his}`),
      ann.delete(`/tickets/${his}?purge=true`),
      ann.post(`/tickets/${his}/restore`),
    ]) {
      const answer = await call;
      expect(answer.verdict).toBe("404 NOT_FOUND");
      expect({ ...answer.error, requestId: "" }).toEqual({ ...absent.error, requestId: "" });
    }
    expect((await bob.get(`/tickets/${his}`)).record.version).toBe(1);
  });

  it("are out of reach for a batch and for an upsert", async () => {
    for (const operation of [
      { op: "update", resource: "tickets", id: his, data: { points: 0 } },
      { op: "delete", resource: "tickets", id: his },
    ])
      expect((await ann.post("/batch", { operations: [operation] })).verdict).toBe("404 NOT_FOUND");
    const upsert = await ann.post("/tickets?upsert=reference", { subject: "X", reference: "WHISTLE" });
    expect(upsert.verdict).toBe("409 CONFLICT");
    expect(upsert.text).not.toContain(his);
    expect((await ann.post("/tickets?upsert=reference", { subject: "Y", reference: "TEA" })).id).toBe(hers);
  });

  it("are named to others by no conflict", async () => {
    const mine = await ann.post("/tickets", { subject: "X", reference: "TEA" });
    expect(mine.text).toContain(hers);
    const theirs = await ann.post("/tickets", { subject: "X", reference: "WHISTLE" });
    expect([theirs.verdict, theirs.faults]).toEqual(["409 CONFLICT", ["reference"]]);
    expect(theirs.text).not.toContain("tck_");
    expect((await admin.post("/tickets", { subject: "X", reference: "WHISTLE" })).text).toContain(his);
  });

  it("are counted, summed and grouped for who sees them alone", async () => {
    const figures = async (caller: Caller) =>
      (await caller.get("/tickets/aggregate?count=true&sum=points&max=points&groupBy=subject")).records;
    expect(await figures(ann)).toEqual([{ subject: "Teapot leaks", count: 1, sum: { points: 5 }, max: { points: 5 } }]);
    expect(await figures(admin)).toHaveLength(2);
    expect((await ann.get("/tickets/aggregate?q=whistles")).records).toEqual([{ count: 0 }]);
  });

  it("are found by others in no search", async () => {
    await project(tenant);
    const below = ["/search?q=teapot", "/search?resource=tickets&q=teapot"];
    for (const path of kind === "keys" ? [...below, "/v1/search?q=teapot"] : below) {
      const found = async (caller: Caller) =>
        (await (path.startsWith("/v1") ? caller.at("") : caller).get(path)).ids.sort();
      expect(await found(ann), path).toEqual([hers]);
      expect(await found(bob), path).toEqual([his]);
      expect(await found(admin), path).toEqual([hers, his].sort());
    }
  });

  it("stand in nobody else's change feed", async () => {
    await bob.patch(`/tickets/${his}`, { points: 8 });
    await bob.delete(`/tickets/${his}?purge=true`);
    const seen = async (caller: Caller) =>
      (await caller.get("/changes?resource=tickets")).records.map((entry) => entry.recordId);
    expect(await seen(ann)).toEqual([hers]);
    expect(await seen(bob)).toEqual([his, his, his]);
    expect(await seen(admin)).toHaveLength(4);
    expect((await ann.get("/changes")).seq).toBe((await bob.get("/changes")).seq);
  });

  it("are seen through no relation", async () => {
    const remarks = async (caller: Caller) =>
      (await caller.get("/remarks?sort=id&expand=ticket")).records.map((remark) => remark.ticket);
    expect(await remarks(ann)).toEqual([expect.objectContaining({ id: hers }), null]);
    expect(await remarks(admin)).toEqual([expect.objectContaining({ id: hers }), expect.objectContaining({ id: his })]);
    const texts = async (caller: Caller, query: string) =>
      (await caller.get(`/remarks?sort=id&${query}`)).records.map((remark) => remark.text);
    expect(await texts(ann, "ticket.points[gt]=0")).toEqual(["on hers"]);
    expect(await texts(bob, "ticket.subject[startsWith]=teapot")).toEqual(["on his"]);
    expect(await texts(ann, `filter=${encodeURIComponent('{"not":{"ticket.points":{"gt":6}}}')}`)).toEqual([
      "on hers",
      "on his",
    ]);
    expect(await texts(admin, "ticket.points[gt]=0")).toEqual(["on hers", "on his"]);
  });

  it("follow the role at once", async () => {
    const [key, member] = [await tenant.as("member"), await join(tenant, "member")];
    const caller = kind === "keys" ? key : member;
    const path = kind === "keys" ? `/api-keys/${key.keyId}` : `/members/${member.memberId}`;
    expect((await caller.get("/tickets")).records).toEqual([]);
    await tenant.owner.patch(path, { role: "admin" });
    expect((await caller.get("/tickets")).records).toHaveLength(2);
    await tenant.owner.patch(path, { role: "viewer" });
    expect((await caller.get("/tickets")).records).toEqual([]);
  });
});

describe("search across tenants, for people", () => {
  it("shows each of them the rows that they made", async () => {
    await makeTickets("keys");
    const [carol, dave] = [await signUpPerson(), await signUpPerson()];
    const [asCarol, asDave] = [await joinAs(tenant, carol, "member"), await joinAs(tenant, dave, "admin")];
    const { id } = await asCarol.make("tickets", { subject: "Teapot sings" });
    await project(tenant);
    expect((await asCarol.at("").get("/v1/search?q=teapot")).ids).toEqual([id]);
    expect((await asDave.at("").get("/v1/search?q=teapot")).ids.sort()).toEqual([hers, his, id].sort());
  });
});

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { changeSchema } from "../../src/protocol/change.ts";
import type { Answer } from "../support/answer.ts";
import { type Caller, makeTenant, type TestTenant } from "../support/api.ts";

const entriesOf = (answer: Answer) => z.array(z.strictObject(changeSchema.shape)).parse(answer.data);
const seqsOf = (answer: Answer) => entriesOf(answer).map(({ seq }) => seq);

/** Walks the feed to its end and returns every position that it showed. */
async function walk(caller: Caller, limit: number, params = ""): Promise<{ seen: number[]; end: number }> {
  const seen: number[] = [];
  for (let since = 0; ; ) {
    const page = await caller.get(`/changes?since=${since}&limit=${limit}${params}`);
    seen.push(...seqsOf(page));
    if (!page.meta.hasMore) return { seen, end: page.seq };
    expect(page.seq, "a page with more behind it moves on").toBeGreaterThan(since);
    since = page.seq;
  }
}

/** Lets the retention find everything up to `seq` long ago, and run. */
async function trimUpTo(tenant: TestTenant, seq: number): Promise<void> {
  await runInDurableObject(tenant.stub, (_, { storage }) => {
    storage.sql.exec("UPDATE changes SET at = '2020-01-01T00:00:00.000Z' WHERE seq <= ?", seq);
    storage.sql.exec("UPDATE jobs SET due_at = 0 WHERE key = 'retention'");
  });
  await evictDurableObject(tenant.stub);
  await runDurableObjectAlarm(tenant.stub);
}

describe("the change feed", () => {
  it("tells every change in order: who, when, in which request, what was before and what after", async () => {
    const tenant = await makeTenant();
    const member = await tenant.as("member");
    const start = (await tenant.owner.get("/changes")).seq;
    const made = await member.post("/humans", { lastName: "Lovelace" }, { "x-request-id": "made-1" });
    const changed = await member.patch(`/humans/${made.id}`, { firstName: "Ada" }, { "x-request-id": "changed-1" });
    const gone = await member.delete(`/humans/${made.id}`);
    const back = await member.post(`/humans/${made.id}/restore`);
    await tenant.owner.delete(`/humans/${made.id}?purge=true`);
    const feed = await tenant.owner.get(`/changes?since=${start}`);
    expect(feed.meta).toEqual({ seq: start + 5, hasMore: false });
    const entries = entriesOf(feed);
    const recordId = made.id;
    const actor = { kind: "key", id: member.keyId };
    expect(entries).toMatchObject([
      { seq: start + 1, action: "create", actor, requestId: "made-1", before: null, after: made.record },
      { seq: start + 2, action: "update", actor, requestId: "changed-1", before: made.record, after: changed.record },
      { seq: start + 3, action: "delete", actor, before: changed.record, after: { ...gone.record, version: 3 } },
      { seq: start + 4, action: "restore", actor, before: { ...gone.record, version: 3 }, after: back.record },
      { seq: start + 5, action: "purge", actor: { kind: "key" }, before: back.record, after: null },
    ]);
    for (const entry of entries) expect(entry).toMatchObject({ resource: "humans", recordId });
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort());
    expect(entries[0]?.at).toBe(made.record.createdAt);
    expect(entries[4]?.actor.id).not.toBe(member.keyId);
  });

  it("tells nothing of what was refused or changed nothing", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", { lastName: "Lovelace" });
    const { seq } = await owner.get("/changes");
    await owner.post("/humans", { lastName: 7 });
    await owner.patch(`/humans/${ada.id}`, { lastName: "Lovelace" });
    await owner.patch(`/humans/${ada.id}`, { lastName: "X" }, { "if-match": '"9"' });
    await owner.post("/batch", {
      operations: [
        { op: "create", resource: "humans", data: { lastName: "Rolled back" } },
        { op: "delete", resource: "humans", id: "hum_none" },
      ],
    });
    const { data, meta } = await owner.get(`/changes?since=${seq}`);
    expect({ data, meta }).toEqual({ data: [], meta: { seq, hasMore: false } });
  });

  it("is walked to its end by meta.seq, in pages of any size, without a gap", async () => {
    const { owner } = await makeTenant();
    for (let n = 0; n < 7; n += 1)
      await owner.make(n % 2 ? "accounts" : "humans", { [n % 2 ? "name" : "lastName"]: `N${n}` });
    const { seq } = await owner.get("/humans");
    const whole = Array.from({ length: seq }, (_, index) => index + 1);
    for (const limit of [1, 2, 3, seq - 1, seq, seq + 1, 1_000])
      expect(await walk(owner, limit), `limit ${limit}`).toEqual({ seen: whole, end: seq });
  });

  it("tells one resource on request, and still leads to the log's end", async () => {
    const { owner } = await makeTenant();
    const seqs: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      seqs.push((await owner.post("/humans", { lastName: `N${n}` })).seq);
      await owner.post("/accounts", { name: `N${n}` });
    }
    const { seq } = await owner.get("/humans");
    for (const limit of [1, 2, 5, 100])
      expect(await walk(owner, limit, "&resource=humans")).toEqual({ seen: seqs, end: seq });
    expect((await owner.get("/changes?resource=nothing")).faults).toEqual(["resource"]);
  });

  it("tells callers nothing of records that they may not see, and leads them past it", async () => {
    const { owner, as } = await makeTenant();
    const [leads, viewer] = [await as({ role: "owner", resources: ["leads"] }), await as("viewer")];
    const own = await owner.post("/leads", { title: "Visible" });
    for (let n = 0; n < 4; n += 1) await owner.post("/humans", { lastName: "Canary" });
    const last = await owner.post("/leads", { title: "Visible too" });
    await as("member");
    const { seq } = await owner.get("/humans");
    expect(await walk(leads, 2)).toEqual({ seen: [own.seq, last.seq], end: seq });
    expect((await leads.get("/changes")).text).not.toContain("Canary");
    expect((await leads.get("/changes?resource=humans")).verdict).toBe("400 BAD_REQUEST");
    const seenByViewer = entriesOf(await viewer.get("/changes")).map(({ resource }) => resource);
    expect(new Set(seenByViewer)).toEqual(new Set(["account-config", "leads", "humans"]));
    expect((await viewer.get("/changes?resource=api-keys")).verdict).toBe("400 BAD_REQUEST");
    const seenByOwner = entriesOf(await owner.get("/changes")).map(({ resource }) => resource);
    expect(seenByOwner.filter((resource) => resource === "api-keys")).toHaveLength(4);
  });

  it("is not for operators, who read no records", async () => {
    const { operator } = await makeTenant();
    expect((await operator.get("/changes")).verdict).toBe("403 FORBIDDEN");
    expect((await operator.get("/changes?resource=humans")).verdict).toBe("403 FORBIDDEN");
  });

  it("tells changes of the tenant itself to those who run it", async () => {
    const { owner, as, operator } = await makeTenant();
    const [viewer, narrowed] = [await as("viewer"), await as({ role: "owner", resources: ["leads"] })];
    await operator.patch("", { name: "Renamed" });
    const since = (await owner.get("/changes")).seq - 1;
    const told = [{ resource: "tenants", action: "update", actor: { kind: "operator" }, after: { name: "Renamed" } }];
    expect((await owner.get(`/changes?since=${since}`)).data).toMatchObject(told);
    for (const caller of [viewer, narrowed]) expect((await caller.get(`/changes?since=${since}`)).data).toEqual([]);
  });

  it("refuses a position that was never given out, and parameters that are none", async () => {
    const { owner } = await makeTenant();
    const { seq } = await owner.get("/changes");
    expect((await owner.get(`/changes?since=${seq}`)).data).toEqual([]);
    const future = await owner.get(`/changes?since=${seq + 1}`);
    expect([future.verdict, future.faults]).toEqual(["400 BAD_REQUEST", ["since"]]);
    for (const params of [
      "since=-1",
      "since=x",
      "since=",
      "since=1.5",
      "since=1e3",
      "limit=0",
      "limit=1001",
      "limit=",
      "after=1",
    ])
      expect((await owner.get(`/changes?${params}`)).verdict, params).toBe("400 BAD_REQUEST");
  });

  it("is over for positions whose history was forgotten, and goes on for all others", async () => {
    const tenant = await makeTenant();
    const ada = await tenant.owner.make("humans", { lastName: "Lovelace" });
    const { seq: forgotten } = await tenant.owner.patch(`/humans/${ada.id}`, { firstName: "Ada" });
    const { seq } = await tenant.owner.post("/humans", { lastName: "Hopper" });
    await trimUpTo(tenant, forgotten);
    for (const since of ["0", String(forgotten - 1)]) {
      const answer = await tenant.owner.get(`/changes?since=${since}`);
      expect([answer.verdict, answer.faults], since).toEqual(["410 GONE", ["since"]]);
    }
    expect(seqsOf(await tenant.owner.get(`/changes?since=${forgotten}`))).toEqual([seq]);
    expect((await tenant.owner.get("")).record.historyStart).toBe(forgotten + 1);
    await evictDurableObject(tenant.stub);
    expect((await tenant.owner.get(`/changes?since=${forgotten - 1}`)).verdict).toBe("410 GONE");
    expect((await tenant.owner.post("/humans", { lastName: "Turing" })).seq).toBe(seq + 1);
    // The record outlives its history.
    expect((await tenant.owner.get(`/humans/${ada.id}/changes`)).data).toEqual([]);
  });
});

describe("a record's history", () => {
  it("tells its changes, newest first, and those of no other record", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", { lastName: "Lovelace" });
    const other = await owner.make("humans", { lastName: "Hopper" });
    await owner.patch(`/humans/${ada.id}`, { firstName: "Ada" });
    await owner.patch(`/humans/${other.id}`, { firstName: "Grace" });
    await owner.delete(`/humans/${ada.id}`);
    const history = entriesOf(await owner.get(`/humans/${ada.id}/changes`));
    expect(history.map(({ action, recordId }) => [action, recordId])).toEqual([
      ["delete", ada.id],
      ["update", ada.id],
      ["create", ada.id],
    ]);
    expect(history[1]).toMatchObject({ before: { firstName: null }, after: { firstName: "Ada", version: 2 } });
  });

  it("comes in pages that neither repeat nor skip while it grows", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", { lastName: "Lovelace" });
    for (let n = 0; n < 6; n += 1) await owner.patch(`/humans/${ada.id}`, { notes: `Note ${n}` });
    const whole = seqsOf(await owner.get(`/humans/${ada.id}/changes`));
    const seen: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Answer = await owner.get(`/humans/${ada.id}/changes?limit=3${cursor ? `&cursor=${cursor}` : ""}`);
      expect(page.meta.pagination).toMatchObject({ limit: 3, hasMore: page.cursor !== null });
      seen.push(...seqsOf(page));
      cursor = page.cursor;
      await owner.patch(`/humans/${ada.id}`, { notes: `While walking ${seen.length}` });
    }
    expect(seen).toEqual(whole);
    for (const params of ["limit=0", "limit=201", "cursor=x", "cursor=0", "since=0"])
      expect((await owner.get(`/humans/${ada.id}/changes?${params}`)).verdict, params).toBe("400 BAD_REQUEST");
  });

  it("outlives the record", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", { lastName: "Lovelace" });
    await owner.delete(`/humans/${ada.id}?purge=true`);
    const history = entriesOf(await owner.get(`/humans/${ada.id}/changes`));
    expect(history.map(({ action }) => action)).toEqual(["purge", "create"]);
    expect(history[0]).toMatchObject({ before: { lastName: "Lovelace" }, after: null });
  });

  it("is not there for records that never were, nor under another resource's name", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", { lastName: "Lovelace" });
    for (const path of ["/humans/hum_none", `/accounts/${ada.id}`, `/nothing/${ada.id}`, "/humans/__proto__"])
      expect((await owner.get(`${path}/changes`)).verdict, path).toBe("404 NOT_FOUND");
  });

  it("is shown to those who may see the record", async () => {
    const { owner, as } = await makeTenant();
    const ada = await owner.make("humans", { lastName: "Lovelace" });
    const key = await as("admin");
    expect((await (await as("viewer")).get(`/humans/${ada.id}/changes`)).records).toHaveLength(1);
    const narrowed = await as({ role: "owner", resources: ["leads"] });
    expect((await narrowed.get(`/humans/${ada.id}/changes`)).verdict).toBe("403 FORBIDDEN");
    expect((await (await as("member")).get(`/api-keys/${key.keyId}/changes`)).verdict).toBe("403 FORBIDDEN");
    expect((await key.get(`/api-keys/${key.keyId}/changes`)).records).toHaveLength(1);
  });
});

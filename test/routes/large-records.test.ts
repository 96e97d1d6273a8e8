import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, makeTenant } from "../support/api.ts";

/** Records of some 700 kB each, as large as bodies and records may be. */
const COUNT = 12;
let owner: Caller;
let account: string;
const ids: string[] = [];

beforeAll(async () => {
  owner = (await makeTenant()).owner;
  const names = Array.from({ length: 50 }, (_, n) => `field${n}`);
  const [config = ""] = (await owner.get("/account-config")).ids;
  const definitions = Object.fromEntries(names.map((name) => [name, { type: "text" }]));
  await owner.patch(`/account-config/${config}`, { customFields: { humans: definitions } });
  account = (await owner.make("accounts", { name: "Acme" })).id;
  const custom = Object.fromEntries(names.map((name) => [name, "x".repeat(10_000)]));
  for (let n = 0; n < COUNT; n += 1) {
    const { id } = await owner.make("humans", { lastName: `L${n}`, accountId: account, custom });
    ids.unshift(id);
  }
});

describe("records that are as large as they may be", () => {
  it("come in pages that hold fewer of them than were asked for, and lead to all", async () => {
    const seen: string[] = [];
    let pages = 0;
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await owner.get(`/humans?limit=200${cursor && `&cursor=${cursor}`}`);
      expect(page.text.length).toBeLessThan(5_000_000);
      expect(page.ids.length).toBeGreaterThan(0);
      seen.push(...page.ids);
      cursor = page.cursor;
      pages += 1;
    }
    expect(seen).toEqual(ids);
    expect(pages).toBeGreaterThan(1);
    expect((await owner.get("/humans?limit=1&count=true")).meta.pagination?.total).toBe(COUNT);
  });

  it("come in stretches of the log that go on where they ended", async () => {
    const seen: unknown[] = [];
    let more: boolean | undefined = true;
    for (let since = 0; more; ) {
      const page = await owner.get(`/changes?since=${since}&limit=1000`);
      expect(page.text.length).toBeLessThan(5_000_000);
      seen.push(...page.records.map((entry) => entry.seq));
      more = page.meta.hasMore;
      since = page.seq;
    }
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, n) => n + 1));
    expect(seen).toHaveLength(COUNT + 4);
  });

  it("have a history in pages", async () => {
    const [id = ""] = ids;
    for (let n = 0; n < 5; n += 1) await owner.patch(`/humans/${id}`, { notes: String(n) });
    const versions: unknown[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await owner.get(`/humans/${id}/changes?limit=200${cursor && `&cursor=${cursor}`}`);
      expect(page.text.length).toBeLessThan(6_000_000);
      versions.push(...page.records.map((entry) => entry.seq));
      cursor = page.cursor;
    }
    expect(versions).toHaveLength(6);
    expect(versions).toEqual(versions.toSorted((a, b) => Number(b) - Number(a)));
  });

  it("are not expanded where they are too many", async () => {
    const answer = await owner.get(`/accounts/${account}?expand=humans`);
    expect([answer.verdict, answer.faults]).toEqual(["400 BAD_REQUEST", ["expand"]]);
    expect((await owner.get("/humans?limit=2&expand=account")).records[0]?.account).toMatchObject({ id: account });
  });
});

describe("the log of one resource", () => {
  it("is told to its end although others have written far more, a bounded number of entries at a time", async () => {
    const tenant = await makeTenant();
    const pet = () => tenant.owner.make("pets", { name: "Rex", species: "dog" });
    const first = await pet();
    await runInDurableObject(tenant.stub, (_, { storage }) => {
      storage.sql.exec(`INSERT INTO changes (seq, at, actor_kind, actor_id, request_id, resource, record_id, action, before, after)
        WITH RECURSIVE n(i) AS (SELECT max(seq) + 1 FROM changes UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
        SELECT i, '2026-11-21T00:00:00.000Z', 'system', 'system', 'x', 'humans', 'hum_x', 'update', '{}', '{}' FROM n`);
    });
    await evictDurableObject(tenant.stub);
    const last = await pet();
    const seen: unknown[] = [];
    let pages = 0;
    let more: boolean | undefined = true;
    for (let since = 0; more; pages += 1) {
      const page = await tenant.owner.get(`/changes?resource=pets&since=${since}`);
      expect(page.seq - since).toBeLessThanOrEqual(10_000);
      seen.push(...page.records.map((entry) => entry.recordId));
      more = page.meta.hasMore;
      since = page.seq;
    }
    expect(seen).toEqual([first.id, last.id]);
    expect(pages).toBe(3);
  });
});

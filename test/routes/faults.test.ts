import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Json } from "../../src/resources/define.ts";
import type { Answer } from "../support/answer.ts";
import { makeTenant, type TestTenant } from "../support/api.ts";

/** What is logged here is as it should be, and long. */
beforeEach(() => {
  const silenced = vi.spyOn(console, "error").mockImplementation(() => {});
  return () => silenced.mockRestore();
});

/** Runs `work` while the n-th statement of the object fails, as a disk would make it. Says whether there was an n-th one. */
function failingAt<T>(
  { stub }: TestTenant,
  n: number,
  work: () => Promise<T>,
): Promise<{ result: T; failed: boolean }> {
  return runInDurableObject(stub, async (_, { storage }) => {
    // A job of its own must not meet the fault in the request's place.
    await storage.deleteAlarm();
    const { sql } = storage;
    const original = sql.exec.bind(sql);
    let count = 0;
    Reflect.set(sql, "exec", (...call: Parameters<typeof original>) => {
      count += 1;
      if (count === n) throw new Error("disk I/O error");
      return original(...call);
    });
    try {
      return { result: await work(), failed: count >= n };
    } finally {
      Reflect.deleteProperty(sql, "exec");
    }
  });
}

/** What a write leaves in each table; entries of the error log are not its doing. */
function traces({ stub }: TestTenant): Promise<Record<string, number>> {
  return runInDurableObject(stub, (_, { storage: { sql } }) => {
    const count = (from: string) => Number(sql.exec(`SELECT count(*) AS n FROM ${from}`).one().n);
    sql.exec("INSERT INTO search_fts (search_fts, rank) VALUES ('integrity-check', 1)");
    const { last, all } = sql
      .exec<{ last: number; all: number }>('SELECT max(seq) AS last, count(*) AS "all" FROM changes')
      .one();
    return {
      humans: count("humans WHERE deleted_at IS NULL"),
      versions: Number(sql.exec("SELECT coalesce(sum(version), 0) AS n FROM humans").one().n),
      documents: count("search_docs"),
      changes: count("changes WHERE resource <> 'error-log'"),
      answers: count("idempotency"),
      gaps: last - all,
    };
  });
}

const minus = (a: Record<string, number>, b: Record<string, number>) =>
  Object.fromEntries(Object.entries(a).map(([name, value]) => [name, value - (b[name] ?? 0)]));

describe("R3: a write whose n-th statement fails", () => {
  const NOTHING = { humans: 0, versions: 0, documents: 0, changes: 0, answers: 0, gaps: 0 };

  /** Fails at every statement in turn; each time all of it happened or nothing, and a repetition ends with all of it once. */
  async function tryEvery(
    write: (tenant: TestTenant, key: string) => Promise<Answer>,
    effect: Record<string, number>,
    prepare: (tenant: TestTenant) => Promise<unknown> = async () => {},
  ): Promise<number> {
    for (let n = 1; ; n += 1) {
      const tenant = await makeTenant();
      await prepare(tenant);
      const before = await traces(tenant);
      const { result, failed } = await failingAt(tenant, n, () => write(tenant, "once"));
      const left = minus(await traces(tenant), before);
      if (!failed) {
        expect(result.status).toBeLessThan(300);
        expect(left).toEqual(effect);
        return n;
      }
      expect([NOTHING, effect], `statement ${n}: ${result.verdict}`).toContainEqual(left);
      if (result.status < 300) expect(left).toEqual(effect);
      await evictDurableObject(tenant.stub);
      expect((await write(tenant, "once")).status, `again after statement ${n}`).toBeLessThan(300);
      expect(minus(await traces(tenant), before), `after statement ${n}`).toEqual(effect);
    }
  }

  const keyed = (key: string) => ({ "idempotency-key": key });

  it("leaves all of a new record or nothing", async () => {
    const statements = await tryEvery(
      ({ owner }, key) => owner.post("/humans", { lastName: "Lovelace", externalId: "x1" }, keyed(key)),
      { humans: 1, versions: 1, documents: 1, changes: 1, answers: 1, gaps: 0 },
    );
    expect(statements).toBeGreaterThan(8);
  });

  it("leaves all of a batch or nothing", async () => {
    const create = (lastName: string): Json => ({ op: "create", resource: "humans", data: { lastName } });
    const statements = await tryEvery(
      ({ owner }, key) => owner.post("/batch", { operations: ["A", "B", "C"].map(create) }, keyed(key)),
      { humans: 3, versions: 3, documents: 3, changes: 3, answers: 1, gaps: 0 },
    );
    expect(statements).toBeGreaterThan(12);
  });

  it("leaves all of a deletion or nothing", async () => {
    let path = "";
    await tryEvery(
      ({ owner }, key) => owner.delete(path, keyed(key)),
      { humans: -1, versions: 1, documents: -1, changes: 1, answers: 1, gaps: 0 },
      async ({ owner }) => {
        path = `/humans/${(await owner.make("humans", { lastName: "Lovelace" })).id}`;
      },
    );
  });
});

describe("an object that is refused its storage", () => {
  it("answers 500 without a word of why, and tells the tenant that something happened", async () => {
    const tenant = await makeTenant();
    await tenant.owner.get("/humans");
    const { result } = await failingAt(tenant, 1, () => tenant.owner.get("/humans", { "x-request-id": "broken-1" }));
    expect(result.verdict).toBe("500 INTERNAL");
    expect(result.text).not.toContain("disk");
    const { records } = await tenant.owner.get("/error-log");
    expect(records).toEqual([expect.objectContaining({ kind: "request", code: "INTERNAL", requestId: "broken-1" })]);
    expect(JSON.stringify(records)).not.toContain("disk");
    expect((await tenant.owner.get("/humans")).status).toBe(200);
  });

  it("keeps its error log from filling with one fault that goes on", async () => {
    const tenant = await makeTenant();
    for (let n = 0; n < 50; n += 1) await failingAt(tenant, 1, () => tenant.owner.get("/humans"));
    expect((await tenant.owner.get("/error-log?limit=200")).records.length).toBeLessThanOrEqual(30);
  });
});

/** Ids, times and cursors, which differ between any two tenants. */
const CHANGING = /[a-z]{3,4}_[0-9A-Z]{26}|\d{4}-\d\d-\d\dT[^"]*|[0-9a-f]{8}-[0-9a-f-]{27}|(?<="nextCursor":")[^"]*/g;

describe("R5: an object that is evicted between any two requests", () => {
  it("does what one does that is not", async () => {
    const [still, moved] = [await makeTenant(), await makeTenant()];
    const session = async (tenant: TestTenant, between: () => Promise<unknown>) => {
      const { owner } = tenant;
      const told: Json[] = [];
      const step = async (answer: Promise<Answer>) => {
        const { status, text, headers } = await answer;
        told.push([status, headers.get("etag"), text.replace(CHANGING, "…").replaceAll(tenant.handle, "…")]);
        await between();
      };
      const account = await owner.make("accounts", { name: "Acme", domain: "acme.example" });
      await between();
      const human = await owner.make("humans", { lastName: "Lovelace", accountId: account.id });
      await step(owner.post("/accounts", { name: "Other", domain: "acme.example" }));
      await step(owner.patch(`/humans/${human.id}`, { notes: "Countess" }, { "if-match": '"1"' }));
      await step(owner.patch(`/humans/${human.id}`, { notes: "Countess" }, { "if-match": '"1"' }));
      await step(owner.post("/humans", { lastName: "Byron" }, { "idempotency-key": "k" }));
      await step(owner.post("/humans", { lastName: "Byron" }, { "idempotency-key": "k" }));
      await step(owner.get("/humans?sort=lastName&count=true&limit=1&fields=lastName"));
      await step(owner.get(`/humans/${human.id}?expand=account`));
      await step(owner.get("/search?q=countess&limit=1"));
      await step(owner.delete(`/humans/${human.id}`));
      await step(owner.get("/humans/aggregate?count=true&groupBy=lastName"));
      await step(owner.post(`/humans/${human.id}/restore`));
      await step(owner.get("/changes?since=2&resource=humans"));
      return told;
    };
    const undisturbed = await session(still, async () => {});
    const disturbed = await session(moved, () => evictDurableObject(moved.stub));
    expect(disturbed).toEqual(undisturbed);
    expect(undisturbed).toHaveLength(12);
  });
});

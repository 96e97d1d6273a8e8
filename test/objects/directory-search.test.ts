import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { upsertMembership } from "../../src/directory/memberships.ts";
import {
  announceTenant,
  type Entry,
  eraseTenant,
  removeOlderEntries,
  type TenantRow,
  upsertEntries,
} from "../../src/directory/projection.ts";
import { listTenants, tenantExists } from "../../src/directory/queries.ts";
import { type DirectoryQuery, searchDirectory, type TenantReach } from "../../src/directory/search.ts";
import { directoryEntries, expectSoundIndex } from "../support/directory-bench.ts";
import { directoryRow } from "../support/directory-row.ts";
import { faulty } from "../support/faulty-d1.ts";

const db = env.DIRECTORY;
const AT = "2026-11-21T03:00:00.000Z";

function entry(recordId: string, title: string, more: Partial<Entry> = {}): Entry {
  const defaults = { resource: "humans", body: title, createdBy: "usr_1", deleted: false, seq: 1, updatedAt: AT };
  return { recordId, title, ...defaults, ...more };
}

function row(handle: string, more: Partial<TenantRow> = {}): TenantRow {
  const figures = { records: 0, bytes: 0, lastActivityAt: AT, seq: 0, projectedAt: AT };
  return { handle, name: handle, plan: "free", status: "active", createdAt: AT, ...figures, ...more };
}

const find = async (q: string, more: Partial<DirectoryQuery> = {}) => {
  return searchDirectory(db, { q, reach: "all", limit: 50, ...more });
};
/** Everything of these tenants. */
const within = (...handles: string[]) => reaching(handles.map((tenant) => ({ tenant, ...ALL })));
const reaching = (tenants: TenantReach[], callerId = "usr_9") => ({ reach: { callerId, tenants } });
const ALL = { resources: ["humans", "leads"], ownOnly: [] };
const idsOf = async (q: string, more: Partial<DirectoryQuery> = {}) => (await find(q, more)).data.map(({ id }) => id);

describe("searching across tenants", () => {
  beforeAll(async () => {
    await upsertEntries(db, "north-sea", [
      entry("hum_1", "Ada Lovelace"),
      entry("hum_2", "Grace Hopper", { createdBy: "usr_2", body: "wrote to Ada about compilers" }),
      entry("lea_1", "Compilers for all", { resource: "leads", createdBy: "usr_2" }),
    ]);
    await upsertEntries(db, "north", [entry("hum_3", "Ada Yonath")]);
    await upsertEntries(db, "south", [entry("hum_4", "Äda Müller-Lüdenscheidt"), entry("hum_5", "高橋 愛")]);
    await announceTenant(db, row("north", { seq: 1, projectedAt: "2026-11-21T05:00:00.000Z" }), null);
    await announceTenant(db, row("south", { seq: 1, projectedAt: "2026-11-21T04:00:00.000Z" }), null);
  });

  it("finds beginnings of words in every tenant, whatever their accents, titles first", async () => {
    expect((await idsOf("ad")).slice(0, 3).sort()).toEqual(["hum_1", "hum_3", "hum_4"]);
    expect((await idsOf("ad")).at(-1)).toBe("hum_2");
    expect(await idsOf("MUL lüd")).toEqual(["hum_4"]);
    expect(await idsOf("高橋")).toEqual(["hum_5"]);
  });

  it("stays within the tenants that are named, also where one handle begins like another", async () => {
    expect(await idsOf("ada", within("north"))).toEqual(["hum_3"]);
    expect((await idsOf("ada", within("north-sea", "south"))).sort()).toEqual(["hum_1", "hum_2", "hum_4"]);
    expect(await idsOf("ada", within())).toEqual([]);
    expect(await idsOf("ada", within('sea" OR "north', "sea"))).toEqual([]);
  });

  it("stays within them when there are too many to name in the index", async () => {
    const many = Array.from({ length: 300 }, (_, n) => `tenant-${n}`);
    expect(await idsOf("ada", within(...many, "north"))).toEqual(["hum_3"]);
    expect(await idsOf("ada", within(...many.slice(0, 63), "north"))).toEqual(["hum_3"]);
  });

  it("does not find a handle, which is in the index but is no text", async () => {
    expect(await idsOf("north")).toEqual([]);
    expect(await idsOf("north", within("north"))).toEqual([]);
  });

  it("shows only the resources a key is narrowed to", async () => {
    expect(await idsOf("compilers", reaching([{ tenant: "north-sea", resources: ["leads"], ownOnly: [] }]))).toEqual([
      "lea_1",
    ]);
    expect(await idsOf("compilers", reaching([{ tenant: "north-sea", resources: [], ownOnly: [] }]))).toEqual([]);
  });

  it("shows of resources with rows of their own only what the caller created", async () => {
    const own = (ownOnly: string[], callerId: string) =>
      reaching([{ tenant: "north-sea", resources: ALL.resources, ownOnly }], callerId);
    expect(await idsOf("ada", own(["humans"], "usr_2"))).toEqual(["hum_2"]);
    expect(await idsOf("ada", own(["humans"], "usr_9"))).toEqual([]);
    expect(await idsOf("compilers", own(["humans"], "usr_9"))).toEqual(["lea_1"]);
  });

  it("shows of each tenant what the caller may see there", async () => {
    const tenants = [
      { tenant: "north-sea", resources: ["humans", "leads"], ownOnly: ["humans"] },
      { tenant: "north", resources: ["humans"], ownOnly: [] },
      { tenant: "south", resources: ["leads"], ownOnly: [] },
    ];
    expect((await idsOf("ada", reaching(tenants, "usr_2"))).sort()).toEqual(["hum_2", "hum_3"]);
    expect(await idsOf("ada", reaching(tenants))).toEqual(["hum_3"]);
  });

  it("tells title, resource, tenant, and the text around what matched", async () => {
    const [hit] = (await find("compil", reaching([{ tenant: "north-sea", resources: ["humans"], ownOnly: [] }]))).data;
    expect(hit).toEqual({
      tenant: "north-sea",
      resource: "humans",
      id: "hum_2",
      title: "Grace Hopper",
      snippet: "wrote to Ada about compilers",
    });
  });

  it("tells how far back the least fresh of the searched tenants may be", async () => {
    expect((await find("ada", within("north", "south"))).freshness.projectedAt).toBe("2026-11-21T04:00:00.000Z");
    expect((await find("ada", within("north"))).freshness.projectedAt).toBe("2026-11-21T05:00:00.000Z");
    expect((await find("!", within("nowhere"))).freshness.projectedAt).toBeNull();
  });

  it("S15: takes anything a person can type", async () => {
    const typed = [
      '"',
      "*",
      "NEAR(",
      "title:x",
      "-x",
      "^",
      "🚀",
      "\0",
      "a\0b",
      "AND",
      "a OR",
      "(",
      "{title}",
      "\ud800",
      "' OR 1=1",
    ];
    for (const q of typed) await expect(find(q, within("north")), JSON.stringify(q)).resolves.toBeDefined();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (q) => {
        await find(q);
      }),
      { numRuns: 50 },
    );
  });

  it("pages without repeating or skipping, and its cursors are good for their query alone", async () => {
    await upsertEntries(
      db,
      "pages",
      Array.from({ length: 25 }, (_, n) => entry(`hum_p${n}`, `Paginata ${n}`)),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await find("paginata", { limit: 10, cursor });
      seen.push(...page.data.map(({ id }) => id));
      expect(page.hasMore).toBe(page.nextCursor !== null);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
    const { nextCursor } = await find("paginata", { limit: 10 });
    await expect(find("other", { cursor: nextCursor ?? "" })).rejects.toMatchObject({ code: "INVALID_CURSOR" });
    const narrowed = { ...within("pages"), cursor: nextCursor ?? "" };
    await expect(find("paginata", narrowed)).rejects.toMatchObject({ code: "INVALID_CURSOR" });
    await expect(find("paginata", { cursor: "garbage" })).rejects.toMatchObject({ code: "INVALID_CURSOR" });
  });

  it("is unavailable, not broken, while D1 is", async () => {
    const query = { q: "ada", reach: "all" as const, limit: 5 };
    await expect(searchDirectory(faulty(db, "throw"), query)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});

describe("the directory's entries", () => {
  it("keep what is newest, whatever comes last, and stay deleted", async () => {
    const gone = entry("hum_1", "", { deleted: true, seq: 7, body: "" });
    await upsertEntries(db, "order", [entry("hum_1", "Second", { seq: 5 })]);
    await upsertEntries(db, "order", [entry("hum_1", "First", { seq: 3 })]);
    expect(await directoryEntries("order")).toMatchObject([{ title: "Second", seq: 5 }]);
    await upsertEntries(db, "order", [gone]);
    await upsertEntries(db, "order", [entry("hum_1", "Second", { seq: 5 })]);
    expect(await directoryEntries("order")).toMatchObject([{ title: "", deleted: 1, seq: 7 }]);
    expect(await idsOf("second", within("order"))).toEqual([]);
    await expectSoundIndex();
  });

  it("take texts of any length and content: control characters become spaces, the rest is kept to a limit", async () => {
    await upsertEntries(db, "texts", [
      entry("hum_1", "a\u0002b\u0003c\0d\ne\ud83d"),
      entry("hum_2", "x".repeat(1_000), { body: `${"long ".repeat(100_000)}` }),
      ...Array.from({ length: 120 }, (_, n) => entry(`hum_l${n}`, `Long ${n}`, { body: "wörter ".repeat(2_800) })),
    ]);
    const [first, second, ...rest] = await directoryEntries("texts");
    expect(first?.title).toBe("a b c d e\ufffd");
    expect([second?.title.length, second?.body.length]).toEqual([300, 20_000]);
    expect(rest).toHaveLength(120);
    await expectSoundIndex();
  });

  it("go in bounded steps when they are removed", async () => {
    const many = Array.from({ length: 2_300 }, (_, n) => entry(`hum_${n}`, `Many ${n}`, { seq: n + 1 }));
    await upsertEntries(db, "many", many);
    await removeOlderEntries(db, "many", 2_200);
    expect((await directoryEntries("many")).map(({ seq }) => seq).sort()).toEqual(
      many
        .slice(2_199)
        .map(({ seq }) => seq)
        .sort(),
    );
    await expectSoundIndex();
  });
});

describe("the directory's tenants", () => {
  beforeAll(async () => {
    const names = ["Zürich Pets", "Airline 50%_off", "Bakery"];
    for (const [n, name] of names.entries()) {
      await announceTenant(
        db,
        row(`shop-${n}`, { name, seq: n, records: 10 - n, status: n === 2 ? "suspended" : "active" }),
        null,
      );
    }
  });
  const list = async (query: Partial<Parameters<typeof listTenants>[1]> = {}) =>
    (await listTenants(db, { q: "shop-", limit: 50, ...query })).data.map(({ handle }) => handle);

  it("are found by part of handle or name, which is text and no pattern", async () => {
    expect(await list()).toEqual(["shop-0", "shop-1", "shop-2"]);
    expect(await list({ q: "PETS" })).toEqual(["shop-0"]);
    expect(await list({ q: "50%_" })).toEqual(["shop-1"]);
    expect(await list({ q: "%" })).toEqual(["shop-1"]);
    expect(await list({ q: "x".repeat(200) })).toEqual([]);
  });

  it("are sorted, narrowed by status, and to those a caller may see", async () => {
    expect(await list({ sort: "records" })).toEqual(["shop-2", "shop-1", "shop-0"]);
    expect(await list({ sort: "-records" })).toEqual(["shop-0", "shop-1", "shop-2"]);
    expect(await list({ sort: "-name" })).toEqual(["shop-0", "shop-2", "shop-1"]);
    expect(await list({ status: "suspended" })).toEqual(["shop-2"]);
    expect(await list({ of: { handle: "shop-1" } })).toEqual(["shop-1"]);
    expect(await list({ of: { handle: "nowhere" } })).toEqual([]);
    await upsertMembership(db, "shop-0", { userId: "usr_shopper", role: "viewer", seq: 1 });
    await upsertMembership(db, "shop-2", { userId: "usr_shopper", role: null, seq: 2 });
    expect(await list({ of: { member: "usr_shopper" } })).toEqual(["shop-0"]);
    await expect(list({ sort: "password" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(list({ sort: "constructor" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("are paged by any sort, ties included", async () => {
    for (const sort of ["handle", "-handle", "-createdAt", "records", "-lastActivityAt"]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listTenants(db, { q: "shop-", sort, limit: 1, cursor });
        seen.push(...page.data.map(({ handle }) => handle));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen, sort).toEqual(await list({ sort }));
    }
    const { nextCursor } = await listTenants(db, { q: "shop-", sort: "records", limit: 1 });
    await expect(list({ sort: "name", cursor: nextCursor ?? "" })).rejects.toMatchObject({ code: "INVALID_CURSOR" });
    await expect(list({ q: "shop", cursor: nextCursor ?? "" })).rejects.toMatchObject({ code: "INVALID_CURSOR" });
  });

  it("show their figures, or nothing for one that does not exist", async () => {
    expect(await directoryRow(db, "shop-1")).toEqual(row("shop-1", { name: "Airline 50%_off", seq: 1, records: 9 }));
    expect(await directoryRow(db, "nowhere")).toBeNull();
    expect(await tenantExists(db, "shop-1")).toBe(true);
    expect(await tenantExists(db, "nowhere")).toBe(false);
  });

  it("keep what is newest; at the same position, what was written later", async () => {
    await announceTenant(db, row("moves", { seq: 5, plan: "pro", projectedAt: "2026-11-21T05:00:00.000Z" }), null);
    await announceTenant(db, row("moves", { seq: 0, plan: "free", projectedAt: "2026-11-21T06:00:00.000Z" }), null);
    expect(await directoryRow(db, "moves")).toMatchObject({ plan: "pro", seq: 5 });
    await announceTenant(
      db,
      row("moves", { seq: 5, status: "suspended", projectedAt: "2026-11-21T07:00:00.000Z" }),
      null,
    );
    await announceTenant(db, row("moves", { seq: 5, status: "active", projectedAt: "2026-11-21T06:30:00.000Z" }), null);
    expect(await directoryRow(db, "moves")).toMatchObject({ status: "suspended" });
  });

  it("R12: leave nothing behind when they are erased, however often", async () => {
    await announceTenant(db, row("erased", { seq: 3 }), null);
    await upsertEntries(db, "erased", [entry("hum_1", "Ada"), entry("hum_2", "", { deleted: true })]);
    for (let time = 0; time < 2; time += 1) {
      await eraseTenant(db, "erased");
      expect(await tenantExists(db, "erased")).toBe(false);
      expect(await directoryEntries("erased")).toEqual([]);
    }
    await expectSoundIndex();
  });
});

import { runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import type { Json } from "../../src/resources/define.ts";
import { type Caller, makeTenant, type TestTenant } from "../support/api.ts";

const costSchema = z.looseObject({ rowsRead: z.number() });

let tenant: TestTenant;
let owner: Caller;
beforeAll(async () => {
  tenant = await makeTenant();
  owner = tenant.owner;
  const operations = Array.from({ length: 500 }, (_, n) => ({
    op: "create",
    resource: "leads",
    data: { title: `Lead ${n}`, value: n, notes: "a ".repeat(50), source: `s${n % 10}` },
  }));
  await owner.post("/batch", { operations });
});

const tree = (value: Json) => `filter=${encodeURIComponent(JSON.stringify(value))}`;
const times = (count: number, make: (n: number) => Json) => Array.from({ length: count }, (_, n) => make(n));
const nested = (levels: number, key: "and" | "or" | "not"): Json =>
  levels === 0 ? { value: 1 } : { [key]: key === "not" ? nested(levels - 1, key) : [nested(levels - 1, key)] };
const leads = (query: string) => owner.get(`/leads?${query}`);

describe("S14: a filter", () => {
  it.each<[string, string]>([
    ["51 conditions", tree({ and: times(51, (n) => ({ value: n })) })],
    ["51 conditions in one object", tree({ or: times(26, (n) => ({ value: { gte: n, lt: n + 9 } })) })],
    ["51 conditions, one of them beside the tree", `${tree({ and: times(50, (n) => ({ value: n })) })}&value=1`],
    ["51 empty groups", tree({ and: times(51, () => ({ or: [] })) })],
    ["51 empty filters", tree({ and: times(51, () => ({})) })],
    ["6 levels of and", tree(nested(6, "and"))],
    ["6 levels of not", tree(nested(6, "not"))],
    ["201 values", tree({ value: { in: times(201, (n) => n) } })],
    ["201 values in a parameter", `value[in]=${times(201, (n) => n).join(",")}`],
    ["an operand of 1,001 characters", `title[contains]=${"x".repeat(1_001)}`],
    ["an operand of 1,001 characters in the tree", tree({ title: "x".repeat(1_001) })],
    ["a number beyond every double", "filter=%7B%22value%22:1e999%7D"],
    ["a tree of 100,000 levels", `filter=${encodeURIComponent('{"not":'.repeat(2_000))}`],
  ])("of %s is refused", async (_, query) => {
    expect((await leads(query)).verdict).toBe("400 INVALID_FILTER");
  });

  it.each<[string, string, number]>([
    ["50 conditions", tree({ or: times(50, (n) => ({ value: n })) }), 50],
    ["50 conditions on relations", tree({ or: times(50, (n) => ({ "human.lastName": `x${n}` })) }), 0],
    ["10 lists of 200 values", tree({ or: times(10, () => ({ value: { in: times(200, (n) => n) } })) }), 200],
    ["5 levels", tree(nested(5, "and")), 1],
    ["5 levels of not", tree(nested(5, "not")), 499],
    ["200 values", `value[in]=${times(200, (n) => n).join(",")}`, 200],
    ["a part of 51 bytes", `title[contains]=${"%25".repeat(51)}`, 0],
    ["a part of 1,000 characters", `title[contains]=${"ä".repeat(1_000)}`, 0],
    ["150 filter terms as patterns", tree({ and: times(50, () => ({ title: { contains: "%_%" } })) }), 0],
  ])("of %s is answered", async (_, query, found) => {
    const answer = await leads(`count=true&${query}`);
    expect(answer.meta.pagination?.total).toBe(found);
  });

  it("with 50 conditions, a search, a sort and a cursor stays below what a statement may bind", async () => {
    const conditions = tree({ and: times(49, (n) => ({ value: { ne: -n - 1 } })) });
    const query = `${conditions}&title[startsWith]=lead&q=lead&sort=-value,title,source,stage&limit=100&expand=human,account`;
    const first = await leads(query);
    expect(first.records).toHaveLength(100);
    const next = await leads(`${query}&cursor=${first.cursor}`);
    expect(next.records[0]?.value).toBe(399);
  });
});

describe("S14: a search", () => {
  it.each([
    "a ".repeat(5_000),
    "a* b* c* d* e* f* g* h* i* j* k* l* m* n* o* p*",
    `"${"a".repeat(4_000)}"`,
    "NEAR(".repeat(1_000),
    "( ".repeat(2_000),
    "a OR ".repeat(1_000),
  ])("is answered within a second", async (q) => {
    const start = performance.now();
    for (const path of [`/leads?q=${encodeURIComponent(q)}`, `/search?q=${encodeURIComponent(q)}`])
      expect((await owner.get(path)).status).toBe(200);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe("S14: what a page costs", () => {
  /** Rows that SQLite reads for one request. */
  const rowsRead = (path: string) =>
    runInDurableObject(tenant.stub, async (_, { storage }) => {
      const executed = vi.spyOn(storage.sql, "exec");
      const { status } = await owner.get(path);
      const cursors = executed.mock.results.map(({ value }) => costSchema.parse(value));
      executed.mockRestore();
      expect(status).toBe(200);
      return cursors.reduce((sum, cursor) => sum + cursor.rowsRead, 0);
    });

  it("does not grow with what lies before or behind it", async () => {
    const { cursor } = await leads("limit=20");
    let last = cursor;
    for (let page = 0; page < 20; page += 1) last = (await leads(`limit=20&cursor=${last}`)).cursor;
    expect(await rowsRead("/leads?limit=20")).toBeLessThan(60);
    expect(await rowsRead(`/leads?limit=20&cursor=${cursor}`)).toBeLessThan(60);
    expect(await rowsRead(`/leads?limit=20&cursor=${last}`)).toBeLessThan(60);
  });

  it("is that of the page for the log too, which grows for ever", async () => {
    const [id = ""] = (await owner.get("/audit-log?limit=1")).ids;
    const [record = ""] = (await owner.get("/leads?limit=1")).ids;
    expect(await rowsRead("/changes?limit=20")).toBeLessThan(60);
    expect(await rowsRead(`/leads/${record}/changes`)).toBeLessThan(60);
    expect(await rowsRead(`/audit-log/${id}`)).toBeLessThan(60);
    expect(await rowsRead("/audit-log?limit=20")).toBeLessThan(60);
  });
});

describe("R8: what SQLite would stumble over", () => {
  it.each([
    `groupBy=${times(5, () => "stage").join(",")}`,
    "groupBy=stage,source,currency,title,company",
    "sum=value,value,value,value,value,value,value,value,value",
    `sum=${times(101, (n) => `f${n}`).join(",")}`,
    "groupBy=tags",
    "groupBy=notes:day",
    "sum=title",
    "min=stage",
  ])("is refused before it gets there: %s", async (query) => {
    expect([200, 400]).toContain((await owner.get(`/leads/aggregate?${query}`)).status);
  });

  it("is refused in parameters of 15 KB", async () => {
    for (const name of ["sort", "fields", "expand", "cursor", "title", "filter"])
      expect((await leads(`${name}=${"x,".repeat(7_500)}`)).status, name).toBe(400);
    expect((await leads(times(700, (n) => `p${n}=1`).join("&"))).status).toBe(400);
  });
});

import { evictDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import type { Json } from "../../src/resources/define.ts";
import { type Caller, makeTenant, type TestTenant } from "../support/api.ts";

const FIELDS = {
  tier: { type: "select", label: "Tier", options: ["gold", "silver"] },
  score: { type: "integer" },
  weight: { type: "number" },
  vip: { type: "boolean" },
  since: { type: "date" },
  remark: { type: "text" },
};

const scoreOf = z.looseObject({ custom: z.looseObject({ score: z.number().nullish() }) });

let tenant: TestTenant;
let owner: Caller;
let settings: string;
beforeEach(async () => {
  tenant = await makeTenant();
  owner = tenant.owner;
  settings = `/account-config/${(await owner.get("/account-config")).ids[0]}`;
  await define({ humans: FIELDS });
});

const define = (customFields: Json) => owner.patch(settings, { customFields });
const make = (custom: Json) => owner.post("/humans", { lastName: "X", custom });

describe("a tenant's own fields", () => {
  it("are written, shown, changed one by one and removed", async () => {
    const made = await make({
      tier: "gold",
      score: 7,
      weight: 1.5,
      vip: true,
      since: "2026-11-21",
      remark: " as typed ",
    });
    expect(made.record.custom).toEqual({
      tier: "gold",
      score: 7,
      weight: 1.5,
      vip: true,
      since: "2026-11-21T00:00:00.000Z",
      remark: " as typed ",
    });
    const patched = await owner.patch(`/humans/${made.id}`, { custom: { score: 8, vip: null } });
    expect(patched.record.custom).toEqual({
      tier: "gold",
      score: 8,
      weight: 1.5,
      since: "2026-11-21T00:00:00.000Z",
      remark: " as typed ",
    });
    expect((await owner.patch(`/humans/${made.id}`, { notes: "X" })).record.custom).toEqual(patched.record.custom);
    expect((await owner.put(`/humans/${made.id}`, { lastName: "X", custom: { score: 1 } })).record.custom).toEqual({
      score: 1,
    });
    expect((await owner.put(`/humans/${made.id}`, { lastName: "X" })).record.custom).toEqual({});
  });

  it.each([
    [{ tier: "bronze" }, "tier"],
    [{ tier: 1 }, "tier"],
    [{ score: 1.5 }, "score"],
    [{ score: "7" }, "score"],
    [{ score: 9_007_199_254_740_992 }, "score"],
    [{ weight: "heavy" }, "weight"],
    [{ vip: 1 }, "vip"],
    [{ since: "yesterday" }, "since"],
    [{ since: 20261121 }, "since"],
    [{ remark: { a: 1 } }, "remark"],
    [{ remark: "x".repeat(10_001) }, "remark"],
    [{ unknown: 1 }, "unknown"],
    [{ "": 1 }, ""],
    [{ "tier.sub": 1 }, "tier.sub"],
    [{ toString: "x" }, "toString"],
    [{ hasOwnProperty: true }, "hasOwnProperty"],
  ])("refuse %j", async (custom, name) => {
    const answer = await make(custom);
    expect([answer.verdict, answer.faults]).toEqual(["422 VALIDATION_ERROR", [`custom.${name}`]]);
  });

  it.each([[[1]], ["text"], [null], [7]])("are an object, not %j", async (custom) => {
    expect((await make(custom)).verdict).toBe("422 VALIDATION_ERROR");
  });

  it("are filtered, sorted, grouped and counted by", async () => {
    for (const [tier, score] of [
      ["gold", 1],
      ["silver", 30],
      ["gold", 4],
      [null, null],
    ] as const)
      await make({ tier, score, vip: score === 4 });
    const scores = async (query: string) =>
      (await owner.get(`/humans?${query}`)).records.map((record) => scoreOf.parse(record).custom.score ?? null);
    expect(await scores("custom.tier=gold&sort=custom.score")).toEqual([1, 4]);
    expect(await scores("custom.score[gte]=4&sort=-custom.score")).toEqual([30, 4]);
    expect(await scores("sort=custom.score")).toEqual([1, 4, 30, null]);
    expect(await scores("custom.vip=true")).toEqual([4]);
    expect(await scores(`filter=${encodeURIComponent('{"custom.tier":{"isNull":true}}')}`)).toEqual([null]);
    const groups = await owner.get("/humans/aggregate?groupBy=custom.tier&count=true&sum=custom.score");
    expect(groups.records).toEqual([
      { "custom.tier": "gold", count: 2, sum: { "custom.score": 5 } },
      { "custom.tier": "silver", count: 1, sum: { "custom.score": 30 } },
      { "custom.tier": null, count: 1, sum: { "custom.score": 0 } },
    ]);
    const first = await owner.get("/humans?sort=custom.score&limit=2");
    expect((await owner.get(`/humans?sort=custom.score&limit=2&cursor=${first.cursor}`)).records).toHaveLength(2);
  });

  it.each([
    "custom.unknown=1",
    "custom.score=seven",
    "custom.tier[gt]=",
    "custom=1",
    "sort=custom.unknown",
    "custom.=1",
    "custom.tier.x=1",
    "custom.tier'=1",
    'custom."=1',
  ])("are refused as %s", async (query) => {
    const { verdict } = await owner.get(`/humans?${query}`);
    expect(["400 INVALID_FILTER", "400 BAD_REQUEST", ...(query.includes("[gt]") ? ["200"] : [])]).toContain(verdict);
  });

  it("belong to one resource and one tenant", async () => {
    expect((await owner.post("/accounts", { name: "X", custom: { tier: "gold" } })).faults).toEqual(["custom.tier"]);
    const other = await makeTenant();
    expect((await other.owner.post("/humans", { lastName: "X", custom: { tier: "gold" } })).faults).toEqual([
      "custom.tier",
    ]);
  });

  it("may be called what objects have anyway", async () => {
    await define({
      humans: {
        constructor: { type: "text" },
        toString: { type: "integer" },
        valueOf: { type: "boolean", required: true },
      },
    });
    expect((await make({})).faults).toEqual(["custom.valueOf"]);
    const made = await make({ constructor: "x", toString: 7, valueOf: false });
    expect(made.record.custom).toEqual({ constructor: "x", toString: 7, valueOf: false });
    expect((await owner.get("/humans?custom.toString=7&custom.constructor=x&sort=custom.valueOf")).ids).toEqual([
      made.id,
    ]);
  });

  it("that are required must be given, but records from before stay editable", async () => {
    const before = await make({ score: 1 });
    await define({ humans: { ...FIELDS, tier: { ...FIELDS.tier, required: true } } });
    expect((await make({ score: 1 })).faults).toEqual(["custom.tier"]);
    expect((await owner.patch(`/humans/${before.id}`, { notes: "X" })).status).toBe(200);
    expect((await owner.patch(`/humans/${before.id}`, { custom: { tier: "gold" } })).status).toBe(200);
    expect((await owner.patch(`/humans/${before.id}`, { custom: { tier: null } })).faults).toEqual(["custom.tier"]);
  });

  it("that are no longer defined stay where they are, and hinder nobody", async () => {
    const { id } = await make({ tier: "gold", score: 1 });
    await define({ humans: { score: { type: "text" } } });
    expect((await owner.get(`/humans/${id}`)).record.custom).toEqual({ tier: "gold", score: 1 });
    expect((await owner.get("/humans?custom.tier=gold")).status).toBe(400);
    expect((await owner.get("/humans?custom.score[isNull]=true")).ids).toEqual([id]);
    expect((await owner.patch(`/humans/${id}`, { custom: { score: "one" } })).record.custom).toMatchObject({
      score: "one",
    });
    expect((await owner.patch(`/humans/${id}`, { custom: { tier: "silver" } })).faults).toEqual(["custom.tier"]);
  });
});

describe("their definitions", () => {
  it.each<[Json, string]>([
    [{ humans: { tier: { type: "choice" } } }, "customFields.humans.tier.type"],
    [{ humans: { tier: { type: "select" } } }, "customFields.humans.tier.options"],
    [{ humans: { tier: { type: "text", options: ["a"] } } }, "customFields.humans.tier.options"],
    [{ humans: { tier: { type: "select", options: [] } } }, "customFields.humans.tier.options"],
    [{ humans: { tier: { type: "text", nullable: true } } }, "customFields.humans.tier.nullable"],
    [{ humans: { Tier: { type: "text" } } }, "customFields.humans.Tier"],
    [{ humans: { "tier.x": { type: "text" } } }, "customFields.humans.tier.x"],
    [{ humans: { "a')": { type: "text" } } }, "customFields.humans.a')"],
    [{ Humans: {} }, "customFields.Humans"],
    [{ humans: [] }, "customFields.humans"],
    [[], "customFields"],
  ])("refuse %j", async (customFields, field) => {
    const answer = await define(customFields);
    expect([answer.verdict, answer.faults]).toEqual(["422 VALIDATION_ERROR", [field]]);
  });

  it("are at most fifty a resource", async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, { type: "text" }]));
    expect((await define({ humans: many(51) })).verdict).toBe("422 VALIDATION_ERROR");
    expect((await define({ humans: many(50), accounts: many(50) })).status).toBe(200);
  });

  it("are the admins' to change, and everybody's to read", async () => {
    for (const role of ["member", "viewer"]) {
      const caller = await tenant.as(role);
      expect((await caller.patch(settings, { customFields: {} })).verdict).toBe("403 FORBIDDEN");
      expect((await caller.get(settings)).record.customFields).toEqual({ humans: FIELDS });
    }
    expect((await (await tenant.as("admin")).patch(settings, { customFields: {} })).status).toBe(200);
  });

  it("hold for the very next request, after an eviction too", async () => {
    await define({ humans: { added: { type: "text" } } });
    expect((await make({ added: "x" })).status).toBe(201);
    await evictDurableObject(tenant.stub);
    expect((await make({ added: "x" })).status).toBe(201);
    expect((await make({ tier: "gold" })).verdict).toBe("422 VALIDATION_ERROR");
  });

  it("are not what a refused batch would have made them", async () => {
    const [, , id = ""] = settings.split("/");
    const operations = [
      { op: "update", resource: "account-config", id, data: { customFields: { humans: { ghost: { type: "text" } } } } },
      { op: "create", resource: "humans", data: {} },
    ];
    expect((await owner.post("/batch", { operations })).verdict).toBe("422 VALIDATION_ERROR");
    expect((await make({ ghost: "x" })).faults).toEqual(["custom.ghost"]);
    expect((await make({ tier: "gold" })).status).toBe(201);
  });
});

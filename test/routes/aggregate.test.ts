import { describe, expect, it } from "vitest";
import type { Json } from "../../src/resources/define.ts";
import type { Caller } from "../support/api.ts";
import { makeTenant } from "../support/api.ts";

/** Calls and meetings around a change of week, month and year. Monday is 2026-12-28. */
const CALENDAR: readonly (readonly [string, string, number | null])[] = [
  ["call", "2026-12-27T23:59:59.999Z", 10],
  ["call", "2026-12-28T00:00:00.000Z", 20],
  ["meeting", "2026-12-31T10:15:00.000Z", 60],
  ["call", "2026-12-31T23:59:59.999Z", null],
  ["call", "2027-01-01T00:00:00.000Z", 5],
  ["meeting", "2027-01-01T10:00:00.000Z", 30],
  ["note", "2027-01-31T12:00:00.000Z", null],
];

/** Leads with a stage, a value and where they came from. */
const PIPELINE: readonly (readonly [string, number, string])[] = [
  ["new", 100, "web"],
  ["new", 250, "web"],
  ["new", 50, "fair"],
  ["contacted", 0, "web"],
  ["qualified", 1_000, "fair"],
  ["qualified", 9_007_199_254_740_991, "fair"],
];

async function make(owner: Caller, resource: string, records: readonly Json[]): Promise<void> {
  const answer = await owner.post("/batch", {
    operations: records.map((data) => ({ op: "create", resource, data })),
  });
  expect(answer.status).toBe(200);
}

async function calendar() {
  const tenant = await makeTenant();
  const records = CALENDAR.map(([kind, occurredAt, durationMinutes]) => ({
    kind,
    summary: `A ${kind}`,
    occurredAt,
    durationMinutes,
  }));
  await make(tenant.owner, "activities", records);
  return { ...tenant, ask: async (params: string) => (await tenant.owner.get(`/activities/aggregate?${params}`)).data };
}

async function pipeline() {
  const tenant = await makeTenant();
  await make(
    tenant.owner,
    "leads",
    PIPELINE.map(([stage, value, source]) => ({ stage, value, source })),
  );
  return { ...tenant, ask: async (params: string) => (await tenant.owner.get(`/leads/aggregate?${params}`)).data };
}

describe("an aggregate", () => {
  it("counts, adds up and averages by group, as a hand does", async () => {
    const { ask } = await pipeline();
    const measures = "count=true&sum=value&avg=value&min=value&max=value";
    expect(await ask(`groupBy=stage,source&${measures}&value[lt]=9000000000000000`)).toEqual([
      { stage: "contacted", source: "web", count: 1, ...all(0, 0, 0, 0) },
      { stage: "new", source: "fair", count: 1, ...all(50, 50, 50, 50) },
      { stage: "new", source: "web", count: 2, ...all(350, 175, 100, 250) },
      { stage: "qualified", source: "fair", count: 1, ...all(1_000, 1_000, 1_000, 1_000) },
    ]);
    expect(await ask(`${measures}&stage=new`)).toEqual([{ count: 3, ...all(400, 400 / 3, 50, 250) }]);
  });

  it("adds whole numbers up exactly to the end of their range", async () => {
    const { ask } = await pipeline();
    expect(await ask("sum=value&stage=qualified&value[gt]=1000")).toEqual([{ sum: { value: 9_007_199_254_740_991 } }]);
    expect(await ask("sum=value&max=value&source=fair&stage=qualified")).toEqual([
      { sum: { value: 9_007_199_254_740_991 + 1_000 }, max: { value: 9_007_199_254_740_991 } },
    ]);
  });

  it("counts where it is asked for nothing else, and says nothing that it was not asked for", async () => {
    const { ask } = await pipeline();
    expect(await ask("")).toEqual([{ count: 6 }]);
    expect(await ask("groupBy=source")).toEqual([
      { source: "fair", count: 3 },
      { source: "web", count: 3 },
    ]);
    expect(await ask("groupBy=source&min=value")).toEqual([
      { source: "fair", min: { value: 50 } },
      { source: "web", min: { value: 0 } },
    ]);
  });

  it("knows the sum of nothing, and neither its average nor its extremes", async () => {
    const { ask } = await pipeline();
    const nothing = { count: 0, sum: { value: 0 }, avg: { value: null }, min: { value: null }, max: { value: null } };
    expect(await ask("stage=lost&count=true&sum=value&avg=value&min=value&max=value")).toEqual([nothing]);
    expect(await ask("stage=lost&groupBy=stage&sum=value")).toEqual([]);
  });

  it.each([
    [
      "hour",
      {
        "2026-12-27T23:00Z": 1,
        "2026-12-28T00:00Z": 1,
        "2026-12-31T10:00Z": 1,
        "2026-12-31T23:00Z": 1,
        "2027-01-01T00:00Z": 1,
        "2027-01-01T10:00Z": 1,
        "2027-01-31T12:00Z": 1,
      },
    ],
    ["day", { "2026-12-27": 1, "2026-12-28": 1, "2026-12-31": 2, "2027-01-01": 2, "2027-01-31": 1 }],
    ["week", { "2026-12-21": 1, "2026-12-28": 5, "2027-01-25": 1 }],
    ["month", { "2026-12": 4, "2027-01": 3 }],
  ])("groups dates by %s", async (unit, groups) => {
    const { ask } = await calendar();
    expect(await ask(`groupBy=occurredAt:${unit}`)).toEqual(
      Object.entries(groups).map(([key, count]) => ({ [`occurredAt:${unit}`]: key, count })),
    );
  });

  it("leaves nulls out of what it measures, and gives them a group of their own, the last", async () => {
    const { ask } = await calendar();
    expect(await ask("groupBy=occurredAt:month,kind&count=true&avg=durationMinutes&max=occurredAt")).toEqual([
      {
        "occurredAt:month": "2026-12",
        kind: "call",
        count: 3,
        avg: { durationMinutes: 15 },
        max: { occurredAt: CALENDAR[3]?.[1] },
      },
      {
        "occurredAt:month": "2026-12",
        kind: "meeting",
        count: 1,
        avg: { durationMinutes: 60 },
        max: { occurredAt: CALENDAR[2]?.[1] },
      },
      {
        "occurredAt:month": "2027-01",
        kind: "call",
        count: 1,
        avg: { durationMinutes: 5 },
        max: { occurredAt: CALENDAR[4]?.[1] },
      },
      {
        "occurredAt:month": "2027-01",
        kind: "meeting",
        count: 1,
        avg: { durationMinutes: 30 },
        max: { occurredAt: CALENDAR[5]?.[1] },
      },
      {
        "occurredAt:month": "2027-01",
        kind: "note",
        count: 1,
        avg: { durationMinutes: null },
        max: { occurredAt: CALENDAR[6]?.[1] },
      },
    ]);
    expect(await ask("groupBy=durationMinutes&kind[in]=call,note")).toEqual([
      { durationMinutes: 5, count: 1 },
      { durationMinutes: 10, count: 1 },
      { durationMinutes: 20, count: 1 },
      { durationMinutes: null, count: 2 },
    ]);
  });

  it("covers the records that a list with the same filters shows", async () => {
    const { owner, ask } = await calendar();
    const filters = [
      "kind=call",
      "kind[ne]=call",
      "durationMinutes[gte]=20",
      "durationMinutes[isNull]=true",
      "occurredAt[gte]=2027-01-01T00:00:00.000Z",
      "summary[contains]=MEET",
      "q=meeting",
      `filter=${encodeURIComponent('{"or":[{"kind":"note"},{"not":{"durationMinutes":{"lt":30}}}]}')}`,
      "kind=call&durationMinutes[lt]=20",
    ];
    for (const filter of filters) {
      const { records } = await owner.get(`/activities?${filter}`);
      expect(records.length, filter).toBeGreaterThan(0);
      expect(records.length, filter).toBeLessThan(CALENDAR.length);
      expect(await ask(filter), filter).toEqual([{ count: records.length }]);
    }
  });

  it("follows every write, and shows its position", async () => {
    const { owner, ask } = await pipeline();
    const lead = await owner.make("leads", { stage: "new", value: 7, source: "mail" });
    expect(await ask("source=mail&sum=value")).toEqual([{ sum: { value: 7 } }]);
    await owner.patch(`/leads/${lead.id}`, { value: 8 });
    expect(await ask("source=mail&sum=value")).toEqual([{ sum: { value: 8 } }]);
    const { seq } = await owner.delete(`/leads/${lead.id}`);
    expect(await ask("source=mail&sum=value")).toEqual([{ sum: { value: 0 } }]);
    expect(await ask("source=mail&deleted=only")).toEqual([{ count: 1 }]);
    expect((await owner.get("/leads/aggregate")).seq).toBe(seq);
  });

  it("answers with 1,000 groups and says whether there are more", async () => {
    const { owner } = await makeTenant();
    const leads = Array.from({ length: 500 }, (_, value) => ({ value }));
    await make(owner, "leads", leads);
    await make(
      owner,
      "leads",
      leads.map(({ value }) => ({ value: value + 500 })),
    );
    const whole = await owner.get("/leads/aggregate?groupBy=value");
    expect([whole.records.length, whole.meta.truncated]).toEqual([1_000, false]);
    await make(owner, "leads", [{ value: 1_000 }]);
    const cut = await owner.get("/leads/aggregate?groupBy=value");
    expect([cut.records.length, cut.meta.truncated]).toEqual([1_000, true]);
    expect(cut.records.at(-1)).toEqual({ value: 999, count: 1 });
  });

  it("groups by fields that the tenant defines itself, and filters by a relation", async () => {
    const { owner } = await makeTenant();
    const [config] = (await owner.get("/account-config")).ids;
    const defined = await owner.patch(`/account-config/${config}`, {
      customFields: { leads: { tier: { type: "text" } } },
    });
    expect(defined.status).toBe(200);
    const large = await owner.make("accounts", { name: "Large", size: 900 });
    const small = await owner.make("accounts", { name: "Small", size: 9 });
    await make(owner, "leads", [
      { accountId: large.id, value: 10, custom: { tier: "gold" } },
      { accountId: large.id, value: 20, custom: { tier: "tin" } },
      { accountId: small.id, value: 40, custom: { tier: "gold" } },
    ]);
    expect((await owner.get("/leads/aggregate?groupBy=custom.tier&sum=value&account.size[gte]=100")).data).toEqual([
      { "custom.tier": "gold", sum: { value: 10 } },
      { "custom.tier": "tin", sum: { value: 20 } },
    ]);
  });
});

describe("an aggregate is refused", () => {
  it.each([
    ["groupBy=nothing", "groupBy"],
    ["groupBy=", "groupBy"],
    ["groupBy=stage,", "groupBy"],
    ["groupBy=tags", "groupBy"],
    ["groupBy=stage:day", "groupBy"],
    ["groupBy=createdAt:year", "groupBy"],
    ["groupBy=createdAt:", "groupBy"],
    ["groupBy=createdAt:constructor", "groupBy"],
    ["groupBy=constructor", "groupBy"],
    ["groupBy=account.size", "groupBy"],
    ["groupBy=custom.nothing", "groupBy"],
    ["groupBy=id,stage,value,source,currency", "groupBy"],
    ["groupBy=stage)--", "groupBy"],
    ["sum=stage", "sum"],
    ["sum=nothing", "sum"],
    ["avg=expectedCloseAt", "avg"],
    ["min=tags", "min"],
    ["max=custom", "max"],
    ["count=yes", "count"],
    ["count=true&count=true", "count"],
    ["limit=5", "limit"],
    ["sort=stage", "sort"],
    ["nothing=1", "nothing"],
  ])("with %s", async (params, field) => {
    const { owner } = await makeTenant();
    const answer = await owner.get(`/leads/aggregate?${params}`);
    expect([answer.verdict, answer.faults]).toEqual(["400 BAD_REQUEST", [field]]);
  });

  it("with a filter that is none", async () => {
    const { owner } = await makeTenant();
    for (const filter of ["value[gte]=many", "filter={", "stage[above]=new"])
      expect((await owner.get(`/leads/aggregate?${filter}`)).verdict, filter).toBe("400 INVALID_FILTER");
  });

  it("on a resource that the caller may not read, or that is none", async () => {
    const { owner, as } = await makeTenant();
    const narrowed = await as({ role: "owner", resources: ["humans"] });
    expect((await narrowed.get("/leads/aggregate")).verdict).toBe("403 FORBIDDEN");
    expect((await (await as("member")).get("/api-keys/aggregate")).verdict).toBe("403 FORBIDDEN");
    expect((await owner.get("/nothing/aggregate")).verdict).toBe("404 NOT_FOUND");
  });
});

function all(sum: number, avg: number, min: number, max: number): object {
  return { sum: { value: sum }, avg: { value: avg }, min: { value: min }, max: { value: max } };
}

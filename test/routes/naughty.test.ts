import { beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../src/resources/define.ts";
import { type Caller, makeTenant } from "../support/api.ts";
import { NAUGHTY } from "../support/naughty-strings.ts";

type Fields = Record<string, Json>;

/** Each resource with a record whose free texts are all this one. */
const RECORDS: Readonly<Record<string, (text: string) => Fields>> = {
  humans: (text) => ({
    firstName: text,
    lastName: text,
    jobTitle: text,
    company: text,
    notes: text,
    tags: [text.slice(0, 24).toWellFormed()],
    custom: { remark: text },
  }),
  accounts: (text) => ({ name: text, industry: text, notes: text, tags: [] }),
  leads: (text) => ({ title: text, company: text, githubLogin: text, source: text, lostReason: text, notes: text }),
  activities: (text) => ({ kind: "note", summary: text, body: text, occurredAt: "2027-01-01T00:00:00.000Z" }),
  pets: (text) => ({ name: text, species: text.slice(0, 50).toWellFormed(), notes: text }),
  views: (text) => ({ name: text, description: text, resource: "leads", query: JSON.stringify({ q: text }) }),
};

let owner: Caller;
beforeAll(async () => {
  owner = (await makeTenant()).owner;
  const [config = ""] = (await owner.get("/account-config")).ids;
  await owner.patch(`/account-config/${config}`, { customFields: { humans: { remark: { type: "text" } } } });
});

describe("S16: what people type", () => {
  it("is a list of some length, without repetitions", () => {
    expect(NAUGHTY.length).toBeGreaterThanOrEqual(150);
    expect(new Set(NAUGHTY).size).toBe(NAUGHTY.length);
  });

  it.each(Object.keys(RECORDS))("comes back from every field of %s as it was sent", async (resource) => {
    const sent = NAUGHTY.map((text) => RECORDS[resource]?.(text) ?? {});
    const operations = sent.map((data) => ({ op: "create", resource, data }));
    const made = await owner.post("/batch", { operations });
    expect(made.status).toBe(200);
    const pages = await Promise.all(
      [0, 1].map(async (half) =>
        owner.get(`/${resource}?limit=200&id[in]=${made.ids.slice(half * 100, half * 100 + 100)}`),
      ),
    );
    const stored = new Map(pages.flatMap((page) => page.records).map((record) => [record.id, record]));
    const history = new Map(
      (await owner.get(`/changes?limit=1000&resource=${resource}`)).records.map((entry) => [
        entry.recordId,
        entry.after,
      ]),
    );
    for (const [index, id] of made.ids.entries()) {
      expect(made.records[index]).toMatchObject(sent[index] ?? {});
      expect(stored.get(id)).toEqual(made.records[index]);
      expect(history.get(id)).toEqual(made.records[index]);
    }
  });

  it("comes back alone as it comes back in a list", async () => {
    for (const text of NAUGHTY.filter((_, index) => index % 5 === 0)) {
      const made = await owner.make("accounts", { name: text });
      const { record } = await owner.get(`/accounts/${made.id}`);
      expect(record.name).toBe(text);
      expect((await owner.patch(`/accounts/${made.id}`, { notes: text })).record).toMatchObject({
        name: text,
        notes: text,
      });
    }
  });

  it("is found by an equal filter, by a part of it, and by the filter's JSON", async () => {
    for (const text of NAUGHTY) {
      const [made] = (await owner.get(`/accounts?name=${encodeURIComponent(text)}&limit=1&fields=name`)).records;
      expect(made?.name, JSON.stringify(text)).toBe(text);
      const tree = encodeURIComponent(
        JSON.stringify({ name: { contains: text.slice(0, 6).toWellFormed().replaceAll("\ufffd", "") } }),
      );
      expect((await owner.get(`/accounts?filter=${tree}&limit=1`)).records, JSON.stringify(text)).toHaveLength(1);
    }
  });

  it("is searched for without an error, and found by its words", async () => {
    for (const text of NAUGHTY) {
      const q = encodeURIComponent(text);
      for (const path of [`/search?q=${q}`, `/accounts?q=${q}`, `/humans/aggregate?q=${q}`])
        expect((await owner.get(path)).status, `${path} ${JSON.stringify(text)}`).toBe(200);
      expect((await owner.at("").get(`/v1/search?q=${q}`)).status, JSON.stringify(text)).toBe(200);
    }
    for (const [q, text] of [
      ["reboot", "$(reboot)"],
      ["hyperlink example", '=HYPERLINK("https://example.com","x")'],
      ["日本語", "中文 日本語 한국어 ไทย"],
    ] as const)
      expect(
        (await owner.get(`/accounts?q=${encodeURIComponent(q)}&fields=name`)).records.map((record) => record.name),
      ).toContain(text);
  });

  it("is sorted, grouped and paged by", async () => {
    const groups = await owner.get("/accounts/aggregate?groupBy=industry&count=true");
    expect(groups.records.length).toBeGreaterThanOrEqual(NAUGHTY.length);
    const seen: Json[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await owner.get(`/accounts?sort=name&limit=40&fields=name${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.records.map((record) => record.name ?? null));
      cursor = page.cursor;
    }
    expect(seen.length).toBeGreaterThan(NAUGHTY.length);
    expect(new Set(seen)).toEqual(new Set(NAUGHTY));
  });

  it("may name a tenant, a key and a request as far as their rules allow", async () => {
    const tenant = await makeTenant();
    for (const text of NAUGHTY) {
      const named = await tenant.owner.patch("", { name: text });
      expect(named.record.name, JSON.stringify(text)).toBe(text);
      const key = await tenant.owner.post("/api-keys", { name: text, role: "viewer" });
      expect(key.record.name).toBe(text);
    }
  });
});

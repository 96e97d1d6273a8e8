import { describe, expect, it } from "vitest";
import * as z from "zod";
import { config } from "../../src/croft.config.ts";
import { titleOf } from "../../src/protocol/title.ts";
import type { Json, RecordData } from "../../src/resources/define.ts";
import { leastBodies as least } from "../support/least-bodies.ts";
import { resourceOf } from "../support/node-store.ts";

/** The record that a create would store, made as the store makes it. */
function created(name: string, body: unknown): RecordData {
  const resource = resourceOf(name);
  const parsed = resource.create.parse(body);
  const at = "2026-11-21T02:52:58.123Z";
  const nothing = Object.fromEntries([...resource.fields.keys()].map((field) => [field, null]));
  const system = {
    id: `${resource.idPrefix}_1`,
    createdAt: at,
    updatedAt: at,
    createdBy: "usr_1",
    version: 1,
    deletedAt: null,
  };
  return { ...nothing, ...resource.defaults, ...parsed, ...system };
}

/** What is wrong with a body of the resource: `field: sentence`, rules over several fields included. */
function flaws(name: string, body: unknown): string[] {
  const resource = resourceOf(name);
  const parsed = resource.create.safeParse(body);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  const flaw = resource.refine?.(created(name, body));
  return flaw ? [`${flaw.field}: ${flaw.message}`] : [];
}

describe("the resources of the application", () => {
  it("have ids that tell them apart", () => {
    const prefixes = config.resources.map((resource) => resource.idPrefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  it.each(Object.entries(least))("take the least of %s and fill in the rest", (name, { body, holds }) => {
    expect(flaws(name, body)).toEqual([]);
    expect(created(name, body)).toMatchObject({ ...holds, custom: {} });
    expect(titleOf(resourceOf(name).title, created(name, body))).toMatch(/^(?!.*[{}])./);
  });

  it.each(Object.entries(least))("need every field of the least of %s", (name, { body }) => {
    for (const field of Object.keys(body)) {
      const without = Object.fromEntries(Object.entries(body).filter(([other]) => other !== field));
      expect(flaws(name, without), field).not.toEqual([]);
    }
  });

  it.each(Object.entries(least))("refuse fields that %s does not have or that Croft writes", (name, { body }) => {
    for (const field of ["lastNmae", "id", "createdAt", "version", "deletedAt", "constructor"]) {
      expect(resourceOf(name).create.safeParse({ ...body, [field]: "x" }).success, field).toBe(false);
      expect(resourceOf(name).update.safeParse({ [field]: "x" }).success, field).toBe(false);
    }
  });

  it.each(Object.keys(least))("change nothing of %s with an empty PATCH", (name) => {
    expect(resourceOf(name).update.parse({})).toEqual({});
  });

  it.each(Object.keys(least))("let no field of %s be of another kind than its column", (name) => {
    const resource = resourceOf(name);
    const wrong: Record<string, Json> = {
      text: 5,
      date: 5,
      list: "x",
      json: "x",
      integer: "5",
      number: "5",
      boolean: 1,
    };
    for (const field of Object.keys(resource.defaults)) {
      const kind = resource.fields.get(field)?.kind ?? "json";
      expect(resource.update.safeParse({ [field]: wrong[kind] }).success, field).toBe(false);
    }
  });

  it("say of every refusal what is expected", () => {
    for (const name of Object.keys(least)) {
      const all = Object.fromEntries(Object.keys(resourceOf(name).defaults).map((field) => [field, { wrong: [true] }]));
      const parsed = resourceOf(name).update.safeParse({ ...all, custom: {} });
      for (const issue of parsed.error?.issues ?? []) expect(issue.message).toMatch(/^(This|A|Give|An) .*\.$/);
    }
  });

  it("are covered by this test, but for the log, which nobody writes", () => {
    expect([...Object.keys(least), "audit-log"].sort()).toEqual(
      config.resources.map((resource) => resource.name).sort(),
    );
  });
});

describe("rules over several fields", () => {
  it("want a name, a login or an external id of a human", () => {
    const sentence = "lastName: Give at least one of firstName, lastName, githubLogin and externalId.";
    expect(flaws("humans", {})).toEqual([sentence]);
    expect(flaws("humans", { jobTitle: "Boss", firstName: null })).toEqual([sentence]);
    for (const field of ["firstName", "lastName", "githubLogin", "externalId"])
      expect(flaws("humans", { [field]: "x" })).toEqual([]);
  });

  it("want exactly one owner of an address or a number", () => {
    for (const [name, value] of [
      ["emails", { address: "a@b.co" }],
      ["phone-numbers", { number: "+4930123456" }],
    ] as const) {
      const sentence = "humanId: Give either humanId or accountId: it belongs to one human or one account.";
      expect(flaws(name, value)).toEqual([sentence]);
      expect(flaws(name, { ...value, humanId: "hum_1", accountId: "acc_1" })).toEqual([sentence]);
    }
  });

  it("want a subject of an activity whole", () => {
    const body = least.activities?.body;
    expect(flaws("activities", { ...body, subjectId: "hum_1" })).toEqual([
      "subjectResource: Give both subjectResource and subjectId, or neither.",
    ]);
    expect(flaws("activities", { ...body, subjectResource: "humans" })).toEqual([
      "subjectId: Give both subjectResource and subjectId, or neither.",
    ]);
  });

  it("let a flight arrive after it departs, whatever the zones", () => {
    const body = { ...least.flights?.body, departsAt: "2026-12-01T08:00:00+01:00" };
    expect(flaws("flights", { ...body, arrivesAt: "2026-12-01T07:30:00Z" })).toEqual([]);
    expect(flaws("flights", { ...body, arrivesAt: "2026-12-01T07:00:00Z" })).toEqual([
      "arrivesAt: A flight arrives after it departs.",
    ]);
    expect(flaws("flights", { ...body, arrivesAt: "2026-12-01T07:59:00+01:00" })).toHaveLength(1);
  });
});

describe("bounds", () => {
  it.each([
    ["humans", { lastName: "" }, "lastName: This must not be empty."],
    ["humans", { lastName: "x".repeat(201) }, "lastName: This may have at most 200 characters."],
    ["humans", { lastName: "x", notes: "n".repeat(20_001) }, "notes: This may have at most 20000 characters."],
    ["humans", { lastName: "x", githubId: 0 }, "githubId: This must be at least 1."],
    ["humans", { githubLogin: "a b" }, "githubLogin: This must be a GitHub login, such as octocat."],
    ["humans", { lastName: "x", birthday: "2026-02-30" }, "birthday: This must be a day, such as 1987-03-21."],
    ["humans", { lastName: "x", tags: null }, "tags: This must be a list of texts."],
    ["accounts", { name: "A", size: -1 }, "size: This must be at least 0."],
    [
      "accounts",
      { name: "A", website: "javascript:alert(1)" },
      "website: This must be a web address that starts with http:// or https://.",
    ],
    ["leads", { value: -1 }, "value: This must be at least 0."],
    ["leads", { value: 0.5 }, "value: This must be a whole number between -(2^53 - 1) and 2^53 - 1."],
    ["leads", { stage: "open" }, "stage: This must be one of new, contacted, qualified, proposal, won, lost."],
    ["geo-interests", { ...least["geo-interests"]?.body, latitude: 90.001 }, "latitude: This must be at most 90."],
    [
      "geo-interests",
      { ...least["geo-interests"]?.body, longitude: -180.001 },
      "longitude: This must be at least -180.",
    ],
    ["geo-interests", { ...least["geo-interests"]?.body, radius: 0 }, "radius: This must be more than 0 metres."],
    [
      "flights",
      { ...least.flights?.body, carrier: "lh" },
      "carrier: This must be an IATA or ICAO airline code of two or three capital letters or digits, such as LH.",
    ],
    [
      "flights",
      { ...least.flights?.body, to: "FRAN" },
      "to: This must be an IATA airport code of three capital letters, such as FRA.",
    ],
    ["flights", { ...least.flights?.body, seats: -1 }, "seats: This must be at least 0."],
    ["bookings", { ...least.bookings?.body, seats: 0 }, "seats: This must be at least 1."],
    ["bookings", { ...least.bookings?.body, humanId: null }, "humanId: This must be text."],
    ["pets", { name: "Rex", species: "dog", weightGrams: 0 }, "weightGrams: This must be at least 1."],
    [
      "activities",
      { ...least.activities?.body, subjectResource: "../x", subjectId: "x" },
      "subjectResource: This must be the name of a resource, such as accounts.",
    ],
    [
      "views",
      { ...least.views?.body, resource: "Leads" },
      "resource: This must be the name of a resource, such as leads.",
    ],
    ["views", { ...least.views?.body, layout: "pie" }, "layout: This must be one of table, board, calendar, map."],
    ...["", "[]", "null", "{", '{"q":"a","q":"b"}'].map((query): [string, Json, string] => [
      "views",
      { ...least.views?.body, query },
      'query: This must be a JSON object as text, such as {"filter":{"stage":"new"},"sort":["-value"]}.',
    ]),
    [
      "views",
      { ...least.views?.body, query: `{"q":"${"x".repeat(16_384)}"}` },
      "query: This may have at most 16384 characters.",
    ],
    ["account-config", { timezone: "Mars/Olympus" }, "timezone: This must be a time zone, such as Europe/Berlin."],
    ["account-config", { locale: "not a locale" }, "locale: This must be a language tag, such as en or de-CH."],
  ])("refuse %s %j", (name, body, sentence) => {
    expect(flaws(name, body)).toContain(sentence);
  });
});

describe("access", () => {
  it("keeps what Croft writes from everyone", () => {
    for (const name of ["audit-log", "error-log"]) {
      expect(resourceOf(name).access).toEqual({ read: "admin", create: null, update: null, delete: null, purge: null });
    }
    expect(resourceOf("api-keys").access).toMatchObject({ read: "admin", create: null });
    const handled = { create: null, update: null, delete: null, purge: null };
    expect(resourceOf("members").access).toEqual({ ...handled, read: "viewer" });
    expect(resourceOf("follows").access).toEqual({ ...handled, read: "viewer" });
    expect(resourceOf("invitations").access).toEqual({ ...handled, read: "admin" });
    expect(resourceOf("account-config").access).toEqual({
      read: "viewer",
      create: null,
      update: "admin",
      delete: null,
      purge: null,
    });
    expect(resourceOf("documents").access).toMatchObject({ create: null, update: "member" });
  });

  it("shows the directory only what people search for", () => {
    const hidden = config.resources.filter((resource) => !resource.directory).map((resource) => resource.name);
    expect(hidden.sort()).toEqual([
      "account-config",
      "api-keys",
      "audit-log",
      "bookings",
      "error-log",
      "follows",
      "invitations",
      "members",
      "views",
    ]);
  });
});

describe("the reference", () => {
  it("can say what every body is made of, with examples that are accepted", () => {
    for (const resource of config.resources) {
      const { properties = {} } = z.toJSONSchema(resource.create, { io: "input" });
      for (const [field, schema] of Object.entries(properties)) {
        const examples = typeof schema === "object" ? (schema.examples ?? []) : [];
        for (const example of examples)
          expect(resource.update.safeParse({ [field]: example }).success, field).toBe(true);
      }
    }
    const flight = z.toJSONSchema(resourceOf("flights").create, { io: "input" });
    expect(flight.required).toEqual(["carrier", "number", "from", "to", "departsAt", "arrivesAt", "seats"]);
    expect(flight.properties?.arrivesAt).toMatchObject({ format: "date-time", examples: ["2026-11-21T10:40:00.000Z"] });
  });
});

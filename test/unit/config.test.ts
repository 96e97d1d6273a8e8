import { readFileSync } from "node:fs";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { config } from "../../src/croft.config.ts";
import { systemColumns, textList } from "../../src/resources/columns.ts";
import { type Config, type ConfigInput, defineConfig, type Plan } from "../../src/resources/config.ts";
import { defineResource, type Resource } from "../../src/resources/define.ts";

const access = { read: "viewer", create: "admin", update: "admin", delete: "admin", purge: "admin" };

const boats = defineResource({
  name: "boats",
  idPrefix: "boat",
  description: "Boats.",
  table: sqliteTable("boats", {
    ...systemColumns(),
    name: text("name").notNull(),
    size: integer("size"),
    crew: textList("crew"),
  }),
  fields: z.strictObject({ name: z.string() }),
  title: ["{name}"],
  search: ["name"],
  access,
});

const quota = { quota: 10, window: 60 };
const plan: Plan = {
  reads: quota,
  writes: quota,
  perCredential: { reads: quota, writes: quota },
  maxSockets: 1,
  storageBytes: 1,
};

const valid: ConfigInput = {
  name: "Harbour",
  resources: [boats],
  roles: ["admin", "viewer"],
  plans: { free: plan },
  defaultPlan: "free",
  retention: { changeLogDays: 1, idempotencyHours: 1, errorLogDays: 1 },
  allowedOrigins: ["https://app.example.com", "http://localhost:5173"],
  tenantsPerPerson: 1,
  unauthenticatedPerMinute: 1,
  upstreams: { github: { baseUrl: "https://api.github.com" } },
};

/** The configuration with one more resource, made from `boats` by changing what is given. */
const withResource = (change: Partial<Resource>): ConfigInput => ({
  ...valid,
  resources: [boats, { ...boats, name: "ships", idPrefix: "ship", table: "ships", ...change }],
});

describe("defineConfig", () => {
  it("finds resources by name and ranks roles", () => {
    const made = defineConfig(valid);
    expect(made.resourceByName.get("boats")).toBe(boats);
    expect(made.resourceByName.get("constructor")).toBeUndefined();
    const { roleRank } = made;
    expect([roleRank("admin"), roleRank("viewer"), roleRank("owner"), roleRank("constructor")]).toEqual([1, 0, -1, -1]);
  });

  it("is frozen all the way down, and leaves what it was given alone", () => {
    const made: Config = defineConfig(valid);
    for (const part of [
      made,
      made.plans,
      made.plans.free,
      made.plans.free?.perCredential.reads,
      made.roles,
      made.resources,
      made.retention,
      made.upstreams.github,
    ]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(Object.isFrozen(plan)).toBe(false);
    expect(defineConfig(withResource({})).resources).toHaveLength(2);
  });

  const wrong: [string, ConfigInput, string][] = [
    ["no name", { ...valid, name: " " }, 'Configuration: "name" is empty; give the application a name.'],
    ["no roles", { ...valid, roles: [] }, 'Configuration: "roles" is empty; name at least one role.'],
    [
      "a strange role",
      { ...valid, roles: ["Admin"] },
      'Configuration: the role "Admin" must be kebab-case, 1 to 40 characters.',
    ],
    [
      "a role twice",
      { ...valid, roles: ["admin", "viewer", "admin"] },
      'Configuration: the role "admin" is listed twice; remove one.',
    ],
    [
      "an unknown plan",
      { ...valid, defaultPlan: "gold" },
      'Configuration: "defaultPlan" is "gold", but "plans" has no such plan; it has: free.',
    ],
    [
      "an inherited plan",
      { ...valid, defaultPlan: "toString" },
      'Configuration: "defaultPlan" is "toString", but "plans" has no such plan; it has: free.',
    ],
    [
      "no plans",
      { ...valid, plans: {} },
      'Configuration: "defaultPlan" is "free", but "plans" has no such plan; it has: none.',
    ],
    [
      "a strange plan",
      { ...valid, plans: { "Free!": plan } },
      'Configuration: the plan "Free!" must be kebab-case, 1 to 40 characters.',
    ],
    [
      "negative reads",
      { ...valid, plans: { free: { ...plan, reads: { quota: -1, window: 60 } } } },
      'Configuration: "plans.free.reads.quota" is -1; it must be a whole number of at least 1.',
    ],
    [
      "half a second",
      { ...valid, plans: { free: { ...plan, writes: { quota: 1, window: 0.5 } } } },
      'Configuration: "plans.free.writes.window" is 0.5; it must be a whole number of at least 1.',
    ],
    [
      "a credential that may do nothing",
      { ...valid, plans: { free: { ...plan, perCredential: { reads: quota, writes: { quota: 0, window: 1 } } } } },
      'Configuration: "plans.free.perCredential.writes.quota" is 0; it must be a whole number of at least 1.',
    ],
    [
      "more sockets than an object holds",
      { ...valid, plans: { free: { ...plan, maxSockets: 32_769 } } },
      'Configuration: "plans.free.maxSockets" is 32769; an object holds at most 32768 sockets.',
    ],
    [
      "negative sockets",
      { ...valid, plans: { free: { ...plan, maxSockets: -1 } } },
      'Configuration: "plans.free.maxSockets" is -1; it must be a whole number of at least 0.',
    ],
    [
      "half a repository",
      { ...valid, plans: { free: { ...plan, maxFollows: 0.5 } } },
      'Configuration: "plans.free.maxFollows" is 0.5; it must be a whole number of at least 0.',
    ],
    [
      "negative records",
      { ...valid, plans: { free: { ...plan, maxRecords: -1 } } },
      'Configuration: "plans.free.maxRecords" is -1; it must be a whole number of at least 0.',
    ],
    [
      "no storage",
      { ...valid, plans: { free: { ...plan, storageBytes: 0 } } },
      'Configuration: "plans.free.storageBytes" is 0; it must be a whole number of at least 1.',
    ],
    [
      "no history",
      { ...valid, retention: { ...valid.retention, changeLogDays: 0 } },
      'Configuration: "retention.changeLogDays" is 0; it must be a whole number of at least 1.',
    ],
    [
      "endless requests",
      { ...valid, unauthenticatedPerMinute: Number.POSITIVE_INFINITY },
      'Configuration: "unauthenticatedPerMinute" is Infinity; it must be a whole number of at least 1.',
    ],
    [
      "an origin with a path",
      { ...valid, allowedOrigins: ["https://app.example.com/"] },
      'Configuration: "allowedOrigins" lists "https://app.example.com/", which is no origin; write scheme and host alone, such as https://app.example.com.',
    ],
    [
      "every origin",
      { ...valid, allowedOrigins: ["*"] },
      'Configuration: "allowedOrigins" lists "*", which is no origin; write scheme and host alone, such as https://app.example.com.',
    ],
    [
      "an upstream with a slash",
      { ...valid, upstreams: { github: { baseUrl: "https://api.github.com/" } } },
      'Configuration: "upstreams.github.baseUrl" is "https://api.github.com/"; it must be an http or https address without a slash at the end.',
    ],
    [
      "a path of Croft's own",
      withResource({ name: "live" }),
      'Resource "live": the path /live is Croft\'s own; choose another name.',
    ],
    [
      "the path of the directory",
      withResource({ name: "directory" }),
      'Resource "directory": the path /directory is Croft\'s own; choose another name.',
    ],
    ["a name twice", withResource({ name: "boats" }), 'Resource "boats": another resource has this name; rename one.'],
    [
      "a prefix twice",
      withResource({ idPrefix: "boat" }),
      'Resource "ships": "boats" has the idPrefix "boat" too; change one.',
    ],
    [
      "a table twice",
      withResource({ table: "boats" }),
      'Resource "ships": "boats" uses the table "boats" too; give each its own.',
    ],
    [
      "a role nobody has",
      withResource({ access: { ...access, update: "captain" } }),
      'Resource "ships": "access.update" is the role "captain", which "roles" does not list; use one of admin, viewer.',
    ],
    [
      "an exempt role nobody has",
      withResource({ ownRows: { exempt: "captain", actions: ["read"] } }),
      'Resource "ships": "ownRows.exempt" is the role "captain", which "roles" does not list; use one of admin, viewer.',
    ],
    [
      "a state without a next",
      withResource({ transitions: { field: "name", start: ["new"], next: { new: ["old"] } } }),
      'Resource "ships": "transitions" leads to "old", but "next" has no entry for it; add one (an empty list makes it final).',
    ],
    [
      "a relation to nowhere",
      withResource({ relations: { harbour: { kind: "one", resource: "harbours", field: "name" } } }),
      'Resource "ships": relation "harbour" leads to "harbours", which is not in "resources"; add that resource or remove the relation.',
    ],
    [
      "a relation by a missing field",
      withResource({ relations: { boats: { kind: "many", resource: "boats", field: "shipId" } } }),
      'Resource "ships": relation "boats" needs the field "shipId" of "boats", which it does not have.',
    ],
    [
      "a relation by a number",
      withResource({ relations: { boat: { kind: "one", resource: "boats", field: "size" } } }),
      'Resource "ships": relation "boat" needs "size" of "ships" to be a text column; it is integer.',
    ],
    [
      "a list relation by a text",
      withResource({ relations: { mates: { kind: "list", resource: "boats", field: "name" } } }),
      'Resource "ships": relation "mates" needs "name" of "ships" to be a list column; it is text.',
    ],
  ];
  it.each(wrong)("refuses %s in a sentence of its own", (_what, input, sentence) => {
    expect(() => defineConfig(input)).toThrow(new Error(sentence));
  });

  it("has a sentence for each fault that no other fault has", () => {
    const sentences = wrong.map(([, , sentence]) => sentence);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it("accepts relations of every kind", () => {
    const relations = {
      boat: { kind: "one", resource: "boats", field: "name" },
      crew: { kind: "list", resource: "boats", field: "crew" },
      boats: { kind: "many", resource: "boats", field: "name" },
    } as const;
    expect(defineConfig(withResource({ relations })).resources).toHaveLength(2);
  });
});

describe("the configuration that ships", () => {
  it("gives every tenant at least 100 reads and 25 writes a second, and a minute's worth at once", () => {
    const free = config.plans[config.defaultPlan];
    for (const limits of [free, free?.perCredential]) {
      expect(limits?.reads).toEqual({ quota: 6_000, window: 60 });
      expect(limits?.writes).toEqual({ quota: 1_500, window: 60 });
    }
    expect(config.plans.pro?.reads.quota).toBe(60_000);
    expect(config.plans.pro?.writes.quota).toBe(15_000);
    expect(Object.keys(config.plans)).toEqual(["free", "pro", "unlimited"]);
  });

  it("ranks owner over admin over member over viewer", () => {
    const ranks = ["owner", "admin", "member", "viewer", "nobody"].map(config.roleRank);
    expect(ranks).toEqual([3, 2, 1, 0, -1]);
  });
});

describe("the paths of a tenant's own calls", () => {
  // Read as text: the table itself needs workerd.
  const table = readFileSync(new URL("../../objects/tenant/routes.ts", import.meta.url), "utf8");
  const first = [...table.matchAll(/\["[A-Z]+", "\/([a-z-]+)[/"]/g)].map(([, name = ""]) => name);
  // A resource that is configured, with calls of its own for writing.
  const own = [...new Set(first)].filter((name) => !config.resourceByName.has(name));

  it("are names that no resource may have", () => {
    expect(own).toEqual(expect.arrayContaining(["batch", "directory", "search", "changes"]));
    for (const name of own) expect(() => defineConfig(withResource({ name }))).toThrow("choose another name");
  });
});

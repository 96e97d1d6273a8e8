/** Small resources with a field of every kind and a relation of every kind, and queries over them. */
import { integer, real, type SQLiteTable, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { valuesOf } from "../../objects/records/codec.ts";
import type { Database } from "../../objects/records/database.ts";
import type { QueryScope } from "../../objects/records/scope.ts";
import type { Filter } from "../../src/protocol/filter.ts";
import { instant, jsonObject, systemColumns, textList } from "../../src/resources/columns.ts";
import { type Access, defineResource, type Json, type RecordData, type Resource } from "../../src/resources/define.ts";
import type { FieldKind } from "../../src/resources/fields.ts";
import { createTable, SEARCH_TABLES } from "./table-text.ts";

const access: Access = { read: "viewer", create: "member", update: "member", delete: "member", purge: "admin" };

const thingsTable = sqliteTable("things", {
  ...systemColumns(),
  name: text("name").notNull(),
  nick: text("nick"),
  amount: integer("amount"),
  level: integer("level").notNull(),
  ratio: real("ratio"),
  active: integer("active", { mode: "boolean" }),
  due: instant("due"),
  tags: textList("tags"),
  meta: jsonObject("meta"),
  secret: text("secret"),
  ownerId: text("owner_id"),
  labelIds: textList("label_ids"),
  count: integer("count"),
});

const ownersTable = sqliteTable("owners", {
  ...systemColumns(),
  title: text("title").notNull(),
  size: integer("size"),
});
const labelsTable = sqliteTable("labels", {
  ...systemColumns(),
  title: text("title").notNull(),
  size: integer("size"),
});
const notesTable = sqliteTable("notes", {
  ...systemColumns(),
  title: text("title").notNull(),
  size: integer("size"),
  thingId: text("thing_id"),
});
const listsTable = sqliteTable("lists", {
  ...systemColumns(),
  title: text("title").notNull(),
  size: integer("size"),
  thingIds: textList("thing_ids"),
});
const vaultsTable = sqliteTable("vaults", {
  ...systemColumns(),
  title: text("title").notNull(),
  size: integer("size"),
});

const tables = [thingsTable, ownersTable, labelsTable, notesTable, listsTable, vaultsTable];

export const things = defineResource({
  name: "things",
  idPrefix: "thi",
  description: "Things of every kind.",
  table: thingsTable,
  fields: z.strictObject({}),
  title: ["{name}"],
  search: ["name", "nick"],
  unfilterable: ["secret"],
  relations: {
    owner: { kind: "one", resource: "owners", field: "ownerId" },
    labels: { kind: "list", resource: "labels", field: "labelIds" },
    notes: { kind: "many", resource: "notes", field: "thingId" },
    lists: { kind: "many", resource: "lists", field: "thingIds" },
    vault: { kind: "one", resource: "vaults", field: "ownerId" },
    attic: { kind: "one", resource: "attics", field: "ownerId" },
  },
  access,
});

/** A resource that others relate to; it has a title and a size. */
const neighbour = (name: string, idPrefix: string, table: SQLiteTable): Resource =>
  defineResource({
    name,
    idPrefix,
    description: "Things nearby.",
    table,
    fields: z.strictObject({}),
    title: ["{title}"],
    search: [],
    relations: name === "owners" ? { back: { kind: "many", resource: "things", field: "ownerId" } } : {},
    access,
  });

const related = {
  owners: neighbour("owners", "own", ownersTable),
  labels: neighbour("labels", "lab", labelsTable),
  vaults: neighbour("vaults", "vau", vaultsTable),
  notes: defineResource({
    name: "notes",
    idPrefix: "not",
    description: "Notes on things.",
    table: notesTable,
    fields: z.strictObject({}),
    title: ["{title}"],
    search: [],
    access,
  }),
  lists: defineResource({
    name: "lists",
    idPrefix: "lis",
    description: "Lists of things.",
    table: listsTable,
    fields: z.strictObject({}),
    title: ["{title}"],
    search: [],
    access,
  }),
};

export const resources: ReadonlyMap<string, Resource> = new Map(
  [things, ...Object.values(related)].map((resource) => [resource.name, resource]),
);

/** The tenant's own fields of things, one of each kind. */
export const CUSTOM: ReadonlyMap<string, FieldKind> = new Map([
  ["tier", "text"],
  ["score", "integer"],
  ["weight", "number"],
  ["vip", "boolean"],
  ["since", "date"],
  ["words", "list"],
  ["blob", "json"],
]);

/** 2026-11-21 is a Saturday. */
export const NOW = Date.parse("2026-11-21T10:20:30.456Z");

/** What a member sees: everything but vaults; `rules` narrows rows by resource. */
export function scopeOf(rules: Readonly<Record<string, Filter>> = {}, resource: Resource = things): QueryScope {
  return {
    resource,
    resources,
    readable: (name) => name !== "vaults",
    rowRule: (name) => rules[name] ?? null,
    custom: (name) => (name === "things" ? CUSTOM : new Map([["tier", "text"]])),
    now: NOW,
  };
}

/** Makes every table of this file, and the full-text index. */
export const THINGS_TABLES = tables.map(createTable).join("\n") + SEARCH_TABLES;

/** A living record of a resource with these fields; the others are null, empty or 0. */
export function record(
  id: string,
  fields: Readonly<Record<string, Json>> = {},
  resource: Resource = things,
): RecordData {
  const values: Record<string, Json> = {};
  for (const { name, kind, nullable } of resource.fields.values()) {
    if (kind === "list") values[name] = [];
    else values[name] = nullable ? null : (EMPTY[kind] ?? "");
  }
  const at = "2026-01-02T03:04:05.678Z";
  const system = { id, createdAt: at, updatedAt: at, createdBy: "usr_1", version: 1, deletedAt: null };
  return { ...values, ...system, ...fields };
}

const EMPTY: Partial<Record<FieldKind, Json>> = { integer: 0, json: {} };

export function insert(database: Database, records: readonly RecordData[], resource: Resource = things): void {
  const columns = [...resource.fields.values()];
  const statement = `INSERT INTO "${resource.table}" VALUES (${columns.map(() => "?").join(", ")})`;
  for (const item of records) database.sql.exec(statement, ...valuesOf(resource, item));
}

/** Makes living things findable by full-text search. */
export function index(database: Database, records: readonly RecordData[]): void {
  const statement = "INSERT INTO search_docs (record_id, resource, title, body) VALUES (?, ?, ?, ?)";
  for (const item of records) {
    if (item.deletedAt === null)
      database.sql.exec(statement, item.id, "things", String(item.name), String(item.nick ?? ""));
  }
  database.sql.exec("INSERT INTO search_fts (search_fts) VALUES ('rebuild')");
}

export function empty(database: Database): void {
  for (const resource of resources.values()) database.sql.exec(`DELETE FROM "${resource.table}"`);
}

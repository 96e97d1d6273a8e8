import { blob, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { instant, jsonObject, systemColumns, textList } from "../../src/resources/columns.ts";
import { defineResource } from "../../src/resources/define.ts";
import { fieldsOf } from "../../src/resources/fields.ts";

const table = sqliteTable("boats", {
  ...systemColumns(),
  boatName: text("boat_name").notNull(),
  flag: text("flag"),
  length: real("length").notNull(),
  crewSize: integer("crew_size"),
  afloat: integer("afloat", { mode: "boolean" }).notNull(),
  builtAt: instant("built_at"),
  ports: textList("ports"),
  papers: jsonObject("papers"),
  inspectedAt: instant("inspected_at"),
});

const input: Parameters<typeof defineResource>[0] = {
  name: "boats",
  idPrefix: "boat",
  description: "Boats.",
  table,
  fields: z.strictObject({
    boatName: z.string(),
    flag: z.string().nullable(),
    length: z.number(),
    afloat: z.boolean(),
    ports: z.array(z.string()),
  }),
  defaults: { afloat: true, ports: [] },
  immutable: ["flag"],
  title: ["{boatName}"],
  search: ["boatName"],
  unfilterable: ["length"],
  access: { read: "viewer", create: "member", update: "member", delete: "member", purge: "admin" },
};

describe("defineResource", () => {
  const boats = defineResource(input);

  it("reads kinds, columns and what may be null from the table", () => {
    const fields = Object.fromEntries(
      [...boats.fields.values()].map((field) => [
        field.name,
        `${field.column} ${field.kind}${field.nullable ? "?" : ""}`,
      ]),
    );
    expect(fields).toMatchObject({
      id: "id text",
      createdAt: "created_at date",
      deletedAt: "deleted_at date?",
      version: "version integer",
      custom: "custom json",
      boatName: "boat_name text",
      length: "length number",
      afloat: "afloat boolean",
      builtAt: "built_at date?",
      ports: "ports list",
      papers: "papers json?",
    });
    expect(boats.table).toBe("boats");
    expect(boats.systemColumns).toBe(true);
  });

  it("lets filters use all fields but objects and those it is told of", () => {
    const unfilterable = [...boats.fields.values()].filter((field) => !field.filterable).map((field) => field.name);
    expect(unfilterable).toEqual(["custom", "length", "papers"]);
  });

  it("takes what may be null or has a default as optional on create", () => {
    expect(boats.create.parse({ boatName: "Argo", length: 30 })).toEqual({ boatName: "Argo", length: 30 });
    expect(boats.create.safeParse({ boatName: "Argo" }).success).toBe(false);
    expect(boats.create.safeParse({ boatName: "Argo", length: 30, inspectedAt: null }).success).toBe(false);
  });

  it("takes any part of it on update, but for what never changes", () => {
    expect(boats.update.parse({ custom: { a: [1] } })).toEqual({ custom: { a: [1] } });
    expect(boats.update.safeParse({ flag: "DE" }).success).toBe(false);
  });

  it("has defaults for what a client may send, and none for Croft's own columns", () => {
    expect(boats.defaults).toEqual({ boatName: null, flag: null, length: null, afloat: true, ports: [], custom: {} });
  });

  it("shows the directory what can be searched, unless told otherwise", () => {
    expect(boats.directory).toBe(true);
    expect(defineResource({ ...input, directory: false }).directory).toBe(false);
    expect(defineResource({ ...input, search: [] }).directory).toBe(false);
  });

  const relation = { kind: "one", resource: "ports", field: "portId" } as const;
  it.each([
    ["the name must be kebab-case, 2 to 40 characters.", { name: "Boats" }],
    ["idPrefix must be 2 to 5 lower-case letters.", { idPrefix: "b" }],
    [
      '"fields" names "mast", but the table has no such column.',
      { fields: z.strictObject({ mast: z.string() }), defaults: {}, immutable: [] },
    ],
    [
      '"version" is a system field; remove it from "fields".',
      { fields: z.strictObject({ version: z.int() }), defaults: {}, immutable: [] },
    ],
    ['"search", "immutable" or "unique" names "mast", but the table has no such column.', { search: ["mast"] }],
    [
      '"search", "immutable" or "unique" names "mast", but the table has no such column.',
      { unique: [{ field: "mast" }] },
    ],
    ['"title" is empty; give at least one template, such as "{id}".', { title: [] }],
    ['"title" has "Boat", which names no field; name one, such as "{id}".', { title: ["{boatName}", "Boat"] }],
    ['"title" names "mast", but the table has no such column.', { title: ["{boatName} {mast}"] }],
    ['relation "port" uses the missing field "portId".', { relations: { port: relation } }],
    ['relation "flag" has the name of a field.', { relations: { flag: { ...relation, field: "flag" } } }],
    ['"transitions" uses the missing field "state".', { transitions: { field: "state", start: [], next: {} } }],
  ])("refuses contradictions (%#): %s", (sentence, change) => {
    expect(() => defineResource({ ...input, ...change })).toThrow(sentence);
  });

  it("refuses more columns than the platform has", () => {
    const columns = Object.fromEntries(Array.from({ length: 94 }, (_, index) => [`c${index}`, text(`c${index}`)]));
    const wide = sqliteTable("wide", { ...systemColumns(), ...columns });
    const parts = { ...input, table: wide, fields: z.strictObject({}), defaults: {}, immutable: [], search: [] };
    expect(() => defineResource(parts)).toThrow("a table may have at most 100 columns.");
  });

  it("refuses columns whose values no record can carry", () => {
    expect(() => fieldsOf(sqliteTable("files", { data: blob("data") }))).toThrow(
      'Field "data": column type SQLiteBlobBuffer is not supported',
    );
  });
});

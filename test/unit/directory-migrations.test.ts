import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { getTableConfig } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { entries, memberships, tenants } from "../../src/directory/tables.ts";

const FOLDER = new URL("../../migrations/directory/", import.meta.url);
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".sql"))
  .sort();
const read = (path: string) => readFileSync(new URL(path, FOLDER), "utf8");

const schema = (database: DatabaseSync) =>
  database
    .prepare("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
    .all();

describe("the migrations of the directory", () => {
  it("each lead back to exactly the schema before", () => {
    const database = new DatabaseSync(":memory:");
    for (const name of names) {
      const before = schema(database);
      database.exec(read(name));
      const after = schema(database);
      database.exec(read(`down/${name}`));
      expect(schema(database), name).toEqual(before);
      database.exec(read(name));
      expect(schema(database), name).toEqual(after);
    }
    expect(names).not.toEqual([]);
  });

  it.each([entries, memberships, tenants])("make the table that the code expects, and make it strict", (table) => {
    const database = new DatabaseSync(":memory:");
    for (const name of names) database.exec(read(name));
    const { name, columns } = getTableConfig(table);
    // Generated columns are hidden ones.
    const found = database.prepare('SELECT name, type, "notnull" FROM pragma_table_xinfo(?) ORDER BY cid').all(name);
    expect(found.map((column) => ({ ...column }))).toEqual(
      columns.map((column) => ({
        name: column.name,
        type: column.getSQLType().toUpperCase(),
        notnull: Number(column.notNull),
      })),
    );
    const list = database.prepare("SELECT strict FROM pragma_table_list WHERE name = ?").all(name);
    expect(list.map((row) => row.strict)).toEqual([1]);
  });
});

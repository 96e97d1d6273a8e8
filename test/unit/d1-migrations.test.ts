import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { unstable_splitSqlQuery as splitSqlQuery } from "wrangler";
import { statementsOf } from "../../scripts/d1-migrations.ts";
import * as authTables from "../../src/auth/worker/tables.ts";
import {
  entries,
  memberships,
  repositories,
  repositoryNames,
  repositoryTenants,
  tenants,
} from "../../src/directory/tables.ts";

/** The databases in D1, and the tables that the code expects there. */
const DATABASES = [
  { folder: "directory", tables: [entries, memberships, repositories, repositoryNames, repositoryTenants, tenants] },
  { folder: "auth", tables: Object.values(authTables).filter((value) => is(value, SQLiteTable)) },
];

function readMigrations(folder: string) {
  const path = (name: string) => new URL(`../../migrations/${folder}/${name}`, import.meta.url);
  const names = readdirSync(path("")).filter((file) => file.endsWith(".sql"));
  return names.sort().map((name) => ({
    name,
    up: readFileSync(path(name), "utf8"),
    down: readFileSync(path(`down/${name}`), "utf8"),
  }));
}

const schema = (database: DatabaseSync) =>
  database
    .prepare("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
    .all();

describe.each(DATABASES)("the migrations of $folder", ({ folder, tables }) => {
  const migrations = readMigrations(folder);

  it("separate their statements as they are read, and as wrangler does", () => {
    const bare = (statement: string) =>
      statement
        .replaceAll(/^\s*--.*$/gm, "")
        .trim()
        .replace(/;$/, "");
    for (const { name, up } of migrations)
      expect(statementsOf(up).map(bare), name).toEqual(splitSqlQuery(up).map(bare).filter(Boolean));
  });

  it("each lead back to exactly the schema before", () => {
    const database = new DatabaseSync(":memory:");
    for (const { name, up, down } of migrations) {
      const before = schema(database);
      database.exec(up);
      const after = schema(database);
      database.exec(down);
      expect(schema(database), name).toEqual(before);
      database.exec(up);
      expect(schema(database), name).toEqual(after);
    }
    expect(migrations).not.toEqual([]);
  });

  it.each(tables.map((table) => [getTableConfig(table).name, table] as const))(
    "make the table %s as the code expects it, and make it strict",
    (name, table) => {
      const database = new DatabaseSync(":memory:");
      for (const { up } of migrations) database.exec(up);
      const { columns } = getTableConfig(table);
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
    },
  );
});

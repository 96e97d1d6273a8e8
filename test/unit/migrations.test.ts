import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../objects/records/database.ts";
import { isMigrated, type Migration, migrate, migrateDown } from "../../objects/records/migrate.ts";
import { config } from "../../src/croft.config.ts";
import { openSqlite } from "../support/sqlite.ts";
import { readTenantMigrations } from "../support/tenant-migrations.ts";

const NOW = Date.UTC(2026, 10, 21, 2, 52, 58, 123);
const tenantMigrations = readTenantMigrations();
const ids = tenantMigrations.map((migration) => migration.id);

/** Everything SQLite knows of the schema, by name. */
function schemaOf(database: Database) {
  return database.sql.exec("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").toArray();
}

const BREAK = "\n--> statement-breakpoint\n";
const step = (id: string, table: string): Migration => ({
  id,
  up: `CREATE TABLE ${table} (a TEXT) STRICT`,
  down: `DROP TABLE ${table}`,
});
const first = step("0000_first", "one");
const second = step("0001_second", "two");
const third = step("0002_third", "three");

let database: Database;
beforeEach(() => {
  database = openSqlite();
});

describe("migrate", () => {
  it("applies what is pending, once, and says what it did", () => {
    expect(migrate(database, [first, second], NOW)).toEqual(["0000_first", "0001_second"]);
    expect(migrate(database, [first, second], NOW)).toEqual([]);
    expect(migrate(database, [first, second, third], NOW)).toEqual(["0002_third"]);
    expect(database.sql.exec("SELECT * FROM migrations WHERE id = '0002_third'").toArray()).toEqual([
      { id: "0002_third", applied_at: "2026-11-21T02:52:58.123Z" },
    ]);
  });

  it("stops at the migration it is asked to stop at", () => {
    expect(migrate(database, [first, second, third], NOW, "0001_second")).toEqual(["0000_first", "0001_second"]);
    expect(() => migrate(database, [first], NOW, "0009_none")).toThrow('There is no migration "0009_none".');
  });

  it("leaves the version before when a migration dies half-way", () => {
    migrate(database, [first], NOW);
    const before = schemaOf(database);
    const broken = {
      id: "0001_broken",
      up: `CREATE TABLE half (a TEXT) STRICT${BREAK}INSERT INTO nowhere VALUES (1)`,
      down: "",
    };
    expect(() => migrate(database, [first, broken], NOW)).toThrow("nowhere");
    expect(schemaOf(database)).toEqual(before);
    expect(migrate(database, [first, second], NOW)).toEqual(["0001_second"]);
  });

  it("keeps what was applied before the one that fails", () => {
    const broken = { id: "0001_broken", up: "not SQL", down: "" };
    expect(() => migrate(database, [first, broken], NOW)).toThrow();
    expect(migrate(database, [first], NOW)).toEqual([]);
  });

  it("leaves nothing behind when the very first migration dies", () => {
    const broken = { id: "0000_broken", up: `CREATE TABLE half (a TEXT) STRICT${BREAK}not SQL`, down: "" };
    expect(() => migrate(database, [broken], NOW)).toThrow();
    expect(schemaOf(database)).toEqual([]);
    expect(isMigrated(database)).toBe(false);
  });

  it("refuses a database that another branch has migrated", () => {
    const late = step("0001_a_late_branch", "late");
    migrate(database, [first, second], NOW);
    const before = schemaOf(database);
    expect(() => migrate(database, [first, late, third], NOW)).toThrow(
      'Migration 2 of this database is "0001_second", but the code has "0001_a_late_branch" there.',
    );
    expect(() => migrateDown(database, [first, late], null)).toThrow("renumber the newer one");
    expect(schemaOf(database)).toEqual(before);
  });

  it("refuses migrations that are listed out of order", () => {
    expect(() => migrate(database, [second, first], NOW)).toThrow(
      'Migration "0000_first" is listed after "0001_second": ids must ascend.',
    );
    expect(() => migrate(database, [first, first], NOW)).toThrow("ids must ascend");
    expect(schemaOf(database)).toEqual([]);
  });

  it("leaves a database alone that is ahead of the code", () => {
    migrate(database, [first, second, third], NOW);
    const before = schemaOf(database);
    expect(migrate(database, [first, second], NOW)).toEqual([]);
    expect(schemaOf(database)).toEqual(before);
    expect(() => migrateDown(database, [first, second], null)).toThrow("ahead of this code by 0002_third");
  });
});

describe("migrateDown", () => {
  it("takes back the newest first, down to the one that stays", () => {
    migrate(database, [first, second, third], NOW);
    expect(migrateDown(database, [first, second, third], "0000_first")).toEqual(["0002_third", "0001_second"]);
    expect(migrate(database, [first, second], NOW)).toEqual(["0001_second"]);
  });

  it("leaves the version it could not take back", () => {
    const stuck = { ...second, down: `DROP TABLE two${BREAK}DROP TABLE nowhere` };
    migrate(database, [first, stuck], NOW);
    const before = schemaOf(database);
    expect(() => migrateDown(database, [first, stuck], null)).toThrow("nowhere");
    expect(schemaOf(database)).toEqual(before);
  });
});

describe("isMigrated", () => {
  it("tells without writing anything", () => {
    expect(isMigrated(database)).toBe(false);
    expect(schemaOf(database)).toEqual([]);
    migrate(database, [first], NOW);
    expect(isMigrated(database)).toBe(true);
    migrateDown(database, [first], null);
    expect(isMigrated(database)).toBe(false);
  });
});

describe("the tenant's migrations", () => {
  it("are all listed in objects/tenant/migrations.ts, with their way down", () => {
    const source = readFileSync(join(import.meta.dirname, "../../objects/tenant/migrations.ts"), "utf8");
    const entries = [...source.matchAll(/\{ id: "([^"]+)", up: (\w+), down: (\w+) \}/g)];
    expect(entries.map((entry) => entry[1])).toEqual(ids);
    for (const [, id, up, down] of entries) {
      expect(source).toContain(`import ${up} from "../../migrations/tenant/${id}.sql";`);
      expect(source).toContain(`import ${down} from "../../migrations/tenant/${id}.down.sql";`);
    }
  });

  it("lead to the same schema at once and step by step", () => {
    migrate(database, tenantMigrations, NOW);
    const stepwise = openSqlite();
    for (const id of ids) migrate(stepwise, tenantMigrations, NOW, id);
    expect(schemaOf(stepwise)).toEqual(schemaOf(database));
  });

  it.each(ids)("%s has a way down to exactly the schema before it", (id) => {
    const previous = ids[ids.indexOf(id) - 1] ?? null;
    if (previous !== null) migrate(database, tenantMigrations, NOW, previous);
    const before = schemaOf(database);
    migrate(database, tenantMigrations, NOW, id);
    expect(schemaOf(database)).not.toEqual(before);
    migrateDown(database, tenantMigrations, previous);
    expect(schemaOf(database)).toEqual(before);
    migrate(database, tenantMigrations, NOW);
  });

  it("make every table STRICT", () => {
    migrate(database, tenantMigrations, NOW);
    const loose = database.sql
      .exec(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .toArray();
    expect(loose).toEqual([]);
  });

  it.each(config.resources.map((resource) => [resource.name, resource] as const))(
    "give %s the columns of its definition",
    (_name, resource) => {
      migrate(database, tenantMigrations, NOW);
      const sqlTypes = {
        text: "TEXT",
        date: "TEXT",
        list: "TEXT",
        json: "TEXT",
        integer: "INTEGER",
        boolean: "INTEGER",
        number: "REAL",
      };
      const columns = database.sql
        .exec(
          'SELECT name, upper(type) AS type, "notnull" = 0 AND pk = 0 AS nullable FROM pragma_table_xinfo(?)',
          resource.table,
        )
        .toArray();
      const defined = [...resource.fields.values()].map((field) => ({
        name: field.column,
        type: sqlTypes[field.kind],
        nullable: field.nullable ? 1 : 0,
      }));
      expect(columns).toEqual(defined);
      // Fails if a column's name were a word of SQL, so that a query may leave the quotes out.
      const bare = defined.map((column) => column.name).join(", ");
      expect(database.sql.exec(`SELECT ${bare} FROM ${resource.table}`).toArray()).toEqual([]);
    },
  );

  const uniqueFields = config.resources.flatMap((resource) =>
    resource.unique.map((rule) => [resource.name, rule.field, resource] as const),
  );
  it.each(uniqueFields)("find %s by their unique %s through an index", (_name, name, resource) => {
    migrate(database, tenantMigrations, NOW);
    const column = resource.fields.get(name)?.column;
    const plan = database.sql
      .exec(`EXPLAIN QUERY PLAN SELECT id FROM ${resource.table} WHERE deleted_at IS NULL AND "${column}" = ?`, "x")
      .toArray();
    expect(plan[0]?.detail).toContain(`USING INDEX ${resource.table}_`);
    const listed = database.sql
      .exec(
        `EXPLAIN QUERY PLAN SELECT id FROM ${resource.table} WHERE deleted_at IS NULL AND "${column}" IN (SELECT value FROM json_each(?))`,
        "[]",
      )
      .toArray();
    expect(listed[0]?.detail).toContain(`USING INDEX ${resource.table}_`);
  });

  it("index the texts that were there before the search was", () => {
    migrate(database, tenantMigrations, NOW, "0000_records");
    database.sql.exec(
      "INSERT INTO search_docs (doc, record_id, resource, title, body) VALUES (7, 'hum_7', 'humans', 'Ada', '')",
    );
    migrate(database, tenantMigrations, NOW);
    expect(database.sql.exec("SELECT rowid AS doc FROM search_fts WHERE search_fts MATCH 'ada'").toArray()).toEqual([
      { doc: 7 },
    ]);
  });
});

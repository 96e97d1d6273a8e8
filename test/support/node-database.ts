/** The database of an object, on node:sqlite, for tests that need SQL but no workerd. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Database, SqlRow, SqlValue } from "../../objects/records/database.ts";
import type { Migration } from "../../objects/records/migrate.ts";

const FOLDER = join(import.meta.dirname, "../../migrations/tenant");

/** An empty database in memory. Like an object's, it runs one statement a call and rolls back what throws. */
export function openNodeDatabase(): Database {
  const connection = new DatabaseSync(":memory:");
  const bindable = (value: SqlValue) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value);
  return {
    sql: {
      exec<Row extends SqlRow>(query: string, ...bindings: SqlValue[]) {
        const rows = connection.prepare(query).all(...bindings.map(bindable));
        return Object.assign(rows.values() as Iterable<Row>, { toArray: () => rows as Row[] });
      },
    },
    transaction(write) {
      connection.exec("BEGIN");
      try {
        const value = write();
        connection.exec("COMMIT");
        return value;
      } catch (error) {
        connection.exec("ROLLBACK");
        throw error;
      }
    },
  };
}

/** The tenant's migrations as they lie in migrations/tenant, in the order of their names. */
export function readTenantMigrations(): Migration[] {
  const read = (file: string) => readFileSync(join(FOLDER, file), "utf8");
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".sql") && !file.endsWith(".down.sql"))
    .sort()
    .map((file) => {
      const id = file.slice(0, -".sql".length);
      return { id, up: read(file), down: read(`${id}.down.sql`) };
    });
}

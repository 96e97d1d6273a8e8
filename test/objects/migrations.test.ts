import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Database } from "../../objects/records/database.ts";
import { isMigrated, migrate, migrateDown } from "../../objects/records/migrate.ts";
import { databaseOf } from "../../objects/records/object-database.ts";
import { tenantMigrations } from "../../objects/tenant/migrations.ts";

const NOW = Date.UTC(2026, 10, 21);

/** Runs `work` on the storage of an object that was never provisioned. */
function onNewStorage<Value>(work: (database: Database) => Value): Promise<Value> {
  const stub = env.TENANT.getByName(`never-${crypto.randomUUID()}`);
  return runInDurableObject(stub, (_instance, state) => work(databaseOf(state.storage)));
}

/** The schema without the runtime's own tables. */
function schemaOf({ sql }: Database) {
  return sql
    .exec("SELECT type, name, sql FROM sqlite_master WHERE instr(name, '_cf_') <> 1 ORDER BY type, name")
    .toArray();
}

describe("the storage of an object", () => {
  it("stays empty until it is migrated", async () => {
    const [migrated, schema] = await onNewStorage((database) => [isMigrated(database), schemaOf(database)]);
    expect(migrated).toBe(false);
    expect(schema).toEqual([]);
  });

  it("takes every migration up, down and up again", async () => {
    await onNewStorage((database) => {
      const schemas = [schemaOf(database)];
      for (const { id } of tenantMigrations) {
        expect(migrate(database, tenantMigrations, NOW, id)).toEqual([id]);
        schemas.push(schemaOf(database));
      }
      const latest = schemas.at(-1);
      for (const { id } of tenantMigrations.toReversed()) {
        schemas.pop();
        const previous = tenantMigrations[schemas.length - 2]?.id ?? null;
        expect(migrateDown(database, tenantMigrations, previous)).toEqual([id]);
        expect(schemaOf(database)).toEqual(schemas.at(-1));
      }
      migrate(database, tenantMigrations, NOW);
      expect(schemaOf(database)).toEqual(latest);
    });
  });

  it("keeps the version before a migration that dies half-way", async () => {
    await onNewStorage((database) => {
      migrate(database, tenantMigrations, NOW);
      const before = schemaOf(database);
      const up = "CREATE TABLE half (a TEXT) STRICT\n--> statement-breakpoint\nINSERT INTO nowhere VALUES (1)";
      const broken = [...tenantMigrations, { id: "9999_broken", up, down: "" }];
      expect(() => migrate(database, broken, NOW)).toThrow("nowhere");
      expect(schemaOf(database)).toEqual(before);
      expect(migrate(database, tenantMigrations, NOW)).toEqual([]);
    });
  });

  it("holds the greatest whole number and the longest text of a record unchanged", async () => {
    await onNewStorage((database) => {
      migrate(database, tenantMigrations, NOW);
      const note = "ü\u{1f600}\u0001 \r\n".repeat(3_000);
      const system = "'2026', '2026', 'usr_1', 1, NULL, '{}'";
      database.sql.exec(
        `INSERT INTO leads (id, created_at, updated_at, created_by, version, deleted_at, custom, stage, value, currency, source, notes)
         VALUES ('lead_1', ${system}, 'new', ?, 'EUR', 'web', ?)`,
        Number.MAX_SAFE_INTEGER,
        note,
      );
      const rows = database.sql.exec("SELECT value, notes, typeof(value) AS type FROM leads").toArray();
      expect(rows).toEqual([{ value: Number.MAX_SAFE_INTEGER, notes: note, type: "integer" }]);
    });
  });
});

/**
 * Brings the database of an object to the shape the code expects. Drizzle's own migrator for objects compares timestamps alone,
 * so it skips a migration that a branch merged late; here the ids themselves must line up.
 */
import type { Database } from "./database.ts";

/** One step of a schema. Statements are separated by `--> statement-breakpoint`, as drizzle-kit writes them. */
export interface Migration {
  /** `0003_add_tags`: the number orders, the name explains. */
  readonly id: string;
  readonly up: string;
  /** Leads back to the schema before `up`. */
  readonly down: string;
}

/** Whether the object was ever migrated. Only reads, so that an object nobody provisioned stays empty. */
export function isMigrated(database: Database): boolean {
  return (
    database.sql.exec("SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = 'migrations'").toArray()
      .length > 0
  );
}

/**
 * Applies every pending migration, each in a transaction of its own: what fails leaves the version before it.
 * A database that is ahead of the code (a new version was here, then this older one again) is left as it is.
 * @param now milliseconds since 1970.
 * @param upTo id of the last migration to apply; all where absent.
 * @returns the ids that were applied by this call.
 * @throws Error when the database and the code have taken different ways.
 */
export function migrate(database: Database, migrations: readonly Migration[], now: number, upTo?: string): string[] {
  const applied = appliedIds(database);
  requireSameWay(migrations, applied);
  const end = upTo === undefined ? migrations.length : positionOf(migrations, upTo) + 1;
  const pending = migrations.slice(applied.length, end);
  for (const migration of pending) {
    database.transaction(() => {
      database.sql.exec(
        "CREATE TABLE IF NOT EXISTS migrations (id TEXT PRIMARY KEY NOT NULL, applied_at TEXT NOT NULL) STRICT",
      );
      run(database, migration.up);
      database.sql.exec(
        "INSERT INTO migrations (id, applied_at) VALUES (?, ?)",
        migration.id,
        new Date(now).toISOString(),
      );
    });
  }
  return pending.map((migration) => migration.id);
}

/**
 * Takes migrations back, the newest first, each in a transaction of its own.
 * @param to id of the newest migration that stays; null takes all of them back.
 * @returns the ids that were taken back.
 * @throws Error when the database holds migrations this code does not know, and so cannot take back.
 */
export function migrateDown(database: Database, migrations: readonly Migration[], to: string | null): string[] {
  const applied = appliedIds(database);
  requireSameWay(migrations, applied);
  if (applied.length > migrations.length) {
    throw new Error(
      `The database is ahead of this code by ${applied.slice(migrations.length).join(", ")}: go back with the version that knows them.`,
    );
  }
  const keep = to === null ? 0 : positionOf(migrations, to) + 1;
  const leaving = migrations.slice(keep, applied.length).reverse();
  for (const migration of leaving) {
    database.transaction(() => {
      run(database, migration.down);
      database.sql.exec("DELETE FROM migrations WHERE id = ?", migration.id);
      if (migration.id === migrations[0]?.id) database.sql.exec("DROP TABLE migrations");
    });
  }
  return leaving.map((migration) => migration.id);
}

function appliedIds(database: Database): string[] {
  if (!isMigrated(database)) return [];
  return database.sql
    .exec<{ id: string }>("SELECT id FROM migrations ORDER BY rowid")
    .toArray()
    .map((row) => row.id);
}

/** One of the two lists must begin with the other. */
function requireSameWay(migrations: readonly Migration[], applied: readonly string[]): void {
  const known = migrations.map((migration) => migration.id);
  for (const [index, id] of known.entries()) {
    const before = known[index - 1];
    if (before !== undefined && before >= id)
      throw new Error(`Migration "${id}" is listed after "${before}": ids must ascend.`);
    const other = applied[index];
    if (other !== undefined && other !== id) {
      throw new Error(
        `Migration ${index + 1} of this database is "${other}", but the code has "${id}" there. Migrations are only ever added at the end: renumber the newer one.`,
      );
    }
  }
}

function positionOf(migrations: readonly Migration[], id: string): number {
  const position = migrations.findIndex((migration) => migration.id === id);
  if (position < 0) throw new Error(`There is no migration "${id}".`);
  return position;
}

function run(database: Database, statements: string): void {
  for (const statement of statements.split("--> statement-breakpoint")) {
    if (statement.trim() !== "") database.sql.exec(statement);
  }
}

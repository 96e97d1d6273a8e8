import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** The part of D1 that migrations need; Miniflare's and the Worker's databases both have it. */
export interface MigratedDatabase {
  prepare(sql: string): PreparedStatement;
  batch(statements: PreparedStatement[]): Promise<unknown>;
}
interface PreparedStatement {
  bind(...values: unknown[]): PreparedStatement;
  all(): Promise<{ results: unknown[] }>;
}

const appliedSchema = z.array(z.object({ name: z.string() }));

/**
 * The statements of a migration, between which drizzle-kit writes a comment. wrangler has a function that finds them by itself; to load
 * wrangler takes half as long as everything else that a first start does.
 */
export function statementsOf(migration: string): string[] {
  return migration.split("--> statement-breakpoint");
}

/**
 * Applies the `.sql` files of `directory` that the database has not seen, in the order of their numbers, each in one
 * transaction, and returns their names. Keeps the same table as `wrangler d1 migrations apply`, so that either may be used.
 */
export async function applyMigrations(database: MigratedDatabase, directory: string): Promise<string[]> {
  await database.batch([
    database.prepare(
      "CREATE TABLE IF NOT EXISTS d1_migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
    ),
  ]);
  const { results } = await database.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(appliedSchema.parse(results).map((row) => row.name));
  const names = readdirSync(directory).filter((name) => name.endsWith(".sql") && !applied.has(name));
  names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  if (names.length === 0) return names;
  for (const name of names) {
    const statements = statementsOf(readFileSync(join(directory, name), "utf8"));
    await database.batch([
      ...statements.map((statement) => database.prepare(statement)),
      database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name),
    ]);
  }
  return names;
}

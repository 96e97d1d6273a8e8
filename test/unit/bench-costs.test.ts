import { expect, it } from "vitest";
import { migrate } from "../../objects/records/migrate.ts";
import { INDEX_USES } from "../bench/write-costs.ts";
import { openSqlite } from "../support/sqlite.ts";
import { readTenantMigrations } from "../support/tenant-migrations.ts";

const database = openSqlite();
migrate(database, readTenantMigrations(), 0);

it.each(INDEX_USES)("$index earns its place: $serves", ({ index, query }) => {
  const bindings = Array.from(query.matchAll(/\?/g), () => 1);
  const plan = database.sql.exec(`EXPLAIN QUERY PLAN ${query}`, ...bindings).toArray();
  expect(plan.map(({ detail }) => String(detail)).join("\n")).toContain(`INDEX ${index}`);
});

it("names every index of a tenant's tables", () => {
  const indexes = database.sql
    .exec("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    .toArray();
  expect(INDEX_USES.map(({ index }) => index).toSorted()).toEqual(indexes.map(({ name }) => name).toSorted());
});

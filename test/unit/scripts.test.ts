import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate, migrateDown } from "../../objects/records/migrate.ts";
import { isDue } from "../../scripts/cron.ts";
import { completeDevVars, ENV_NAMES, readDevVars } from "../../scripts/dev-vars.ts";
import { migrationList, wayDown } from "../../scripts/object-migrations.ts";
import { claimState } from "../../scripts/state-owner.ts";
import { makeTablesStrict } from "../../scripts/strict-tables.ts";
import { AUTH_ENV_ADVICE, parseAuthEnv } from "../../src/auth/worker/env.ts";
import { ENV_ADVICE, parseEnv } from "../../src/env.ts";
import { openSqlite } from "../support/sqlite.ts";
import { readTenantMigrations } from "../support/tenant-migrations.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "croft-scripts-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe(".dev.vars", () => {
  it("is written with every variable, random secrets and for its owner's eyes alone", () => {
    const path = join(directory, ".dev.vars");
    expect(new Set(completeDevVars(path))).toEqual(
      new Set([...Object.keys(ENV_ADVICE), ...Object.keys(AUTH_ENV_ADVICE)]),
    );
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const settings = readDevVars(path, {}, 4000);
    expect(parseEnv(settings).operatorTokens[0]).toHaveLength(64);
    expect(parseAuthEnv(settings)).toMatchObject({ publicUrl: "http://localhost:4000", mail: { kind: "local" } });
    completeDevVars(join(directory, "other"));
    expect(readDevVars(join(directory, "other"), {}, 4000).OPERATOR_TOKEN).not.toBe(settings.OPERATOR_TOKEN);
  });

  it("keeps what an older file says and adds what it lacks", () => {
    const path = join(directory, ".dev.vars");
    writeFileSync(path, "# mine\nLOG_LEVEL=debug");
    expect(completeDevVars(path)).toEqual(ENV_NAMES.filter((name) => name !== "LOG_LEVEL"));
    expect(readFileSync(path, "utf8")).toMatch(/^# mine\nLOG_LEVEL=debug\nPUBLIC_URL=\nOPERATOR_TOKEN=/);
    expect(completeDevVars(path)).toEqual([]);
  });

  it("gives way to the environment of the process", () => {
    const path = join(directory, ".dev.vars");
    completeDevVars(path);
    const settings = readDevVars(path, { GITHUB_API_URL: "http://127.0.0.1:9000", HOME: "/root" }, 4000);
    expect(parseEnv(settings).githubApiUrl).toBe("http://127.0.0.1:9000");
    expect(Object.keys(settings)).toEqual(ENV_NAMES);
  });
});

describe("cron triggers of local runs", () => {
  const at = (text: string) => new Date(`${text}Z`);

  it.each([
    ["*/10 * * * *", "2026-11-21T02:50:12", true],
    ["*/10 * * * *", "2026-11-21T02:51:00", false],
    ["5,35 3 * * *", "2026-11-21T03:35:00", true],
    ["5,35 3 * * *", "2026-11-21T04:35:00", false],
    ["0 0 1 */3 *", "2026-10-01T00:00:00", true],
    ["0 0 1 */3 *", "2026-11-01T00:00:00", false],
    ["0 0 * * 6", "2026-11-21T00:00:00", true],
  ])("%s at %s is due: %s", (expression, time, due) => {
    expect(isDue(expression, at(time))).toBe(due);
  });

  it("refuses what it would never fire", () => {
    expect(() => isDue("* * *", at("2026-11-21T00:00:00"))).toThrow("needs five fields");
    expect(() => isDue("0 0 * * MON", at("2026-11-21T00:00:00"))).toThrow('"MON"');
  });
});

describe("makeTablesStrict", () => {
  it("makes ordinary tables strict and leaves the rest alone", () => {
    const sql = "CREATE TABLE `a` (\n\t`x` text\n);\n--> statement-breakpoint\nCREATE VIRTUAL TABLE b USING fts5(x);\n";
    expect(makeTablesStrict(sql)).toBe(sql.replace("\n);", "\n) STRICT;"));
  });

  it("refuses a table it does not understand", () => {
    expect(() => makeTablesStrict("CREATE TABLE a (x text);\n")).toThrow("Of 1 tables only 0");
  });
});

describe("a migration of an object", () => {
  const read = (path: string) => readFileSync(join(import.meta.dirname, "../..", path), "utf8");

  it("is listed for the objects as the list stands in the repository", () => {
    const ids = readTenantMigrations().map((migration) => migration.id);
    expect(migrationList("tenant", ids)).toBe(read("objects/tenant/migrations.ts"));
  });

  it("is listed for repositories under their name", () => {
    const list = migrationList("repository", ["0000_records"]);
    expect(list).toContain('import up0000 from "../../migrations/repository/0000_records.sql";');
    expect(list).toContain("export const repositoryMigrations: readonly Migration[] = [");
  });

  it("gets a way down to exactly the schema before it", () => {
    const [first] = readTenantMigrations();
    const added = {
      id: "0001_added",
      up: [
        "CREATE TABLE `boats` (\n\t`id` text PRIMARY KEY NOT NULL\n) STRICT;",
        "ALTER TABLE `pets` ADD `boat_id` text;",
        "CREATE UNIQUE INDEX `pets_boat` ON `pets` (`boat_id`) WHERE deleted_at IS NULL;",
        "CREATE INDEX `boats_id` ON `boats` (`id`);",
      ].join("--> statement-breakpoint\n"),
    };
    const migrations = [first, { ...added, down: wayDown(added.up) ?? "" }].filter((migration) => !!migration);
    const database = openSqlite();
    const schema = () => database.sql.exec("SELECT name, sql FROM sqlite_master ORDER BY name").toArray();
    migrate(database, migrations.slice(0, 1), 0);
    const before = schema();
    migrate(database, migrations, 0);
    expect(schema()).not.toEqual(before);
    migrateDown(database, migrations, first?.id ?? null);
    expect(schema()).toEqual(before);
  });

  it.each([
    "DROP TABLE `pets`;",
    "CREATE TABLE `a` (\n\t`x` text\n);--> statement-breakpoint\nDELETE FROM `pets`;",
    "-- Custom SQL migration file, put your code below! --",
  ])("is left to a person where it does more than add: %s", (sql) => {
    expect(wayDown(sql)).toBeNull();
  });
});

describe("the owner of a state directory", () => {
  const file = () => join(directory, "owner.json");

  it("notes itself and its runtimes, and leaves nothing behind", async () => {
    const claim = await claimState(directory);
    claim.addRuntime(123_456_789);
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ pid: process.pid, runtimes: [123_456_789] });
    claim.release();
    expect(statSync(file(), { throwIfNoEntry: false })).toBeUndefined();
  });

  it.each([
    ["is gone", JSON.stringify({ pid: 123_456_789, runtimes: [] })],
    ["had the number of another program", JSON.stringify({ pid: process.ppid, runtimes: [process.ppid] })],
    ["was killed while it wrote", '{"pid":'],
  ])("is replaced when it %s", async (_, left) => {
    writeFileSync(file(), left);
    const claim = await claimState(directory);
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ pid: process.pid, runtimes: [] });
    claim.release();
  });
});

import { describe, expect, it } from "vitest";
import { migrate } from "../../objects/records/migrate.ts";
import { Keys } from "../../objects/tenant/keys.ts";
import { reissuedKey } from "../../objects/tenant/reissue.ts";
import { issueKey, type MacSecrets } from "../../src/auth/key-format.ts";
import { openSqlite } from "../support/sqlite.ts";
import { readTenantMigrations } from "../support/tenant-migrations.ts";

const ID = "01KAJ5Q9ZK3M8W2X4Y7T1B0CND";
const OLD: readonly [string, string] = ["1", "a1".repeat(32)];
const NEW: readonly [string, string] = ["2", "b2".repeat(32)];
const NOON = Date.parse("2026-11-21T12:00:00.000Z");
const MINUTE_MS = 60_000;

/** A tenant's database with one key, and what it says of the key's last use. */
function open() {
  const database = openSqlite();
  migrate(database, readTenantMigrations(), 0);
  database.sql.exec(
    `INSERT INTO api_keys (id, created_at, updated_at, created_by, version, custom, name, role, read_only)
      VALUES (?, '', '', '', 1, '{}', 'Key', 'member', 0)`,
    `key_${ID}`,
  );
  const keys = new Keys(database);
  const used = () => database.sql.exec("SELECT last_used_at FROM api_keys").toArray()[0]?.last_used_at;
  return { database, keys, used };
}

describe("the last use of a key", () => {
  it("is written once in ten minutes, however often the key is used and what is remembered forgotten", () => {
    const { database, keys, used } = open();
    keys.addSecret(`key_${ID}`, "h", null);
    const use = (reader: Keys, minutes: number) => reader.grant({ id: ID, hash: "h" }, NOON + minutes * MINUTE_MS);
    use(keys, 0);
    expect(used()).toBe("2026-11-21T12:00:00.000Z");
    for (const minutes of [1, 5, 9]) {
      use(keys, minutes);
      keys.forget();
      use(new Keys(database), minutes);
      expect(used()).toBe("2026-11-21T12:00:00.000Z");
    }
    use(keys, 10);
    expect(used()).toBe("2026-11-21T12:10:00.000Z");
  });

  it("is not that of somebody with a wrong secret", () => {
    const { keys, used } = open();
    keys.addSecret(`key_${ID}`, "h", null);
    expect(keys.grant({ id: ID, hash: "g" }, NOON)).toBeNull();
    expect(used()).toBeNull();
  });
});

describe("a key shown again", () => {
  const issue = (secrets: MacSecrets) => issueKey("acme", ID, secrets, "seed");

  it("is the one it was, whichever MAC secret has become the newest", async () => {
    const { keys } = open();
    const { key, hash } = await issue(new Map([OLD]));
    keys.addSecret(`key_${ID}`, hash, null);
    for (const secrets of [new Map([OLD]), new Map([NEW, OLD]), new Map([OLD, NEW])])
      expect(await reissuedKey(keys, `key_${ID}`, secrets, issue)).toBe(key);
  });

  it("is shown no more when the secret that signed it is gone", async () => {
    const { keys } = open();
    keys.addSecret(`key_${ID}`, (await issue(new Map([OLD]))).hash, null);
    await expect(reissuedKey(keys, `key_${ID}`, new Map([NEW]), issue)).rejects.toMatchObject({ code: "GONE" });
  });
});

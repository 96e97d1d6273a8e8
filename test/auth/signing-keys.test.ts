import { drizzle } from "drizzle-orm/d1";
import { createLocalJWKSet, jwtVerify, SignJWT } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { database } from "../../src/auth/worker/bindings.ts";
import { PUBLISHED_AHEAD, SIGNS_FOR } from "../../src/auth/worker/key-schedule.ts";
import { SigningKeys } from "../../src/auth/worker/signing-keys.ts";

const NOW = Date.UTC(2026, 10, 21);
const MINUTE = 60_000;
const OLD = { keys: new Map([[1, "0a".repeat(32)]]), currentVersion: 1 };
const BOTH = {
  keys: new Map([
    [2, "1b".repeat(32)],
    [1, "0a".repeat(32)],
  ]),
  currentVersion: 2,
};
const NEW = { keys: new Map([[2, "1b".repeat(32)]]), currentVersion: 2 };

/** What another isolate has in memory: nothing. */
const isolate = (secrets = OLD) => new SigningKeys(drizzle(database), secrets);
const sign = async (keys: SigningKeys, now: number) => {
  const { kid, key } = await keys.signing(now);
  return new SignJWT({}).setProtectedHeader({ alg: "ES256", kid }).sign(key);
};
const verifies = async (token: string, keys: SigningKeys, now: number) =>
  jwtVerify(token, createLocalJWKSet(await keys.published(now))).then(
    () => true,
    () => false,
  );

beforeEach(async () => {
  await database.exec("DELETE FROM signing_keys");
});

describe("the keys of access tokens", () => {
  it("are made by whoever asks first, and once where many ask at the same time", async () => {
    const isolates = Array.from({ length: 20 }, () => isolate());
    const kids = await Promise.all(isolates.map(async (keys) => (await keys.signing(NOW)).kid));
    expect(new Set(kids).size).toBe(1);
    expect((await isolate().published(NOW)).keys).toHaveLength(1);
  });

  it("change after 30 days: known before, known for as long as a token of theirs lives, gone then", async () => {
    const first = await sign(isolate(), NOW);
    const ahead = NOW + SIGNS_FOR - PUBLISHED_AHEAD;
    expect((await isolate().published(ahead)).keys).toHaveLength(2);
    const last = await sign(isolate(), NOW + SIGNS_FOR - 1);
    const next = await sign(isolate(), NOW + SIGNS_FOR);
    const kidOf = (token: string) => JSON.parse(atob(token.split(".")[0] ?? "")).kid;
    expect(kidOf(last)).toBe(kidOf(first));
    expect(kidOf(next)).not.toBe(kidOf(first));
    // With the keys that were published a day before it signed.
    expect(await verifies(next, isolate(), ahead)).toBe(true);
    expect(await verifies(last, isolate(), NOW + SIGNS_FOR + 5 * MINUTE)).toBe(true);
    expect(await verifies(last, isolate(), NOW + SIGNS_FOR + 66 * MINUTE)).toBe(false);
    expect((await isolate().published(NOW + SIGNS_FOR + 66 * MINUTE)).keys).toHaveLength(1);
  });

  it("are read again by an isolate that lives on", async () => {
    const keys = isolate();
    const { kid } = await keys.signing(NOW);
    await isolate().published(NOW + SIGNS_FOR - PUBLISHED_AHEAD);
    expect((await keys.signing(NOW + SIGNS_FOR)).kid).not.toBe(kid);
  });

  it("never leave with their private half, which is encrypted where it lies", async () => {
    const { keys } = await isolate().published(NOW);
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([["alg", "crv", "kid", "kty", "use", "x", "y"]]);
    const { results } = await database.prepare("SELECT private_key FROM signing_keys").all();
    expect(JSON.stringify(results)).toMatch(/"\$ba\$1\$[0-9a-f]+"/);
  });

  it("outlive a change of the secret, and are replaced when theirs is taken away", async () => {
    const { kid } = await isolate(OLD).signing(NOW);
    expect((await isolate(BOTH).signing(NOW)).kid).toBe(kid);
    const token = await sign(isolate(NEW), NOW + MINUTE);
    expect((await isolate(NEW).signing(NOW + MINUTE)).kid).not.toBe(kid);
    expect(await verifies(token, isolate(NEW), NOW + MINUTE)).toBe(true);
  });
});

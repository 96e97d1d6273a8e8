import { describe, expect, it } from "vitest";
import { seal, unseal } from "../../objects/budget/sealed.ts";
import { Tokens } from "../../objects/budget/tokens.ts";
import { parseEnv } from "../../src/env.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const TOKEN = "ghp_0123456789abcdef0123456789abcdef0123";
const [OLD, NEW] = [`1:${"0a".repeat(32)}`, `2:${"1b".repeat(32)}`];
const NAME = "tenant:acme";

const environment = (more: Readonly<Record<string, string>>) =>
  parseEnv({
    PUBLIC_URL: "https://croft.example.com",
    OPERATOR_TOKEN: "t".repeat(32),
    KEY_MAC_SECRETS: OLD,
    CREDENTIAL_SECRETS: OLD,
    ...more,
  });
const secrets = (text: string) => environment({ CREDENTIAL_SECRETS: text }).credentialSecrets;

/** A storage, and tokens of this name over it under other secrets. */
function keeping(name: string) {
  const kept = new Map<string, unknown>();
  const storage = {
    get: (key: string) => structuredClone(kept.get(key)),
    put: (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
    delete: (key: string) => kept.delete(key),
  };
  const withEnvironment = (more: Readonly<Record<string, string>>) => new Tokens(name, environment(more), storage);
  return { kept, withEnvironment, under: (text: string) => withEnvironment({ CREDENTIAL_SECRETS: text }) };
}

describe("a sealed token", () => {
  it("is another text each time, and opens with its secret in the object of its credential alone", async () => {
    const sealed = await seal(secrets(OLD), NAME, TOKEN);
    expect(sealed).not.toBe(await seal(secrets(OLD), NAME, TOKEN));
    expect(sealed).toMatch(/^1\.[A-Za-z0-9+/=]+$/);
    expect(await unseal(secrets(`${NEW},${OLD}`), NAME, sealed)).toBe(TOKEN);
    expect(await unseal(secrets(OLD), "tenant:other", sealed)).toBeNull();
    expect(await unseal(secrets(NEW), NAME, sealed)).toBeNull();
    for (const damaged of ["", "1", "1.", "1.?", "1.AAAA", sealed.slice(0, -8)])
      expect(await unseal(secrets(OLD), NAME, damaged)).toBeNull();
  });
});

describe("the tokens of a credential", () => {
  it("are sealed anew with the newest secret when they are used, so that the old one can go", async () => {
    const { kept, under } = keeping(NAME);
    await under(OLD).keep(TOKEN, null);
    expect(JSON.stringify([...kept])).not.toContain(TOKEN);
    const ready = { is: "ready", header: `Bearer ${TOKEN}` };
    expect(await under(`${NEW},${OLD}`).authorization(NOW)).toEqual(ready);
    expect(await under(NEW).authorization(NOW)).toEqual(ready);
    expect(await under(OLD).authorization(NOW)).toEqual({ is: "dead" });
  });

  it("are dead where the environment has none", async () => {
    expect(await keeping("service").under(OLD).authorization(NOW)).toEqual({ is: "dead" });
    expect(await keeping("installation:5").under(OLD).authorization(NOW)).toEqual({ is: "dead" });
    expect(await keeping("anonymous").under(OLD).authorization(NOW)).toEqual({ is: "ready", header: null });
  });

  it("have a fingerprint that changes with the environment's credential, and not with what a tenant brings", async () => {
    const print = (name: string, more: Readonly<Record<string, string>>) =>
      keeping(name).withEnvironment(more).fingerprint();
    expect(await print("service", { GITHUB_TOKEN: TOKEN })).not.toBe(
      await print("service", { GITHUB_TOKEN: `${TOKEN}1` }),
    );
    expect(await print("service", { GITHUB_TOKEN: TOKEN })).not.toContain(TOKEN);
    expect(await print(NAME, { GITHUB_TOKEN: TOKEN })).toBe(await print(NAME, {}));
  });
});

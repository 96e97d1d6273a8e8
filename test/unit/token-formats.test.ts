import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { issueInvitation, verifyInvitation } from "../../src/auth/invitation-format.ts";
import { issueKey, type MacSecrets, sha256, verifyKey } from "../../src/auth/key-format.ts";

const OLD = "a1".repeat(32);
const NEW = "b2".repeat(32);
const only = new Map([["1", OLD]]);
const both: MacSecrets = new Map([
  ["2", NEW],
  ["1", OLD],
]);
const ID = "01KAJ5Q9ZK3M8W2X4Y7T1B0CND";

describe("an API key", () => {
  it("has the form it always had: keys that were given out stay genuine", async () => {
    const random = "0123456789".repeat(4);
    const tag = createHmac("sha256", OLD).update(`acme_${ID}_${random}`).digest("hex").slice(0, 32);
    const key = `croft_acme_${ID}_${random}1${tag}`;
    expect(await verifyKey(key, only)).toEqual({ tenant: "acme", keyId: ID, hash: await sha256(key) });
  });

  it("is signed with the newest secret, genuine while its secret is known, and forged after that", async () => {
    const { key: older } = await issueKey("acme", ID, only);
    const { key: newer } = await issueKey("acme", ID, both);
    expect(newer.at(-33)).toBe("2");
    for (const key of [older, newer]) expect(await verifyKey(key, both)).not.toBeNull();
    expect(await verifyKey(older, new Map([["2", NEW]]))).toBeNull();
    expect(await verifyKey(newer, only)).toBeNull();
    expect(await verifyKey(newer, new Map([["2", OLD]]))).toBeNull();
  });
});

describe("an invitation's token", () => {
  it("says which invitation of which tenant it is for, and is the same for the same seed", async () => {
    const issued = await issueInvitation("acme", ID, both, "seed");
    expect(issued).toEqual(await issueInvitation("acme", ID, both, "seed"));
    expect(issued.token).toMatch(/^croftinv_acme_[0-9A-Z]{26}_[0-9a-f]{73}$/);
    expect(await verifyInvitation(issued.token, both)).toEqual({ tenant: "acme", id: ID, hash: issued.hash });
    expect((await issueInvitation("acme", ID, both, "other")).token).not.toBe(issued.token);
  });

  it("10: is forged when a single character is another, or it is cut short", async () => {
    const { token } = await issueInvitation("acme", ID, both, "seed");
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === "0" ? "1" : "0";
      expect(await verifyInvitation(token.slice(0, at) + other + token.slice(at + 1), both), `at ${at}`).toBeNull();
      expect(await verifyInvitation(token.slice(0, at), both), `cut at ${at}`).toBeNull();
    }
    for (const wrong of [` ${token}`, `${token} `, `${token}\n`, token.toUpperCase(), `${token}0`])
      expect(await verifyInvitation(wrong, both)).toBeNull();
  });

  it("10: is no key, and no key is one: each kind has a MAC of its own", async () => {
    const { token } = await issueInvitation("acme", ID, both, "seed");
    const { key } = await issueKey("acme", ID, both, "seed");
    expect(token.slice("croftinv_".length)).not.toBe(key.slice("croft_".length));
    expect(await verifyKey(token, both)).toBeNull();
    expect(await verifyKey(token.replace("croftinv_", "croft_"), both)).toBeNull();
    expect(await verifyInvitation(key, both)).toBeNull();
    expect(await verifyInvitation(key.replace("croft_", "croftinv_"), both)).toBeNull();
  });
});

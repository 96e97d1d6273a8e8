import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { verifyAccessToken } from "../../src/auth/access-token.ts";
import { COOL_DOWN_MS, KeySet, keySetStep, OUTAGE_MS, REFRESH_MS, RETRY_MS } from "../../src/auth/key-set.ts";
import { makeSigner, NOW, PUBLIC_URL, type Signer, signToken } from "../support/tokens.ts";

let first: Signer;
let second: Signer;

beforeAll(async () => {
  first = await makeSigner("first");
  second = await makeSigner("second");
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** croft-auth as the test wants it to be, and how often it was asked. */
class Source {
  asked = 0;
  readonly reported: unknown[] = [];
  answer: () => unknown;

  constructor(answer: () => unknown) {
    this.answer = answer;
  }

  set(): KeySet {
    return new KeySet(
      async () => {
        this.asked += 1;
        return this.answer();
      },
      (cause) => this.reported.push(cause),
    );
  }
}

const down = () => {
  throw new Error("down");
};

describe("what to do for a request that wants a key", () => {
  const never = Number.NEGATIVE_INFINITY;
  it.each<[string, boolean, number, number, boolean, "use" | "ask"]>([
    ["nothing was ever fetched", false, never, never, false, "ask"],
    ["nothing was ever fetched, and it was tried just now", false, never, 0, false, "use"],
    ["nothing was ever fetched, and it was tried a second ago", false, never, -RETRY_MS, false, "ask"],
    ["nothing was ever fetched, and another asks", false, never, 0, true, "ask"],
    ["the key is there and new", true, 0, 0, false, "use"],
    ["the key is there and new, and another asks", true, 0, 0, true, "use"],
    ["the key is there and old", true, -REFRESH_MS, -REFRESH_MS, false, "ask"],
    ["the key is there and old, and another asks", true, -REFRESH_MS, 0, true, "use"],
    ["the key is there and old, and asking failed just now", true, -REFRESH_MS, -1, false, "use"],
    ["the key is there, too old, and asking failed just now", true, -OUTAGE_MS, -1, false, "use"],
    ["the key is there, too old, and asking failed a second ago", true, -OUTAGE_MS, -RETRY_MS, false, "ask"],
    ["the key is there, too old, and another asks", true, -OUTAGE_MS, -1, true, "ask"],
    ["the key is unknown, and nobody has asked lately", false, -COOL_DOWN_MS, -COOL_DOWN_MS, false, "ask"],
    ["the key is unknown, and somebody has asked lately", false, -1, -1, false, "use"],
    ["the key is unknown, and another asks", false, -1, -1, true, "ask"],
  ])("when %s", (_, known, fetchedAt, triedAt, asked, step) => {
    expect(keySetStep({ known, fetchedAt, triedAt, asked }, 0)).toBe(step);
  });
});

describe("S8: the key set", () => {
  it("verifies with a key that was fetched, and keeps it", async () => {
    const source = new Source(() => ({ keys: [first.jwk, second.jwk] }));
    const set = source.set();
    const key = await set.key("second", NOW);
    if (!key) throw new Error("The key is missing.");
    expect(await verifyAccessToken(await signToken(second, NOW), key, PUBLIC_URL, NOW)).not.toBeNull();
    expect(await verifyAccessToken(await signToken(first, NOW), key, PUBLIC_URL, NOW)).toBeNull();
    expect(await set.key("first", NOW + REFRESH_MS - 1)).not.toBeNull();
    expect(source.asked).toBe(1);
  });

  it("asks once for a hundred requests that wait", async () => {
    const source = new Source(() => ({ keys: [first.jwk] }));
    const set = source.set();
    const keys = await Promise.all(Array.from({ length: 100 }, () => set.key("first", NOW)));
    expect(new Set(keys).size).toBe(1);
    expect(source.asked).toBe(1);
  });

  it("asks once per cool-down, whatever storm of unknown key ids comes", async () => {
    const source = new Source(() => ({ keys: [first.jwk] }));
    const set = source.set();
    await set.key("first", NOW);
    for (let second = 0; second < 90; second += 1)
      for (let n = 0; n < 20; n += 1) expect(await set.key(`unknown-${second}-${n}`, NOW + second * 1_000)).toBeNull();
    expect(source.asked).toBe(1 + 2);
  });

  it("finds a key that came by rotation, and forgets one that was withdrawn", async () => {
    const source = new Source(() => ({ keys: [first.jwk] }));
    const set = source.set();
    expect(await set.key("second", NOW)).toBeNull();
    source.answer = () => ({ keys: [second.jwk] });
    expect(await set.key("second", NOW + COOL_DOWN_MS)).not.toBeNull();
    expect(await set.key("first", NOW + COOL_DOWN_MS)).toBeNull();
  });

  it("gives up a withdrawn key within ten minutes", async () => {
    const source = new Source(() => ({ keys: [first.jwk, second.jwk] }));
    const set = source.set();
    await set.key("first", NOW);
    source.answer = () => ({ keys: [second.jwk] });
    expect(await set.key("first", NOW + REFRESH_MS)).toBeNull();
  });

  it("serves for an hour while croft-auth is away, asking every half minute, and then refuses", async () => {
    const source = new Source(() => ({ keys: [first.jwk] }));
    const set = source.set();
    await set.key("first", NOW);
    source.answer = down;
    for (let at = REFRESH_MS; at < OUTAGE_MS; at += 10_000) expect(await set.key("first", NOW + at)).not.toBeNull();
    expect(source.asked).toBe(1 + (OUTAGE_MS - REFRESH_MS) / COOL_DOWN_MS);
    expect(source.reported).toHaveLength(source.asked - 1);
    await expect(set.key("first", NOW + OUTAGE_MS)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    source.answer = () => ({ keys: [first.jwk] });
    expect(await set.key("first", NOW + OUTAGE_MS + RETRY_MS)).not.toBeNull();
  });

  it("refuses while it never had a key, asks again every second, and recovers", async () => {
    const source = new Source(down);
    const set = source.set();
    for (let ms = 0; ms < 3_000; ms += 100)
      await expect(set.key("first", NOW + ms)).rejects.toMatchObject({
        code: "UNAVAILABLE",
        headers: { "Retry-After": "1" },
      });
    expect(source.asked).toBe(3);
    source.answer = () => ({ keys: [first.jwk] });
    expect(await set.key("first", NOW + 3_000)).not.toBeNull();
  });

  it("waits two seconds for an answer that never comes, and asks anew then", async () => {
    const source = new Source(() => new Promise(() => undefined));
    const set = source.set();
    const waiting = Array.from({ length: 5 }, () => set.key("first", NOW).catch((error: unknown) => error));
    await vi.advanceTimersByTimeAsync(2_000);
    for (const error of await Promise.all(waiting)) expect(error).toMatchObject({ code: "UNAVAILABLE" });
    expect(source.asked).toBe(1);
    source.answer = () => ({ keys: [first.jwk] });
    expect(await set.key("first", NOW + 2_000)).not.toBeNull();
    expect(source.asked).toBe(2);
  });

  it("lets those who have a key go on while another waits for new ones", async () => {
    const source = new Source(() => ({ keys: [first.jwk] }));
    const set = source.set();
    await set.key("first", NOW);
    source.answer = () => new Promise(() => undefined);
    const waiting = set.key("first", NOW + REFRESH_MS);
    expect(await set.key("first", NOW + REFRESH_MS)).not.toBeNull();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await waiting).not.toBeNull();
  });

  it("keeps newer keys when an answer that was given up comes late", async () => {
    const held: ((answer: unknown) => void)[] = [];
    const source = new Source(() => new Promise((resolve) => void held.push(resolve)));
    const set = source.set();
    const waiting = set.key("first", NOW).catch(() => "given up");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await waiting).toBe("given up");
    source.answer = () => ({ keys: [second.jwk] });
    expect(await set.key("second", NOW + 2_000)).not.toBeNull();
    held[0]?.({ keys: [first.jwk] });
    await vi.advanceTimersByTimeAsync(10);
    expect([await set.key("first", NOW + 2_001), await set.key("second", NOW + 2_001)]).toEqual([
      null,
      expect.anything(),
    ]);
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a page", "<html></html>"],
    ["a list", []],
    ["an error", { error: { code: "INTERNAL" } }],
    ["keys that are no list", { keys: { first: 1 } }],
    ["a megabyte of keys", { keys: Array.from({ length: 5_000 }, (_, n) => ({ kid: `k${n}`, pad: "x".repeat(200) })) }],
  ])("goes on with what it has when the answer is %s", async (_, answer) => {
    const source = new Source(() => ({ keys: [first.jwk] }));
    const set = source.set();
    await set.key("first", NOW);
    source.answer = () => answer;
    expect(await set.key("first", NOW + REFRESH_MS)).not.toBeNull();
    expect(source.reported).toHaveLength(1);
  });

  it("uses no key but those of its own kind", async () => {
    const { kty, crv, x, y } = first.jwk;
    const odd = [
      { kty: "oct", k: "c2VjcmV0", kid: "secret", alg: "HS256" },
      { kty: "RSA", n: "AQAB", e: "AQAB", kid: "rsa" },
      { kty: "OKP", crv: "Ed25519", x, kid: "ed" },
      { kty, crv: "P-384", x, y, kid: "p384" },
      { kty, crv, x, y, kid: "other-algorithm", alg: "ES384" },
      { kty, crv, x, y, kid: "for-encryption", use: "enc" },
      { kty, crv, x, y, kid: "../../x" },
      { kty, crv, x, y },
      { kty, crv, x, y: x, kid: "off-the-curve" },
      { kty, crv, x, kid: "half" },
      "first",
      null,
      first.jwk,
    ];
    const source = new Source(() => ({ keys: odd }));
    const set = source.set();
    for (const name of [
      "secret",
      "rsa",
      "ed",
      "p384",
      "other-algorithm",
      "for-encryption",
      "../../x",
      "off-the-curve",
      "half",
    ])
      expect(await set.key(name, NOW), name).toBeNull();
    expect(await set.key("first", NOW)).not.toBeNull();
    expect(await set.key("constructor", NOW)).toBeNull();
  });

  it("verifies nothing with a private key that was shown by mistake, but with its public half", async () => {
    const source = new Source(() => ({ keys: [{ ...first.jwk, d: "AQ" }] }));
    const key = await source.set().key("first", NOW);
    expect(key?.type).toBe("public");
  });
});

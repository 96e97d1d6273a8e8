import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { accessTokenOf, keyIdOf, verifyAccessToken } from "../../src/auth/access-token.ts";
import {
  base64url,
  type Claims,
  claimsAt,
  headerOf,
  makeSigner,
  NOW,
  PUBLIC_URL,
  SESSION,
  type Signer,
  signRaw,
  signToken,
  signWithSecret,
  USER,
} from "../support/tokens.ts";

const SECONDS = NOW / 1_000;
let ours: Signer;
let theirs: Signer;

beforeAll(async () => {
  ours = await makeSigner("key-1");
  theirs = await makeSigner("key-1");
});

/** As the routing Worker goes about it: first the header, then the key of that name, then the rest. */
async function accepted(token: string, now = NOW): Promise<boolean> {
  if (keyIdOf(token) !== ours.kid) return false;
  return (await verifyAccessToken(token, ours.publicKey, PUBLIC_URL, now)) !== null;
}

describe("S8: an access token", () => {
  it("says who it is for, in which session, and until when", async () => {
    const token = await signToken(ours, NOW);
    expect(keyIdOf(token)).toBe("key-1");
    expect(await verifyAccessToken(token, ours.publicKey, PUBLIC_URL, NOW)).toEqual({
      userId: USER,
      sessionId: SESSION,
      operator: false,
      expiresAt: NOW + 300_000,
    });
    const above = await signToken(ours, NOW, { role: "operator" });
    expect(await verifyAccessToken(above, ours.publicKey, PUBLIC_URL, NOW)).toMatchObject({ operator: true });
  });

  it("is good to its last millisecond, and no longer", async () => {
    const token = await signToken(ours, NOW);
    expect([await accepted(token, NOW + 299_999), await accepted(token, NOW + 300_000)]).toEqual([true, false]);
  });

  it.each<[string, Claims]>([
    ["no algorithm", { alg: "none" }],
    ["None in another case", { alg: "nOnE" }],
    ["another curve", { alg: "ES384" }],
    ["RSA", { alg: "RS256" }],
    ["RSA-PSS", { alg: "PS256" }],
    ["HMAC", { alg: "HS256" }],
    ["Ed25519", { alg: "EdDSA" }],
    ["the algorithm in small letters", { alg: "es256" }],
    ["two algorithms", { alg: ["ES256", "none"] }],
    ["no type", { typ: undefined }],
    ["the type of any JWT", { typ: "JWT" }],
    ["the type of an ID token", { typ: "id+jwt" }],
    ["the type with its tree", { typ: "application/at+jwt" }],
    ["the type in capitals", { typ: "AT+JWT" }],
    ["no key id", { kid: undefined }],
    ["a key id that is no text", { kid: 1 }],
    ["a path as key id", { kid: "../../dev/null" }],
    ["SQL as key id", { kid: "x' OR '1'='1" }],
    ["an address as key id", { kid: "https://evil.example/key" }],
    ["an empty key id", { kid: "" }],
    ["a long key id", { kid: "k".repeat(65) }],
    ["a member of every object as key id", { kid: "constructor" }],
    ["an address of keys", { jku: "https://evil.example/jwks" }],
    ["an address of certificates", { x5u: "https://evil.example/cert" }],
    ["certificates", { x5c: ["MIIB"] }],
    ["a fingerprint of a certificate", { x5t: "abc" }],
    ["something critical", { crit: ["exp"], exp: 1 }],
    ["nothing critical", { crit: [] }],
    ["an unencoded payload", { b64: false, crit: ["b64"] }],
    ["an encoded payload", { b64: true }],
    ["compression", { zip: "DEF" }],
    ["another content", { cty: "JWT" }],
    ["a nonce", { nonce: "x" }],
  ])("is refused with %s in its header, even where the signature holds", async (_, changes) => {
    expect(await accepted(await signRaw(ours, headerOf(ours.kid, changes), claimsAt(NOW)))).toBe(false);
  });

  it("is refused with the forger's own key in its header", async () => {
    const header = headerOf(ours.kid, { jwk: theirs.jwk });
    expect(await accepted(await signRaw(theirs, header, claimsAt(NOW)))).toBe(false);
    expect(await accepted(await signRaw(ours, header, claimsAt(NOW)))).toBe(false);
  });

  it("is refused with a header that is read in two ways, or that is none", async () => {
    const twice = `{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"key-1"}`;
    for (const header of [twice, "[]", "null", '"ES256"', "", "{", "{}", "\ufeff{}", '{"__proto__":{"alg":"ES256"}}'])
      expect(await accepted(await signRaw(ours, header, claimsAt(NOW))), header).toBe(false);
  });

  it("is refused when another key of the same name has signed it", async () => {
    expect(await accepted(await signToken(theirs, NOW))).toBe(false);
  });

  it("is refused when the public key has signed it as a secret", async () => {
    const pem = JSON.stringify(ours.jwk);
    for (const alg of ["HS256", "ES256"]) {
      const token = await signWithSecret(pem, headerOf(ours.kid, { alg }), claimsAt(NOW));
      expect(await accepted(token), alg).toBe(false);
    }
  });

  it.each<[string, Claims]>([
    ["no end", { exp: undefined }],
    ["an end as text", { exp: String(SECONDS + 300) }],
    ["an end as text of no number", { exp: "never" }],
    ["a fraction as end", { exp: SECONDS + 299.5 }],
    ["a negative end", { exp: -1 }],
    ["an end of 0", { exp: 0 }],
    ["an end of null", { exp: null }],
    ["an end of true", { exp: true }],
    ["a list as end", { exp: [SECONDS + 300] }],
    ["an object as end", { exp: { valueOf: SECONDS + 300 } }],
    ["an end beyond all whole numbers", { exp: 1e300 }],
    ["an end in milliseconds", { exp: NOW + 300_000 }],
    ["an end in a thousand years", { exp: SECONDS + 31_536_000_000 }],
    ["an end a second too late", { exp: SECONDS + 301 }],
    ["an end that has come", { exp: SECONDS }],
    ["an end before its beginning", { iat: SECONDS + 20, exp: SECONDS + 10 }],
    ["no beginning", { iat: undefined }],
    ["a beginning as text", { iat: String(SECONDS) }],
    ["a fraction as beginning", { iat: SECONDS + 0.5 }],
    ["a negative beginning", { iat: -SECONDS }],
    ["a beginning to come", { iat: SECONDS + 60, exp: SECONDS + 360 }],
    ["a beginning in milliseconds", { iat: NOW, exp: NOW + 300 }],
    ["a time before which it is not good", { nbf: SECONDS + 60 }],
    ["such a time as text", { nbf: String(SECONDS - 60) }],
    ["such a time as a fraction", { nbf: SECONDS - 60.5 }],
    ["no issuer", { iss: undefined }],
    ["another issuer", { iss: "https://evil.example/auth" }],
    ["the issuer with a slash", { iss: `${PUBLIC_URL}/auth/` }],
    ["the issuer in capitals", { iss: `${PUBLIC_URL.toUpperCase()}/auth` }],
    ["a list of issuers", { iss: [`${PUBLIC_URL}/auth`] }],
    ["class 7: no audience", { aud: undefined }],
    ["class 7: the audience of another installation", { aud: "https://other.test" }],
    ["class 7: a list with our audience", { aud: [PUBLIC_URL] }],
    ["class 7: a list with ours and another audience", { aud: ["https://other.test", PUBLIC_URL] }],
    ["class 7: an audience that begins like ours", { aud: `${PUBLIC_URL}.evil.example` }],
    ["class 7: an audience with a path", { aud: `${PUBLIC_URL}/` }],
    ["nobody", { sub: undefined }],
    ["an e-mail address for a person", { sub: "ada@example.com" }],
    ["the operator for a person", { sub: "operator" }],
    ["a key for a person", { sub: "key_01KAJ5Q9ZK3M8W2X4Y7T1B0CND" }],
    ["a list of people", { sub: [USER] }],
    ["no session", { sid: undefined }],
    ["a session that is none", { sid: "ses_1" }],
    ["another role", { role: "owner" }],
    ["a list of roles", { role: ["operator"] }],
  ])("is refused with %s, even where the signature holds", async (_, changes) => {
    expect(await accepted(await signToken(ours, NOW, changes))).toBe(false);
  });

  it.each(["[]", "null", '"x"', "{", "", "\u0000", `{"exp":1e400}`])(
    "is refused with %j for claims",
    async (claims) => {
      expect(await accepted(await signRaw(ours, headerOf(ours.kid), claims))).toBe(false);
      expect(accessTokenOf(claims, PUBLIC_URL, NOW)).toBeNull();
    },
  );

  it("is refused with other claims under the same signature", async () => {
    const [header, , signature] = (await signToken(ours, NOW)).split(".");
    const claims = claimsAt(NOW, { role: "operator" });
    expect(await accepted(`${header}.${base64url(JSON.stringify(claims))}.${signature}`)).toBe(false);
  });

  it("is refused in every spelling but its own", async () => {
    const token = await signToken(ours, NOW);
    const [header = "", claims = "", signature = ""] = token.split(".");
    const last = signature.at(-1) ?? "";
    // The last character stands for two bits: the other four change nothing where a decoder does not look.
    const twin = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const respelled = `${signature.slice(0, -1)}${twin[twin.indexOf(last) + 1]}`;
    const spellings = [
      `${token}.`,
      `${token}..`,
      `.${token}`,
      `${header}.${claims}`,
      `${header}.${claims}.`,
      `${header}..${signature}`,
      `.${claims}.${signature}`,
      `${token}=`,
      `${token}==`,
      `${token} `,
      ` ${token}`,
      `${token}\n`,
      `${header}.${claims}\n.${signature}`,
      `${header}=.${claims}.${signature}`,
      `${header}.${claims}.${respelled}`,
      `${header}.${claims}.${signature.slice(0, -2)}`,
      `${header}.${claims}.${"A".repeat(86)}`,
      `${header}.${claims}.${signature.replaceAll("-", "+").replaceAll("_", "/")}+`,
      `${header}.${claims}.${signature}.${signature}.${signature}`,
      token.replace(".", "%2e"),
      token.toUpperCase(),
    ];
    for (const spelling of spellings) expect(await accepted(spelling), spelling).toBe(false);
    expect(await accepted(token)).toBe(true);
  });

  it("class 28: is refused encrypted, compressed and at 5 KB before anything is decoded", async () => {
    const jwe = [headerOf(ours.kid, { alg: "ECDH-ES", enc: "A256GCM", zip: "DEF" }), "", "iv", "text", "tag"];
    expect(
      keyIdOf(jwe.map((part) => base64url(typeof part === "string" ? part : JSON.stringify(part))).join(".")),
    ).toBe(null);
    const large = await signToken(ours, NOW, { padding: "x".repeat(5_000) });
    expect(large.length).toBeGreaterThan(5_000);
    expect(await accepted(large)).toBe(false);
  });

  it("is refused after any change of any character", async () => {
    const token = await signToken(ours, NOW);
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(..."AZaz09-_.=+/ "), async (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        expect(await accepted(changed)).toBe(changed === token);
      }),
      { numRuns: 300 },
    );
  });

  it("never throws, whatever it is given", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (text) => {
        expect(keyIdOf(text)).toBeNull();
        expect(await verifyAccessToken(text, ours.publicKey, PUBLIC_URL, NOW)).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});

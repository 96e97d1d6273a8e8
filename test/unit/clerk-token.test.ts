import { beforeAll, describe, expect, it } from "vitest";
import type { ClerkSettings } from "../../src/auth/clerk-settings.ts";
import { clerkKeyIdOf, clerkTokenOf, verifyClerkToken } from "../../src/auth/clerk-token.ts";
import { namedIssuer } from "../../src/auth/token-parts.ts";
import {
  CLERK_APP,
  CLERK_SESSION,
  CLERK_USER,
  type ClerkSigner,
  clerkClaims,
  makeClerkSigner,
  signClerkToken,
} from "../support/clerk.ts";
import { base64url, type Claims, NOW, signWithSecret } from "../support/tokens.ts";

const ISSUER = "https://clerk.example.com";
const settings = { issuer: ISSUER, authorizedParties: [CLERK_APP], audience: null };
const SECONDS = NOW / 1_000;
let clerk: ClerkSigner;
let other: ClerkSigner;

beforeAll(async () => {
  clerk = await makeClerkSigner("ins_1");
  other = await makeClerkSigner("ins_1");
});

const signed = (changes: Claims = {}, header: Claims = {}) =>
  signClerkToken(clerk, clerkClaims(ISSUER, NOW, changes), header);

/** As the routing Worker goes about it: first the header, then the key of that name, then the rest. */
async function accepted(token: string, given: ClerkSettings = settings): Promise<boolean> {
  if (clerkKeyIdOf(token) !== clerk.kid) return false;
  return (await verifyClerkToken(token, clerk.publicKey, given, NOW)) !== null;
}

describe("a session token of Clerk", () => {
  it("says who it is for, in which session, and until when, and makes nobody an operator", async () => {
    expect(await verifyClerkToken(await signed({ role: "operator" }), clerk.publicKey, settings, NOW)).toEqual({
      userId: CLERK_USER,
      sessionId: CLERK_SESSION,
      operator: false,
      expiresAt: NOW + 60_000,
    });
  });

  it.each<[string, Claims]>([
    [
      "of version 1",
      { v: undefined, sts: undefined, fva: undefined, o: undefined, org_id: "org_1", org_role: "org:admin" },
    ],
    ["without a time before which it is not good", { nbf: undefined }],
    ["made by a clock that is five seconds ahead", { iat: SECONDS + 5, nbf: SECONDS + 5, exp: SECONDS + 65 }],
    ["in its last second", { iat: SECONDS - 59, exp: SECONDS + 1 }],
    ["with names outside of ASCII in claims of its own", { name: "Zoë 東京" }],
  ])("is accepted %s", async (_, changes) => {
    expect(await accepted(await signed(changes))).toBe(true);
  });

  it.each<[string, Claims]>([
    ["of another issuer", { iss: "https://clerk.example.org" }],
    ["of the issuer with a slash", { iss: `${ISSUER}/` }],
    ["of the issuer in capitals", { iss: "https://CLERK.example.com" }],
    ["of no issuer", { iss: undefined }],
    ["of another application", { azp: "https://evil.example" }],
    ["of an application whose name begins like ours", { azp: `${CLERK_APP}.evil.example` }],
    ["of no application", { azp: undefined }],
    ["of an empty application", { azp: "" }],
    ["of several applications", { azp: [CLERK_APP] }],
    ["for another audience", { aud: "https://api.example" }],
    ["for nobody we know", { sub: undefined }],
    ["for one of our own people", { sub: "usr_01KAJ5Q9ZK3M8W2X4Y7T1B0CND" }],
    ["for a machine", { sub: "mch_2abc" }],
    ["for a person with a path in the name", { sub: "user_../../x" }],
    ["without a session, as those of templates are", { sid: undefined }],
    ["of one of our own sessions", { sid: "ses_01KAJ5Q9ZK3M8W2X4Y7T1B0CNE" }],
    ["of somebody who is not done with signing in", { sts: "pending" }],
    ["of a state that is yet to come", { sts: "paused" }],
    ["that somebody else uses in a person's name", { act: { sub: "user_staff" } }],
    ["that is over", { iat: SECONDS - 60, exp: SECONDS }],
    ["that is over by less than the clocks may differ", { iat: SECONDS - 61, exp: SECONDS - 1 }],
    ["that is not good yet", { nbf: SECONDS + 6 }],
    ["that was made in the future", { iat: SECONDS + 6, exp: SECONDS + 66 }],
    ["that ends before it begins", { exp: SECONDS - 1, iat: SECONDS }],
    ["that lives for longer than what ended is remembered", { exp: SECONDS + 301 }],
    ["without an end", { exp: undefined }],
    ["without a beginning", { iat: undefined }],
    ["whose end is text", { exp: String(SECONDS + 60) }],
    ["whose end is no whole number", { exp: SECONDS + 0.5 }],
  ])("is refused %s", async (_, changes) => {
    expect(await accepted(await signed(changes))).toBe(false);
    expect(clerkTokenOf(clerkClaims(ISSUER, NOW, changes), settings, NOW)).toBeNull();
  });

  it.each<[string, Claims]>([
    ["no algorithm", { alg: "none" }],
    ["another algorithm of the same key", { alg: "RS512" }],
    ["PSS", { alg: "PS256" }],
    ["a shared secret", { alg: "HS256" }],
    ["no type", { typ: undefined }],
    ["the type of OAuth applications", { typ: "at+jwt" }],
    ["no key", { kid: undefined }],
    ["a key that is no name", { kid: "../../etc" }],
    ["critical parameters", { crit: ["exp"] }],
    ["a key of its own", { jwk: { kty: "RSA" } }],
    ["an address of keys", { jku: "https://evil.example/jwks.json" }],
    ["an address of certificates", { x5u: "https://evil.example" }],
    ["certificates", { x5c: ["MII"] }],
    ["compression", { zip: "DEF" }],
  ])("is refused when its header names %s", async (_, header) => {
    expect(await accepted(await signed({}, header))).toBe(false);
  });

  it("is refused when another key has signed it, or none, or the public half as a secret", async () => {
    const claims = clerkClaims(ISSUER, NOW);
    expect(await accepted(await signClerkToken(other, claims))).toBe(false);
    const token = await signed();
    const [head = "", payload = "", signature = ""] = token.split(".");
    const changed = base64url(JSON.stringify({ ...claims, sub: "user_2other" }));
    expect(await accepted(`${head}.${changed}.${signature}`)).toBe(false);
    expect(await accepted(`${head}.${payload}.`)).toBe(false);
    expect(await accepted(`${token}.${signature}`)).toBe(false);
    expect(await accepted(`${token} `)).toBe(false);
    const secret = JSON.stringify(clerk.jwk);
    expect(await accepted(await signWithSecret(secret, { alg: "HS256", typ: "JWT", kid: "ins_1" }, claims))).toBe(
      false,
    );
  });

  it("is refused truncated anywhere", async () => {
    const token = await signed();
    const cuts = Array.from({ length: 40 }, (_, n) => Math.floor((n * token.length) / 40));
    for (const length of cuts) expect(await accepted(token.slice(0, length))).toBe(false);
  });

  it("is refused when it is too long for a header", async () => {
    const token = await signed({ more: "x".repeat(4_000) });
    expect(clerkKeyIdOf(token)).toBeNull();
    expect(namedIssuer(token)).toBeNull();
  });
});

describe("what is set for Clerk's tokens", () => {
  it("asks for no application where none is listed", async () => {
    const open = { ...settings, authorizedParties: [] };
    expect(await accepted(await signed({ azp: undefined }), open)).toBe(true);
    expect(await accepted(await signed({ azp: "https://anywhere.example" }), open)).toBe(true);
  });

  it.each<[string, unknown, boolean]>([
    ["the one", "croft", true],
    ["one of several", ["other", "croft"], true],
    ["another", "other", false],
    ["several others", ["other", "another"], false],
    ["none", undefined, false],
    ["an empty list", [], false],
  ])("asks for an audience where one is set: %s", async (_, aud, verdict) => {
    expect(await accepted(await signed({ aud }), { ...settings, audience: "croft" })).toBe(verdict);
  });
});

describe("the issuer that a token names", () => {
  it("is read from whatever stands there, verified by nobody", async () => {
    expect(namedIssuer(await signed())).toBe(ISSUER);
    expect(namedIssuer(`x.${base64url('{"iss":"a"}')}.`)).toBe("a");
  });

  it.each([
    ["", "."],
    ["no JSON", `x.${base64url("iss")}.y`],
    ["bytes that are no text", `x.${base64url(Uint8Array.of(0x7b, 0xff))}.y`],
    ["an issuer that is no text", `x.${base64url('{"iss":["a"]}')}.y`],
    ["two issuers", `x.${base64url('{"iss":"a","iss":"b"}')}.y`],
    ["two parts", `x.${base64url('{"iss":"a"}')}`],
    ["four parts", `x.${base64url('{"iss":"a"}')}.y.z`],
    ["a key of ours", "croft_acme_01KAJ5Q9ZK3M8W2X4Y7T1B0CND_00"],
  ])("is none in a text with %j", (_, token) => {
    expect(namedIssuer(token)).toBeNull();
  });
});

import type { RequestListener } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AccessTokens } from "../../src/auth/access-tokens.ts";
import { COOL_DOWN_MS, OUTAGE_MS } from "../../src/auth/key-set.ts";
import {
  CLERK_APP,
  CLERK_SESSION,
  CLERK_USER,
  clerkClaims,
  makeClerkSigner,
  signClerkToken,
} from "../support/clerk.ts";
import { type ClerkIssuer, showing, startClerkIssuer } from "../support/clerk-issuer.ts";
import { type Claims, claimsAt, headerOf, makeSigner, NOW, PUBLIC_URL, signRaw, signToken } from "../support/tokens.ts";

let clerk: ClerkIssuer;
beforeEach(async () => {
  clerk = await startClerkIssuer();
});
afterEach(() => clerk.close());

const ours = await makeSigner("key_ours");
const ended = new Set<string>();
afterEach(() => ended.clear());
const croftAuth = {
  jwks: async () => ({ keys: [ours.jwk] }),
  endedSince: async () => ({ position: 0, sessions: [...ended].map((id) => ({ id, until: NOW + 1_000_000 })) }),
};

/** An isolate that accepts both, and what it reported. */
function isolate() {
  const reported: string[] = [];
  const clerkSettings = { issuer: clerk.url, authorizedParties: [CLERK_APP], audience: null };
  const tokens = new AccessTokens(croftAuth, { publicUrl: PUBLIC_URL, clerk: clerkSettings }, (event, cause) =>
    reported.push(`${event}: ${String(cause)}`),
  );
  return { tokens, reported };
}

const signed = (changes: Claims = {}, now = NOW) => signClerkToken(clerk.signer, clerkClaims(clerk.url, now, changes));

describe("an isolate that accepts Clerk's tokens", () => {
  it("knows a person by them, and by our own as before", async () => {
    const { tokens } = isolate();
    expect(await tokens.actorOf(await signed(), NOW)).toEqual({
      kind: "user",
      id: CLERK_USER,
      session: CLERK_SESSION,
      expiresAt: NOW + 60_000,
    });
    expect(await tokens.actorOf(await signToken(ours, NOW), NOW)).toMatchObject({ kind: "user" });
    expect(clerk.asked).toEqual(["/.well-known/jwks.json"]);
  });

  it("asks for the keys once for many", async () => {
    const { tokens } = isolate();
    const many = await Promise.all(Array.from({ length: 20 }, (_, n) => signed({ jti: String(n) })));
    const actors = await Promise.all(many.map((token) => tokens.actorOf(token, NOW)));
    expect(actors.every((actor) => actor?.id === CLERK_USER)).toBe(true);
    expect(clerk.asked).toHaveLength(1);
  });

  it("follows a change of keys, once in the time between two questions", async () => {
    const { tokens } = isolate();
    await tokens.actorOf(await signed(), NOW);
    const next = await makeClerkSigner("ins_next");
    const later = NOW + COOL_DOWN_MS;
    const token = await signClerkToken(next, clerkClaims(clerk.url, later));
    clerk.answer = showing([clerk.signer, next]);
    expect(await tokens.actorOf(token, NOW + 5_000)).toBeNull();
    expect(await tokens.actorOf(token, later)).toMatchObject({ id: CLERK_USER });
    expect(clerk.asked).toHaveLength(2);
  });

  it.each([
    ["the session", CLERK_SESSION],
    ["the person, with every session", CLERK_USER],
  ])("refuses a token it has verified when croft-auth says that it has ended: %s", async (_, id) => {
    const { tokens } = isolate();
    const token = await signed();
    expect(await tokens.actorOf(token, NOW)).not.toBeNull();
    ended.add(id);
    expect(await tokens.actorOf(token, NOW + 5_000)).toBeNull();
  });

  it("refuses a verified token from the moment it ends", async () => {
    const { tokens } = isolate();
    const token = await signed();
    expect(await tokens.actorOf(token, NOW + 59_999)).not.toBeNull();
    expect(await tokens.actorOf(token, NOW + 60_000)).toBeNull();
  });
});

describe("S9: who verifies a token", () => {
  it("is never the other: what each signs in the other's name is refused", async () => {
    const { tokens } = isolate();
    const { kid } = clerk.signer;
    const asClerk = clerkClaims(clerk.url, NOW);
    const mixed = [
      // Our key, Clerk's claims, under the name of either key.
      await signRaw(ours, headerOf(ours.kid), asClerk),
      await signRaw(ours, headerOf(kid), asClerk),
      await signRaw(ours, { ...headerOf(ours.kid), typ: "JWT" }, asClerk),
      await signRaw(ours, headerOf(ours.kid), { ...claimsAt(NOW), iss: clerk.url }),
      // Clerk's key, our claims.
      await signClerkToken(clerk.signer, claimsAt(NOW)),
      await signClerkToken(clerk.signer, claimsAt(NOW), { typ: "at+jwt" }),
      await signClerkToken(clerk.signer, claimsAt(NOW), { typ: "at+jwt", alg: "ES256" }),
      await signClerkToken({ ...clerk.signer, kid: ours.kid }, claimsAt(NOW)),
      await signClerkToken(clerk.signer, { ...claimsAt(NOW), iss: clerk.url }),
      // Clerk's name for one of our people, and ours for one of Clerk's.
      await signed({ sub: claimsAt(NOW).sub }),
      await signToken(ours, NOW, { sub: CLERK_USER, sid: CLERK_SESSION }),
      await signed({ iss: `${PUBLIC_URL}/auth` }),
      await signed({ iss: "https://other.clerk.accounts.dev" }),
    ];
    for (const token of mixed) expect(await tokens.actorOf(token, NOW)).toBeNull();
  });

  it("is nobody for Clerk's tokens where Clerk is not set up, and Clerk is not asked", async () => {
    const tokens = new AccessTokens(croftAuth, { publicUrl: PUBLIC_URL, clerk: null }, () => undefined);
    expect(await tokens.actorOf(await signed(), NOW)).toBeNull();
    expect(clerk.asked).toEqual([]);
  });
});

describe("Clerk's keys", () => {
  const down: RequestListener = (_, response) => void response.writeHead(500).end();

  it("serve on while Clerk is away, for an hour; our own tokens need nothing of it", async () => {
    const { tokens, reported } = isolate();
    await tokens.actorOf(await signed(), NOW);
    clerk.answer = down;
    const soon = NOW + OUTAGE_MS - 1;
    expect(await tokens.actorOf(await signed({}, soon), soon)).toMatchObject({ id: CLERK_USER });
    const late = NOW + OUTAGE_MS;
    await expect(tokens.actorOf(await signed({}, late), late)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(await tokens.actorOf(await signToken(ours, late), late)).not.toBeNull();
    expect(reported[0]).toContain("keys of Clerk not fetched: Error: Clerk answered 500 instead of its keys.");
  });

  const elsewhere: RequestListener = ({ url }, response) => {
    if (url === "/elsewhere") return void response.end(JSON.stringify({ keys: [clerk.signer.jwk] }));
    response.writeHead(302, { location: `${clerk.url}/elsewhere` }).end();
  };
  it.each<[string, RequestListener]>([
    ["another address", elsewhere],
    ["an answer that failed", down],
    ["an answer that is no JSON", (_, response) => void response.end("<html>")],
    ["an answer without keys", (_, response) => void response.end("{}")],
    ["more keys than anybody has", (_, response) => void response.end(JSON.stringify({ keys: Array(17).fill({}) }))],
    [
      "more bytes than keys have",
      (_, response) => void response.end(JSON.stringify({ keys: [clerk.signer.jwk], more: "x".repeat(70_000) })),
    ],
    ["an answer that does not come", () => undefined],
  ])("are not taken from %s", async (_, answer) => {
    const { tokens } = isolate();
    clerk.answer = answer;
    await expect(tokens.actorOf(await signed(), NOW)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(clerk.asked).toEqual(["/.well-known/jwks.json"]);
  });

  it("are of one kind: others beside them are not used", async () => {
    const { tokens } = isolate();
    const small = await makeClerkSigner("ins_small", 1_024);
    const { jwk } = clerk.signer;
    const strange = [{ jwk: { ...jwk, kid: "ins_exp", e: "Aw" } }, { jwk: { ...jwk, kid: "ins_enc", use: "enc" } }];
    clerk.answer = showing([small, ...strange, clerk.signer]);
    expect(await tokens.actorOf(await signed(), NOW)).toMatchObject({ id: CLERK_USER });
    for (const kid of ["ins_small", "ins_exp", "ins_enc"])
      expect(
        await tokens.actorOf(await signClerkToken({ ...small, kid }, clerkClaims(clerk.url, NOW)), NOW),
      ).toBeNull();
  });
});

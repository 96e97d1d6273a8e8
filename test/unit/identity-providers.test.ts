import { describe, expect, it } from "vitest";
import { googleProvider, oidcProviders } from "../../src/auth/worker/identity-providers.ts";

const ACME = {
  id: "acme",
  name: "Acme",
  issuer: "https://id.acme.test",
  clientId: "croft",
  clientSecret: "secret",
  authorizationEndpoint: "https://id.acme.test/authorize",
  tokenEndpoint: "https://id.acme.test/token",
  jwksUri: "https://id.acme.test/jwks",
};
const isTaken = (...providers: object[]) => oidcProviders.safeParse(JSON.stringify(providers)).success;

describe("OIDC_PROVIDERS", () => {
  it("is nothing, or providers with what is usual filled in", () => {
    expect(oidcProviders.parse("")).toEqual([]);
    expect(oidcProviders.parse(JSON.stringify([ACME]))).toEqual([
      { ...ACME, scopes: ["openid", "email", "profile"], algorithms: ["RS256"], tokenEndpointAuth: "basic" },
    ]);
    expect(isTaken({ ...ACME, issuer: "http://127.0.0.1:9000", tokenEndpoint: "http://localhost:9000/token" })).toBe(
      true,
    );
  });

  it.each<[string, object[]]>([
    ["an address that anybody on the way can read", [{ ...ACME, tokenEndpoint: "http://id.acme.test/token" }]],
    ["an address that only looks local", [{ ...ACME, jwksUri: "http://localhost.evil.test/jwks" }]],
    ["a scheme that is none", [{ ...ACME, authorizationEndpoint: "JaVaScRiPt:alert(1)" }]],
    ["a name that Croft keeps passwords under", [{ ...ACME, id: "credential" }]],
    ["the name of Google", [{ ...ACME, id: "google" }]],
    ["a name that is no part of a path", [{ ...ACME, id: "../acme" }]],
    ["one name twice", [ACME, { ...ACME, issuer: "https://other.test" }]],
    ["scopes without an ID token", [{ ...ACME, scopes: ["email"] }]],
    ["class 12: a signature that whoever verifies could make", [{ ...ACME, algorithms: ["HS256"] }]],
    ["class 12: no signature", [{ ...ACME, algorithms: ["none"] }]],
    ["a setting that is not known", [{ ...ACME, pkce: false }]],
  ])("refuses %s", (_, providers) => {
    expect(isTaken(...providers)).toBe(false);
  });

  it("refuses what is no JSON", () => {
    expect(oidcProviders.safeParse("[{").success).toBe(false);
  });
});

it("Google is a provider as any other, its addresses all its own", () => {
  const { id, ...google } = googleProvider("client", "secret");
  expect(id).toBe("google");
  expect(isTaken({ ...google, id: "search" })).toBe(true);
  const hosts = Object.values(google).flatMap((value) =>
    String(value).startsWith("https:") ? [new URL(String(value)).hostname] : [],
  );
  for (const host of hosts) expect(host).toMatch(/(^|\.)(google|googleapis)\.com$/);
});

import { describe, expect, it } from "vitest";
import { ENV_ADVICE, parseEnv } from "../../src/env.ts";

const TOKEN = "t".repeat(32);
const OLD_SECRET = "0a".repeat(32);
const NEW_SECRET = "1b".repeat(32);
const good = {
  PUBLIC_URL: "https://croft.example.com",
  OPERATOR_TOKEN: TOKEN,
  KEY_MAC_SECRETS: `1:${OLD_SECRET}`,
  CREDENTIAL_SECRETS: `1:${NEW_SECRET}`,
};
const PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0secret\nQUFB\n-----END RSA PRIVATE KEY-----";

describe("parseEnv", () => {
  it("fills in what may be left out", () => {
    expect(parseEnv(good)).toEqual({
      publicUrl: "https://croft.example.com",
      operatorTokens: [TOKEN],
      keyMacSecrets: new Map([["1", OLD_SECRET]]),
      logLevel: "info",
      allowPrivateAddresses: false,
      allowedOrigins: [],
      githubApiUrl: "https://api.github.com",
      githubToken: null,
      githubApp: null,
      githubWebhookSecrets: [],
      credentialSecrets: new Map([["1", NEW_SECRET]]),
      clerk: null,
    });
  });

  it("reads several tokens and secrets, newest first", () => {
    const settings = parseEnv({
      ...good,
      OPERATOR_TOKEN: `${"n".repeat(40)}, ${TOKEN}`,
      KEY_MAC_SECRETS: `2:${NEW_SECRET}, 1:${OLD_SECRET}`,
    });
    expect(settings.operatorTokens).toEqual(["n".repeat(40), TOKEN]);
    expect([...settings.keyMacSecrets]).toEqual([
      ["2", NEW_SECRET],
      ["1", OLD_SECRET],
    ]);
  });

  it("reads the settings of a local run", () => {
    const settings = parseEnv({
      ...good,
      LOG_LEVEL: "debug",
      ALLOW_PRIVATE_ADDRESSES: "true",
      ALLOWED_ORIGINS: "http://localhost:5173, http://127.0.0.1:4000",
      GITHUB_API_URL: "http://127.0.0.1:9000/",
    });
    expect(settings).toMatchObject({
      logLevel: "debug",
      allowPrivateAddresses: true,
      allowedOrigins: ["http://localhost:5173", "http://127.0.0.1:4000"],
      githubApiUrl: "http://127.0.0.1:9000",
    });
  });

  it("reads whose people sign in with Clerk", () => {
    const issuer = "https://clerk.example.com";
    expect(parseEnv({ ...good, CLERK_ISSUER: issuer }).clerk).toEqual({
      issuer,
      authorizedParties: [],
      audience: null,
    });
    const parties = "https://app.example.com, http://localhost:3000,chrome-extension://abcdef";
    const behindProxy = { CLERK_ISSUER: "https://example.com/__clerk", CLERK_AUTHORIZED_PARTIES: parties };
    expect(parseEnv({ ...good, ...behindProxy, CLERK_AUDIENCE: "croft" }).clerk).toEqual({
      issuer: "https://example.com/__clerk",
      authorizedParties: ["https://app.example.com", "http://localhost:3000", "chrome-extension://abcdef"],
      audience: "croft",
    });
  });

  it("reads with what GitHub is asked", () => {
    const app = { GITHUB_APP_ID: "12345", GITHUB_APP_PRIVATE_KEY: `${PEM}\n` };
    const github = { ...app, GITHUB_TOKEN: "ghp_abc", GITHUB_WEBHOOK_SECRETS: `${OLD_SECRET}, ${NEW_SECRET}` };
    const settings = parseEnv({ ...good, ...github, CREDENTIAL_SECRETS: `2:${NEW_SECRET},1:${OLD_SECRET}` });
    expect(settings).toMatchObject({
      githubToken: "ghp_abc",
      githubApp: { id: "12345", privateKey: PEM },
      githubWebhookSecrets: [OLD_SECRET, NEW_SECRET],
    });
    expect([...settings.credentialSecrets.keys()]).toEqual(["2", "1"]);
    const inOneLine = { ...app, GITHUB_APP_PRIVATE_KEY: PEM.replaceAll("\n", "\\n") };
    expect(parseEnv({ ...good, ...inOneLine }).githubApp?.privateKey).toBe(PEM);
  });

  it("parses one environment once", () => {
    const env = { ...good };
    expect(parseEnv(env)).toBe(parseEnv(env));
    expect(parseEnv({ ...good })).not.toBe(parseEnv(env));
  });

  it.each([
    ["PUBLIC_URL", undefined],
    ["PUBLIC_URL", ""],
    ["PUBLIC_URL", "http://croft.example.com"],
    ["PUBLIC_URL", "https://croft.example.com/secret"],
    ["PUBLIC_URL", "https://user:secret@croft.example.com"],
    ["OPERATOR_TOKEN", undefined],
    ["OPERATOR_TOKEN", "short-secret"],
    ["OPERATOR_TOKEN", `${TOKEN},`],
    ["KEY_MAC_SECRETS", undefined],
    ["KEY_MAC_SECRETS", ""],
    ["KEY_MAC_SECRETS", OLD_SECRET],
    ["KEY_MAC_SECRETS", `0:${OLD_SECRET}`],
    ["KEY_MAC_SECRETS", `1:${OLD_SECRET},2:too-short-secret`],
    ["KEY_MAC_SECRETS", `1:${OLD_SECRET},1:${NEW_SECRET}`],
    ["CREDENTIAL_SECRETS", undefined],
    ["CREDENTIAL_SECRETS", "1:too-short-secret"],
    ["GITHUB_TOKEN", "ghp secret"],
    ["GITHUB_APP_ID", "secret"],
    ["GITHUB_APP_PRIVATE_KEY", "secret"],
    // The one without the other.
    ["GITHUB_APP_ID", ""],
    ["GITHUB_APP_PRIVATE_KEY", ""],
    ["GITHUB_WEBHOOK_SECRETS", "short-secret"],
    ["LOG_LEVEL", "loud-secret"],
    ["ALLOW_PRIVATE_ADDRESSES", "yes-secret"],
    ["ALLOWED_ORIGINS", "*"],
    ["ALLOWED_ORIGINS", "https://app.example.com/secret"],
    ["GITHUB_API_URL", "ftp://secret"],
    ["GITHUB_API_URL", "secret"],
    ["CLERK_ISSUER", "clerk.example.com"],
    ["CLERK_ISSUER", "https://clerk.example.com/"],
    ["CLERK_ISSUER", "https://example.com/__clerk/"],
    ["CLERK_ISSUER", "http://clerk.example.com"],
    ["CLERK_ISSUER", "https://clerk.example.com?secret"],
    ["CLERK_ISSUER", "https://user:secret@clerk.example.com"],
    // The issuer of our own tokens.
    ["CLERK_ISSUER", "https://croft.example.com/auth"],
    ["CLERK_AUTHORIZED_PARTIES", "*"],
    ["CLERK_AUTHORIZED_PARTIES", "app.example.com"],
    ["CLERK_AUTHORIZED_PARTIES", "https://app.example.com/"],
    ["CLERK_AUTHORIZED_PARTIES", "https://app.example.com,"],
  ] as const)("names %s and what to write when it is %j, and nothing else", (name, value) => {
    const message = `${name} is missing or wrong: write ${ENV_ADVICE[name]}.`;
    const app = name.startsWith("GITHUB_APP") ? { GITHUB_APP_ID: "1", GITHUB_APP_PRIVATE_KEY: PEM } : {};
    expect(() => parseEnv({ ...good, ...app, [name]: value })).toThrow(new Error(message));
  });

  it("names every wrong variable at once", () => {
    expect(() => parseEnv({})).toThrow(
      /^PUBLIC_URL is .*\nOPERATOR_TOKEN is .*\nKEY_MAC_SECRETS is .*\nCREDENTIAL_SECRETS is /,
    );
  });

  it("refuses what is no environment", () => {
    expect(() => parseEnv(undefined)).toThrow("The environment has to be an object.");
  });
});

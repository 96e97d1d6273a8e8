import { describe, expect, it } from "vitest";
import { AUTH_ENV_ADVICE, parseAuthEnv } from "../../src/auth/worker/env.ts";

const OLD = "0a".repeat(32);
const NEW = "1b".repeat(32);
const good = { PUBLIC_URL: "https://croft.example.com", AUTH_SECRETS: `1:${OLD}` };

describe("parseAuthEnv", () => {
  it("fills in what may be left out, and sends no mail by itself", () => {
    expect(parseAuthEnv(good)).toEqual({
      publicUrl: "https://croft.example.com",
      secrets: [{ version: 1, value: OLD }],
      allowedOrigins: [],
      logLevel: "info",
      mail: null,
      identityProviders: [],
      clerkWebhookSecret: null,
    });
  });

  it("reads the secret of Clerk's webhooks", () => {
    const secret = `whsec_${"aZ0+".repeat(8)}`;
    expect(parseAuthEnv({ ...good, CLERK_WEBHOOK_SECRET: secret }).clerkWebhookSecret).toBe(secret);
  });

  it("reads several secrets, the newest first", () => {
    expect(parseAuthEnv({ ...good, AUTH_SECRETS: `2:${NEW}, 1:${OLD}` }).secrets).toEqual([
      { version: 2, value: NEW },
      { version: 1, value: OLD },
    ]);
  });

  it("takes a provider of mails, or keeps them here", () => {
    const provider = { MAIL_API_URL: "https://api.resend.com/emails", MAIL_API_KEY: "re_1", MAIL_FROM: "a@b.example" };
    const http = { kind: "http", url: "https://api.resend.com/emails", key: "re_1", from: "a@b.example" };
    expect(parseAuthEnv({ ...good, ...provider }).mail).toEqual(http);
    expect(parseAuthEnv({ ...good, ...provider, LOCAL_MAIL: "true" }).mail).toEqual({ kind: "local" });
  });

  it.each(["http://localhost:8787", "http://127.0.0.1:1", "http://[::1]:8787", "https://a.example:8443"])(
    "takes %s as the public URL",
    (url) => {
      expect(parseAuthEnv({ ...good, PUBLIC_URL: url }).publicUrl).toBe(url);
    },
  );

  it.each([
    ["PUBLIC_URL", ""],
    ["PUBLIC_URL", "http://croft.example.com"],
    ["PUBLIC_URL", "https://croft.example.com/"],
    ["PUBLIC_URL", "http://localhost.evil.example"],
    ["AUTH_SECRETS", undefined],
    ["AUTH_SECRETS", OLD],
    ["AUTH_SECRETS", `1:${OLD},1:${NEW}`],
    ["AUTH_SECRETS", "1:short-secret"],
    ["ALLOWED_ORIGINS", "https://app.example.com/path"],
    ["LOCAL_MAIL", "maybe"],
    ["LOG_LEVEL", "loud"],
    ["CLERK_WEBHOOK_SECRET", "secret-without-its-prefix-0123456789"],
    ["CLERK_WEBHOOK_SECRET", "whsec_short"],
  ] as const)("names %s and what to write when it is %j, and nothing else", (name, value) => {
    const message = `${name} is missing or wrong: write ${AUTH_ENV_ADVICE[name]}.`;
    expect(() => parseAuthEnv({ ...good, [name]: value })).toThrow(new Error(message));
  });

  it("speaks http with a provider of mails", () => {
    const provider = { MAIL_API_URL: "ftp://mail.example.com", MAIL_API_KEY: "re_1", MAIL_FROM: "a@b.example" };
    expect(() => parseAuthEnv({ ...good, ...provider })).toThrow(/^MAIL_API_URL is [^\n]+$/);
  });

  it("asks for the key and the sender where a provider is named", () => {
    expect(() => parseAuthEnv({ ...good, MAIL_API_URL: "https://api.resend.com/emails" })).toThrow(
      /^MAIL_API_KEY is .*\nMAIL_FROM is /,
    );
  });
});

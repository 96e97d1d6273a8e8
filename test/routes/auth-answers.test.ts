import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import {
  anAddress,
  Browser,
  linkFor,
  mailTo,
  PASSWORD,
  PUBLIC_URL,
  signUpPerson,
  type TestPerson,
  verdict,
} from "../support/accounts.ts";

/** Signed in for all tests that leave it at that: a password is hashed twice for every sign-up. */
let person: TestPerson;
beforeAll(async () => {
  person = await signUpPerson();
});

describe("class 24: the name by which somebody called", () => {
  it("stands in no link and in no cookie", async () => {
    const email = "forwarded@example.com";
    const evil = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "http",
      forwarded: "host=evil.example",
      "x-original-url": "/x",
    };
    const browser = new Browser();
    await browser.post("/auth/sign-up/email", { name: "Eve", email, password: PASSWORD }, evil);
    const mail = await mailTo(email);
    expect(mail.text).toContain(`${PUBLIC_URL}/auth/verify-email?`);
    expect(mail.text).not.toContain("evil.example");
    const other = await exports.default.fetch("https://evil.example/auth/request-password-reset", {
      method: "POST",
      headers: { origin: PUBLIC_URL, "content-type": "application/json", ...evil },
      body: JSON.stringify({ email, redirectTo: "/new-password" }),
    });
    expect([other.status, (await other.text()).includes("evil")]).toEqual([200, false]);
    expect((await mailTo(email, "/auth/reset-password/")).text).not.toContain("evil.example");
  });
});

describe("class 27: where a link leads in the end", () => {
  const FOREIGN = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    `${PUBLIC_URL}@evil.example`,
    `${PUBLIC_URL}.evil.example`,
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "http://croft.test/",
  ];

  it.each(FOREIGN)("is never %s", async (url) => {
    const browser = new Browser(anAddress());
    const email = `nobody-${FOREIGN.indexOf(url)}@example.com`;
    for (const [path, body] of [
      ["/auth/sign-up/email", { name: "N", email, password: PASSWORD, callbackURL: url }],
      ["/auth/sign-in/email", { email, password: PASSWORD, callbackURL: url }],
      ["/auth/request-password-reset", { email, redirectTo: url }],
      ["/auth/send-verification-email", { email, callbackURL: url }],
    ] as const)
      expect(verdict(await browser.post(path, body)), path).toBe("403 FORBIDDEN");
    const query = `callbackURL=${encodeURIComponent(url)}`;
    for (const path of [`/auth/verify-email?token=x&${query}`, `/auth/reset-password/x?${query}`]) {
      const answer = await browser.get(path);
      expect([answer.status, answer.headers.get("location")], path).toEqual([403, null]);
    }
  });

  it.each(["/welcome?from=mail", "https://app.croft.test/welcome", `${PUBLIC_URL}/welcome`])(
    "may be %s",
    async (url) => {
      const email = `back-to-${FOREIGN.length}-${url.length}@example.com`;
      await new Browser().post("/auth/sign-up/email", { name: "N", email, password: PASSWORD, callbackURL: url });
      const answer = await new Browser().get(await linkFor(email, "/auth/verify-email"));
      expect([answer.status, answer.headers.get("location")]).toEqual([302, url]);
    },
  );
});

describe("class 14: an answer of /auth", () => {
  it("is kept by nobody, except for the public keys", async () => {
    const { browser } = person;
    for (const answer of [
      await browser.get("/auth/get-session"),
      await browser.get("/auth/list-sessions"),
      await browser.post("/auth/token"),
      await browser.get("/auth/unheard-of"),
      await browser.get("/dev/mail"),
    ])
      expect(answer.headers.get("cache-control")).toBe("no-store");
    expect((await browser.get("/auth/jwks")).headers.get("cache-control")).toBe("public, max-age=300");
  });

  it("has the headers of every answer", async () => {
    const { headers } = await new Browser().get("/auth/get-session");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("strict-transport-security")).toContain("max-age=");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  });
});

describe("class 1: a body that names somebody", () => {
  it("opens nothing without a session", async () => {
    const { id } = person;
    const named = { userId: id, user: { id }, id, sub: id, session: { userId: id }, role: "operator" };
    for (const path of [
      "/auth/token",
      "/auth/revoke-sessions",
      "/auth/revoke-other-sessions",
      "/auth/update-user",
      "/auth/change-password",
    ])
      expect(
        (await new Browser().post(path, { ...named, currentPassword: PASSWORD, newPassword: `${PASSWORD}!` })).status,
        path,
      ).toBeGreaterThanOrEqual(400);
  });

  it("changes nobody but the one who is signed in, and nothing that operators decide", async () => {
    const [mallory, victim] = [await signUpPerson(), await signUpPerson()];
    await mallory.browser.post("/auth/update-user", { name: "Mallory", userId: victim.id, id: victim.id });
    expect(JSON.parse((await victim.browser.get("/auth/get-session")).text)).toMatchObject({
      user: { name: "Test Person" },
    });
    await mallory.browser.post("/auth/revoke-sessions", { userId: victim.id });
    expect((await victim.browser.post("/auth/token")).status).toBe(200);
  });

  it.each([
    { operator: true },
    { status: "active", operator: true },
    { emailVerified: true },
    { twoFactorEnabled: true },
  ])("makes nobody an operator: %j", async (fields) => {
    const email = `${Object.keys(fields).join("-").toLowerCase()}@example.com`;
    const browser = new Browser();
    await browser.post("/auth/sign-up/email", { name: "M", email, password: PASSWORD, ...fields });
    const person = await signUpPerson();
    await person.browser.post("/auth/update-user", fields);
    expect(verdict(await person.browser.post("/auth/token", { role: "operator" }))).toBe("403 FORBIDDEN");
    expect(verdict(await browser.post("/auth/sign-in/email", { email, password: PASSWORD }))).toMatch(/^40[13] /);
  });

  it("of a token has a role and nothing else", async () => {
    const { browser } = person;
    for (const body of [{ role: "owner" }, { sub: "usr_1" }, { role: "operator", tenant: "acme" }, [], "operator"])
      expect(verdict(await browser.post("/auth/token", body))).toBe("422 VALIDATION_ERROR");
  });
});

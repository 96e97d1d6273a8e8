import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import {
  Browser,
  PASSWORD,
  type PageAnswer,
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

describe("class 3: a path of /auth", () => {
  it.each([
    "/auth//get-session",
    "//auth/get-session",
    "/auth/get-session/",
    "/auth/get%2dsession",
    "/auth%2fget-session",
    "/auth/%67et-session",
    "/auth/get-session;a=b",
    "/auth/get-session.",
    "/auth/get-session%00",
    "/auth/get-session%20",
    "/auth/GET-SESSION",
    "/AUTH/get-session",
    "/auth/./%2e%2e/get-session",
    "/auth",
    "/auth/",
    "/auth/unheard-of",
  ])("has one spelling, and %s is not it", async (path) => {
    const { browser } = person;
    expect(verdict(await browser.get(path))).toBe("404 NOT_FOUND");
    expect(verdict(await browser.post(path, {}))).toBe("404 NOT_FOUND");
  });

  it.each([
    "/ok",
    "/error",
    "/update-session",
    "/delete-user/callback",
    "/change-email",
    "/set-password",
    "/verify-password",
    "/refresh-token",
    "/get-access-token",
    "/account-info",
    "/admin/list-users",
    "/admin/set-role",
    "/admin/impersonate-user",
    "/sign-in/anonymous",
    "/organization/create",
    "/api-key/create",
  ])("of Better Auth that is not wanted does not exist: %s", async (path) => {
    const { browser } = person;
    expect(verdict(await browser.get(`/auth${path}`))).toBe("404 NOT_FOUND");
    expect(verdict(await browser.post(`/auth${path}`, {}))).toBe("404 NOT_FOUND");
  });

  it("says which methods it has", async () => {
    const refused = await new Browser().get("/auth/sign-in/email");
    expect([verdict(refused), refused.headers.get("allow")]).toEqual(["405 METHOD_NOT_ALLOWED", "POST"]);
    expect(verdict(await new Browser().send("DELETE", "/auth/token"))).toBe("405 METHOD_NOT_ALLOWED");
  });
});

describe("S11: a request of a foreign page", () => {
  /** Sends as a browser would that has `person`'s cookie, but with these headers alone. */
  async function raw(
    cookie: string,
    headers: Record<string, string>,
    body = "{}",
    path = "/auth/token",
  ): Promise<PageAnswer> {
    const sent = { ...(cookie ? { cookie } : {}), ...headers };
    const answer = await exports.default.fetch(PUBLIC_URL + path, { method: "POST", headers: sent, body });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }
  const json = { "content-type": "application/json" };

  it.each([
    ["another origin", { origin: "https://evil.example", ...json }],
    ["the origin null", { origin: "null", ...json }],
    ["no origin", json],
    ["no origin, from the site itself as it says", { "sec-fetch-site": "same-origin", ...json }],
    ["no origin, but a referrer", { referer: `${PUBLIC_URL}/`, ...json }],
    ["an origin in capitals", { origin: "HTTPS://CROFT.TEST", ...json }],
    ["an origin with a slash", { origin: `${PUBLIC_URL}/`, ...json }],
    ["an origin of another port", { origin: `${PUBLIC_URL}:8443`, ...json }],
    ["an origin over http", { origin: "http://croft.test", ...json }],
    ["an origin that begins like ours", { origin: `${PUBLIC_URL}.evil.example`, ...json }],
    ["an origin below ours", { origin: "https://pages.croft.test", ...json }],
    ["two origins", { origin: `${PUBLIC_URL} https://evil.example`, ...json }],
    [
      "another origin and a host that was forwarded",
      { origin: "https://evil.example", "x-forwarded-host": "evil.example", ...json },
    ],
  ])("with a cookie and %s is refused", async (_, headers) => {
    const { browser } = person;
    expect(verdict(await raw(browser.cookie, headers))).toBe("403 FORBIDDEN");
    expect((await browser.post("/auth/token")).status).toBe(200);
  });

  it.each([
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "text/plain; application/json",
  ])("cannot be a form: %s is refused, with the right origin too", async (type) => {
    const { browser } = person;
    const answer = await raw(browser.cookie, { origin: PUBLIC_URL, "content-type": type });
    expect(verdict(answer)).toBe("415 UNSUPPORTED_MEDIA_TYPE");
  });

  it("may come from a page of the configuration, which may read the answer", async () => {
    const { browser } = person;
    const origin = "https://app.croft.test";
    const answer = await raw(browser.cookie, { origin, ...json });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    expect(answer.headers.get("access-control-allow-credentials")).toBe("true");
    const foreign = await raw("", { origin: "https://evil.example", ...json });
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("lets pages send cookies to /auth and nowhere else", async () => {
    const preflight = async (path: string) => {
      const headers = { origin: "https://app.croft.test", "access-control-request-method": "POST" };
      const { headers: answered } = await exports.default.fetch(PUBLIC_URL + path, { method: "OPTIONS", headers });
      return [answered.get("access-control-allow-credentials"), answered.get("access-control-allow-methods")];
    };
    expect(await preflight("/auth/token")).toEqual(["true", "GET,POST"]);
    expect(await preflight("/v1/tenants")).toEqual([null, "GET,POST,PATCH,PUT,DELETE"]);
  });

  it("cannot sign anybody in as somebody else", async () => {
    const { email } = person;
    const body = JSON.stringify({ email, password: PASSWORD });
    const navigation = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", ...json };
    expect(verdict(await raw("", navigation, body, "/auth/sign-in/email"))).toBe("403 FORBIDDEN");
    expect(verdict(await raw("", { origin: "https://evil.example", ...json }, body, "/auth/sign-in/email"))).toBe(
      "403 FORBIDDEN",
    );
    // What is no browser has no origin, and no cookie that anybody could ride on.
    expect((await raw("", json, body, "/auth/sign-in/email")).status).toBe(200);
  });

  it("cannot toss a cookie under another name, nor reach Better Auth with one of another page", async () => {
    const { browser } = person;
    const value = browser.cookie.slice("__Host-croft-session=".length);
    const origin = { origin: PUBLIC_URL, ...json };
    for (const name of [
      "croft-session",
      "__Secure-croft-session",
      "better-auth.session_token",
      "__Host-better-auth.session_token",
    ])
      expect(verdict(await raw(`${name}=${value}`, origin))).toBe("401 UNAUTHENTICATED");
    // The data plane reads none at all.
    const me = await exports.default.fetch(`${PUBLIC_URL}/v1/me`, { headers: { cookie: browser.cookie } });
    expect([me.status, (await me.text()).includes("UNAUTHENTICATED")]).toEqual([401, true]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  accountsOf,
  cameBack,
  errorOf,
  type OtherServices,
  signInWith,
  startWithOtherServices,
} from "../support/other-services.ts";

let services: OtherServices;
beforeAll(async () => {
  services = await startWithOtherServices();
});
afterAll(() => services?.stop());
beforeEach(() => services.renew());

const encoded = (header: object) => Buffer.from(JSON.stringify({ ...header, typ: "JWT" })).toString("base64url");

describe("sign-in with another service", () => {
  it("opens an account, and the same one the next time, whatever the address has become meanwhile", async () => {
    const first = services.visitor();
    const answer = await signInWith(first);
    expect([answer.status, answer.location]).toEqual([302, "/welcome"]);
    const { id } = await accountsOf(first);
    services.acme.person.email = `renamed-${services.email}`;
    const second = services.visitor();
    await signInWith(second);
    expect(await accountsOf(second)).toMatchObject({ id, providers: ["acme"] });
  });

  it("S9: asks with PKCE S256, a state, a nonce, and the one address that it is answered at", async () => {
    const browser = services.visitor();
    const { asked, back } = await cameBack(browser);
    const { searchParams } = asked;
    expect(searchParams.get("code_challenge_method")).toBe("S256");
    expect(searchParams.get("code_challenge")).toMatch(/^[\w-]{43}$/);
    expect(searchParams.get("state")).toMatch(/^[\w-]{32,}$/);
    expect(searchParams.get("nonce")).toMatch(/^[\w-]{32,}$/);
    expect(searchParams.get("redirect_uri")).toBe(`${services.server.url}/auth/callback/acme`);
    expect(searchParams.get("response_type")).toBe("code");
    await browser.get(back);
    const [request] = services.acme.tokenRequests;
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(String(request?.code_verifier)));
    expect(Buffer.from(digest).toString("base64url")).toBe(searchParams.get("code_challenge"));
  });

  it("asks for the e-mail address where the ID token does not say it, and believes it about that person alone", async () => {
    services.acme.wrong = { email: undefined, email_verified: undefined };
    const browser = services.visitor();
    expect((await signInWith(browser)).location).toBe("/welcome");
    expect((await accountsOf(browser)).email).toBe(services.email);
    services.acme.wrong = { ...services.acme.wrong, sub: "somebody-else" };
    expect(errorOf(await signInWith(services.visitor()))).not.toBe(null);
  });

  it.each<[string, Record<string, unknown>]>([
    ["another issuer", { iss: "https://evil.example" }],
    ["another audience", { aud: "another-client" }],
    ["several audiences, made for another", { aud: ["croft", "another"], azp: "another" }],
    ["several audiences, made for nobody", { aud: ["croft", "another"] }],
    ["another nonce", { nonce: "another" }],
    ["no nonce", { nonce: undefined }],
    ["an end that has passed", { exp: 1_700_000_000 }],
    ["an old date", { iat: 1_700_000_000 }],
    ["nobody", { sub: undefined }],
  ])("class 24: refuses an ID token with %s", async (_, wrong) => {
    services.acme.wrong = wrong;
    const browser = services.visitor();
    expect(errorOf(await signInWith(browser))).not.toBe(null);
    expect(await browser.isSignedIn()).toBe(false);
  });

  it.each<[string, (body: Record<string, unknown>) => void]>([
    [
      "without a signature",
      (body) => (body.id_token = `${encoded({ alg: "none" })}.${String(body.id_token).split(".")[1]}.`),
    ],
    [
      "signed with what everybody knows",
      (body) => (body.id_token = `${encoded({ alg: "HS256" })}.${String(body.id_token).split(".").slice(1).join(".")}`),
    ],
    [
      "changed behind the signature",
      (body) =>
        (body.id_token = String(body.id_token).replace(
          /\.([^.]+)\./,
          (_, claims: string) => `.${claims.slice(0, -4)}AAAA.`,
        )),
    ],
    ["left out", (body) => delete body.id_token],
    ["that is none", (body) => (body.id_token = "opaque")],
  ])("class 24: refuses an ID token %s", async (_, answer) => {
    services.acme.answer = answer;
    const browser = services.visitor();
    expect(errorOf(await signInWith(browser))).not.toBe(null);
    expect(await browser.isSignedIn()).toBe(false);
  });

  it("S9: refuses the token of a provider whose keys are right and whose issuer is another", async () => {
    expect(errorOf(await signInWith(services.visitor(), "wrong-issuer"))).not.toBe(null);
  });
});

describe("the way back", () => {
  it("class 6, S9: of 50 answers at once with one code exactly one is redeemed, and one session made", async () => {
    const browser = services.visitor();
    const { back } = await cameBack(browser);
    const { cookie } = browser;
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => fetch(back, { redirect: "manual", headers: { cookie } })),
    );
    const signedIn = answers.filter((answer) =>
      answer.headers.getSetCookie().some((each) => /-session=[^;]/.test(each)),
    );
    expect(signedIn).toHaveLength(1);
    expect(services.acme.tokenRequests).toHaveLength(1);
  });

  it("S9: counts once, also later", async () => {
    const browser = services.visitor();
    const { back } = await cameBack(browser);
    const { cookie } = browser;
    await browser.get(back);
    const again = await fetch(back, { redirect: "manual", headers: { cookie } });
    expect(new URL(again.headers.get("location") ?? "").searchParams.get("error")).toBe("state_mismatch");
    expect(services.acme.tokenRequests).toHaveLength(1);
  });

  it("S9: is nobody else's: another browser gets nothing by it", async () => {
    const { back } = await cameBack(services.visitor());
    const victim = services.visitor();
    expect(errorOf(await victim.get(back))).toBe("state_mismatch");
    const alsoAsking = services.visitor();
    await cameBack(alsoAsking);
    expect(errorOf(await alsoAsking.get(back))).toBe("state_mismatch");
    expect([await victim.isSignedIn(), await alsoAsking.isSignedIn()]).toEqual([false, false]);
    expect(services.acme.tokenRequests).toHaveLength(0);
  });

  it("S9: comes from the provider that was asked: neither another's path nor another's name is believed", async () => {
    const browser = services.visitor();
    const { back } = await cameBack(browser);
    expect(errorOf(await browser.get(back.replace("/callback/acme", "/callback/other")))).not.toBe(null);
    const named = services.visitor();
    const { back: second } = await cameBack(named);
    expect(errorOf(await named.get(`${second}&iss=${encodeURIComponent(services.other.issuer)}`))).toBe(
      "issuer_mismatch",
    );
    const right = services.visitor();
    const { back: third } = await cameBack(right);
    expect((await right.get(`${third}&iss=${encodeURIComponent(services.acme.issuer)}`)).location).toBe("/welcome");
    expect([services.acme.tokenRequests.length, services.other.tokenRequests.length]).toEqual([1, 0]);
    expect([await browser.isSignedIn(), await named.isSignedIn()]).toEqual([false, false]);
  });

  it("S9: says what the provider refused, in words alone", async () => {
    const browser = services.visitor();
    const { back } = await cameBack(browser);
    const url = new URL(back);
    url.searchParams.delete("code");
    url.searchParams.set("error", "access_denied");
    expect(errorOf(await browser.get(url.href))).toBe("access_denied");
  });

  it.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/%5cevil.example",
    "https:evil.example",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "http://127.0.0.1.evil.example/",
    "/\t/evil.example",
    "{url}@evil.example/",
    "{url}.evil.example/",
    "/../\\/evil.example",
    " https://evil.example",
  ])("S10, class 26, class 27: never leads to %s", async (address) => {
    const to = address.replace("{url}", services.server.url);
    for (const field of ["callbackURL", "errorCallbackURL", "newUserCallbackURL"]) {
      const answer = await services
        .visitor()
        .post("/auth/sign-in/social", { provider: "acme", callbackURL: "/", [field]: to });
      expect([field, answer.status]).toEqual([field, 403]);
    }
    expect(
      (await services.visitor().post("/auth/request-password-reset", { email: services.email, redirectTo: to })).status,
    ).toBe(403);
    const verified = await services.visitor().get(`/auth/verify-email?token=x&callbackURL=${encodeURIComponent(to)}`);
    expect([verified.status, verified.location]).toEqual([403, ""]);
  });

  it.each([
    "idToken",
    "scopes",
    "additionalParams",
    "additionalData",
    "loginHint",
    "requestSignUp",
    "createData",
    "email",
  ])("class 11: takes no %s from a body", async (field) => {
    const answer = await services.visitor().post("/auth/sign-in/social", {
      provider: "acme",
      callbackURL: "/",
      [field]: { token: "x" },
    });
    expect(answer.status).toBe(422);
  });
});

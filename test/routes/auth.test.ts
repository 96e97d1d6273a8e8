import { env } from "cloudflare:workers";
import { createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { accounts } from "../../src/stubs.ts";
import { Browser, linkFor, mailTo, PASSWORD, PUBLIC_URL, signUpPerson, tokenOf } from "../support/accounts.ts";

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

describe("signing in", () => {
  it("leads from a mail to an access token that anybody can verify, and ends at once with sign-out", async () => {
    const browser = new Browser("203.0.113.7");
    const email = "ada@example.com";
    const signedUp = await browser.post("/auth/sign-up/email", { name: "Ada", email, password: PASSWORD });
    expect(signedUp.status).toBe(200);
    expect(browser.cookie).toBe("");

    const early = await browser.post("/auth/sign-in/email", { email, password: PASSWORD });
    expect(early.status).toBe(401);
    expect(JSON.parse(early.text)).toMatchObject({
      code: "INVALID_EMAIL_OR_PASSWORD",
      error: { code: "UNAUTHENTICATED" },
    });

    const verified = await browser.get(await linkFor(email, "/auth/verify-email"));
    expect([verified.status, verified.headers.get("location"), browser.cookie]).toEqual([
      302,
      "/sign-in?confirmed=yes",
      "",
    ]);

    const signedIn = await browser.post("/auth/sign-in/email", { email, password: PASSWORD });
    expect(signedIn.headers.get("set-cookie")).toMatch(
      /^__Host-croft-session=[^;]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );

    const token = await tokenOf(browser);
    const jwks = jwksSchema.parse(JSON.parse((await new Browser().get("/auth/jwks")).text));
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks), {
      issuer: `${PUBLIC_URL}/auth`,
      audience: PUBLIC_URL,
      typ: "at+jwt",
      algorithms: ["ES256"],
    });
    expect(Object.keys(protectedHeader).sort()).toEqual(["alg", "kid", "typ"]);
    expect(payload.sub).toMatch(/^usr_[0-9A-Z]{26}$/);
    expect(payload.sid).toMatch(/^ses_[0-9A-Z]{26}$/);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
    expect(payload).not.toHaveProperty("role");
    expect(payload).not.toHaveProperty("email");

    const { position } = await accounts(env).endedSince(0);
    const cookie = browser.cookie;
    const signedOut = await browser.post("/auth/sign-out");
    expect(signedOut.status).toBe(200);
    expect(signedOut.headers.get("x-croft-ended")).toBeNull();
    expect(browser.cookie).toBe("");
    const ended = await accounts(env).endedSince(position);
    expect(ended.sessions).toEqual([{ id: payload.sid, until: expect.any(Number) }]);
    expect((await new Browser().post("/auth/token", undefined, { cookie })).status).toBe(401);
  });

  it("tells croft who somebody is", async () => {
    const person = await signUpPerson("Grace@Example.com", "Grace");
    expect(await accounts(env).person(person.id)).toEqual({
      id: person.id,
      email: "grace@example.com",
      emailVerified: true,
      name: "Grace",
      status: "active",
      operator: false,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(await accounts(env).person("usr_01ARZ3NDEKTSV4RRFFQ69G5FAV")).toBeNull();
  });

  it("lets croft send mails", async () => {
    await accounts(env).sendMail({ to: "guest@example.com", subject: "Come in", text: "Here.", html: "<p>Here.</p>" });
    expect(await mailTo("guest@example.com")).toMatchObject({ subject: "Come in", text: "Here." });
  });
});

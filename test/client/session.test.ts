/** A session against a server, with the cookies of a browser kept by hand. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { createSession, type Session } from "../../src/client/session/session.ts";
import { Authenticator } from "../support/authenticator.ts";
import { linkTo } from "../support/local-mail.ts";
import { openNodeBrowser } from "../support/node-browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

const enabledSchema = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const PASSWORD = "correct horse battery";
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());
const opened: Session[] = [];
afterEach(() => {
  for (const session of opened.splice(0)) session.close();
});

function open(browser = openNodeBrowser(server.url)): Session {
  const session = createSession({ url: server.url, fetch: browser.fetch });
  opened.push(session);
  return session;
}

let made = 0;
/** Somebody who has signed up and confirmed their address. */
async function signUp(session: Session): Promise<{ email: string; password: string }> {
  made += 1;
  const account = { name: "Ada", email: `ada-${made}@example.com`, password: PASSWORD };
  await session.signUp(account);
  await fetch(await linkTo(server.url, account.email, "/auth/verify-email"));
  return account;
}

describe("a session of a running server", () => {
  it("signs up, wants the address confirmed, signs in, stays over a reload, and signs out", async () => {
    const browser = openNodeBrowser(server.url);
    const session = open(browser);
    expect(await session.ready()).toEqual({ status: "signed-out" });
    const account = { name: "Ada", email: "Ada@Example.com", password: PASSWORD };
    await session.signUp(account);
    await expect(session.signIn(account)).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      reason: "INVALID_EMAIL_OR_PASSWORD",
    });
    await fetch(await linkTo(server.url, "ada@example.com", "/auth/verify-email"));
    const { email, password } = account;
    const person = {
      id: expect.stringMatching(/^usr_/),
      email: "ada@example.com",
      emailVerified: true,
      name: "Ada",
      operator: false,
    };
    expect(await session.signIn({ email, password })).toEqual({ status: "signed-in", person });
    expect(browser.cookies()).toEqual(["__Host-croft-session"]);
    expect(await open(browser).ready()).toEqual({ status: "signed-in", person });
    expect(await session.tokens.get()).toMatch(/^eyJ/);
    await session.signOut();
    expect(browser.cookies()).toEqual([]);
    expect(session.state.value).toEqual({ status: "signed-out" });
    await expect(session.tokens.get()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("tells a wrong password from nothing, as the contract has it", async () => {
    const session = open();
    const { email } = await signUp(session);
    const wrong = { code: "UNAUTHENTICATED", status: 401, reason: "INVALID_EMAIL_OR_PASSWORD", retryable: false };
    await expect(session.signIn({ email, password: "not this one" })).rejects.toMatchObject(wrong);
    await expect(session.signIn({ email: "nobody@example.com", password: PASSWORD })).rejects.toMatchObject(wrong);
    const short = session.signUp({ name: "Bob", email: "bob@example.com", password: "short" });
    await expect(short).rejects.toMatchObject({ reason: "PASSWORD_TOO_SHORT", requestId: expect.any(String) });
  });

  it("takes a new password by mail, which ends every other session", async () => {
    const browser = openNodeBrowser(server.url);
    const session = open(browser);
    const account = await signUp(session);
    await session.signIn(account);
    const other = open();
    await other.requestPasswordReset(account.email, { returnTo: `${server.url}/reset` });
    const link = await fetch(await linkTo(server.url, account.email, "/auth/reset-password"), { redirect: "manual" });
    const token = new URL(link.headers.get("location") ?? "").searchParams.get("token") ?? "";
    await other.resetPassword({ token, password: "another battery" });
    await expect(other.resetPassword({ token, password: "a third battery" })).rejects.toMatchObject({
      reason: "INVALID_TOKEN",
    });
    expect(await session.refresh()).toEqual({ status: "signed-out" });
    await expect(other.signIn(account)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await other.signIn({ ...account, password: "another battery" })).toMatchObject({ status: "signed-in" });
  });

  it("asks for a second factor, of which a code and a backup code each open once", async () => {
    const session = open();
    const account = await signUp(session);
    await session.signIn(account);
    const enabled = await session.call("POST", "/two-factor/enable", { password: account.password });
    const { totpURI, backupCodes } = enabledSchema.parse(enabled);
    const app = new Authenticator(totpURI);
    await session.secondFactor({ totp: await app.code() });
    await session.signOut();
    const wanted = { status: "second-factor", methods: ["totp"] };
    expect(await session.signIn(account)).toEqual(wanted);
    expect(session.state.value).toEqual({ status: "signed-out" });
    await expect(session.secondFactor({ totp: "000000" })).rejects.toMatchObject({ reason: "INVALID_CODE" });
    expect(await session.secondFactor({ totp: await app.code(1) })).toMatchObject({ status: "signed-in" });
    expect(await session.tokens.get()).toMatch(/^eyJ/);
    await session.signOut();
    const [backupCode = ""] = backupCodes;
    await session.signIn(account);
    expect(await session.secondFactor({ backupCode })).toMatchObject({ status: "signed-in" });
    await session.signOut();
    await session.signIn(account);
    await expect(session.secondFactor({ backupCode })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("goes on when the server was away, and is no sign-out", async () => {
    const session = open();
    await session.signIn(await signUp(session));
    const before = session.state.value;
    await server.kill9();
    await expect(session.refresh()).rejects.toMatchObject({ code: "NETWORK" });
    await expect(session.tokens.get()).rejects.toMatchObject({ code: "NETWORK" });
    await server.restart();
    expect(await session.refresh()).toBe(before);
    expect(await session.tokens.get()).toMatch(/^eyJ/);
  });
});

/** The account's page in a real browser, from the links of mails on: what people do there, and what they read when it goes wrong. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { alertOf, fill, heading, newAddress, openAccount, PASSWORD, press, signIn } from "../support/account-page.ts";
import { Authenticator } from "../support/authenticator.ts";
import { openBrowser } from "../support/browser.ts";
import { createTenant } from "../support/operator.ts";
import { startServer, type TestServer } from "../support/server.ts";

const mailsSchema = z.object({ data: z.array(z.object({ text: z.string() })) });
const enabledSchema = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const invitationSchema = z.object({ data: z.object({ id: z.string() }) });

const WRONG = "The e-mail address or the password is wrong, or the address is not confirmed yet.";

let server: TestServer;
let browser: Browser;
let tenant: string;
let key: string;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer();
  ({ tenant, key } = await createTenant(server));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** A page of a browser of its own at a path, or at the link of a mail. */
const open = (path: string) => openAccount(browser, new URL(path, server.url).href);

/** The link below `path` in the newest mail to an address that has one. */
async function linkIn(email: string, path: string): Promise<string> {
  const find = async () => {
    const answer = await fetch(`${server.url}/dev/mail?to=${email}`, { headers: { accept: "application/json" } });
    const words = mailsSchema.parse(await answer.json()).data.flatMap(({ text }) => text.split(/\s/));
    return words.find((word) => word.startsWith(server.url + path));
  };
  await expect.poll(find).toBeTruthy();
  return (await find()) ?? "";
}

/** Creates an account where the page stands and follows the link of the mail. */
async function createAccount(page: Page, email: string): Promise<void> {
  await page.getByRole("link", { name: "Create an account" }).click();
  await fill(page, { "Your name": "Ada Lovelace", "E-mail address": email, Password: PASSWORD });
  await press(page, "Create the account");
  await heading(page, "Look into your mail");
  await page.goto(await linkIn(email, "/auth/verify-email"));
  await expect.poll(() => page.getByRole("status").textContent()).toBe("Your address is confirmed.");
}

/** Somebody signed in on `/account`. */
async function signedIn(email = newAddress()): Promise<{ page: Page; problems: readonly string[]; email: string }> {
  const opened = await open("/account");
  await createAccount(opened.page, email);
  await signIn(opened.page, email);
  await heading(opened.page, "Ada Lovelace");
  return { ...opened, email };
}

function asOwner(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${server.url}/v1/tenants/${tenant}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** Invites an address; returns the link of the mail and the invitation's id. */
async function invite(email: string, role = "admin"): Promise<{ link: string; id: string }> {
  const answer = await asOwner("POST", "/invitations", { email, role });
  expect(answer.status).toBe(201);
  const { id } = invitationSchema.parse(await answer.json()).data;
  return { link: await linkIn(email, "/invitations/"), id };
}

describe("an account", () => {
  it("is created, confirmed by mail and signed in to; nothing of it is kept within reach of scripts", async () => {
    const { page, problems, email } = await signedIn();
    await page.getByText(`You are signed in as ${email}.`).waitFor();
    await page.getByText("Nothing yet. Invitations come by mail.").waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe("/account");
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    expect(kept).toEqual([0, 0, ""]);
    await press(page, "Sign out");
    await heading(page, "Sign in");
    expect(problems).toEqual([]);
  });

  it("waits for its confirmation, and is sent another mail for it", async () => {
    const email = newAddress();
    const { page } = await open("/account#create");
    await fill(page, { "Your name": "Ada", "E-mail address": email, Password: PASSWORD });
    await press(page, "Create the account");
    await heading(page, "Look into your mail");
    await press(page, "Send the mail again");
    await expect.poll(() => page.getByRole("status").textContent()).toBe(`We have written to ${email} once more.`);
    await page.getByRole("link", { name: "Sign in" }).click();
    await signIn(page, email);
    expect(await alertOf(page)).toBe(WRONG);
    await page.getByRole("link", { name: "I have not confirmed my address yet" }).click();
    await heading(page, "Confirm your address");
    await fill(page, { "E-mail address": email });
    await press(page, "Send another link");
    await heading(page, "Look into your mail");
  });

  it("is not entered by a wrong password, and the focus stays where it was", async () => {
    const { page } = await open("/account");
    await signIn(page, "nobody@example.com", "wrong horse battery");
    expect(await alertOf(page)).toBe(WRONG);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Sign in");
  });

  it("gets a new password by a link that works once and signs out everywhere", async () => {
    const { page, email } = await signedIn();
    const elsewhere = await open("/account#forgot");
    await fill(elsewhere.page, { "E-mail address": email });
    await press(elsewhere.page, "Send the link");
    await heading(elsewhere.page, "Look into your mail");
    const link = await linkIn(email, "/auth/reset-password/");
    await elsewhere.page.goto(link);
    await fill(elsewhere.page, { "New password": "another horse battery" });
    await press(elsewhere.page, "Save the password");
    await heading(elsewhere.page, "Your password is changed");
    expect(new URL(elsewhere.page.url()).search).toBe("");
    await elsewhere.page.getByRole("link", { name: "Sign in" }).click();
    await signIn(elsewhere.page, email, "another horse battery");
    await heading(elsewhere.page, "Ada Lovelace");
    await page.reload();
    await heading(page, "Sign in");
    await page.goto(link);
    await expect.poll(() => page.getByRole("status").textContent()).toMatch(/^This link is over/);
    expect([...elsewhere.problems]).toEqual([]);
  });

  it("shows where it is signed in, and ends the other sessions", async () => {
    const { page, email } = await signedIn();
    const elsewhere = await open("/account");
    await signIn(elsewhere.page, email);
    await heading(elsewhere.page, "Ada Lovelace");
    await page.reload();
    await expect.poll(() => page.getByText("Chrome on Linux").count()).toBe(2);
    await press(page, "Sign out everywhere else");
    await expect.poll(() => page.getByText("Chrome on Linux").count()).toBe(1);
    await elsewhere.page.reload();
    await heading(elsewhere.page, "Sign in");
  });

  it("is not confirmed by a link that is over, and another link is sent", async () => {
    const { page } = await open("/auth/verify-email?token=over&callbackURL=%2Faccount%3Fverified%3Dyes");
    await heading(page, "This link is over");
    await fill(page, { "E-mail address": newAddress() });
    await press(page, "Send another link");
    await heading(page, "Look into your mail");
  });
});

describe("an invitation", () => {
  it("is accepted by somebody who has no account yet, and leads back from the mail", async () => {
    const email = newAddress();
    const { link } = await invite(email);
    const { page, problems } = await open(link);
    await heading(page, "You are invited");
    await createAccount(page, email);
    expect(page.url()).toBe(link);
    await signIn(page, email);
    await press(page, "Accept the invitation");
    await heading(page, `You are now admin of ${tenant}`);
    await page.getByRole("link", { name: "your account" }).click();
    await page.getByRole("listitem").filter({ hasText: tenant }).filter({ hasText: "admin" }).waitFor();
    await page.goto(link);
    await press(page, "Accept the invitation");
    await heading(page, "Nothing is left to accept");
    expect(problems).toEqual([]);
  });

  it("is not for anybody else, who may come back as the right person", async () => {
    const email = newAddress();
    const { link } = await invite(email, "viewer");
    const { page } = await signedIn();
    await page.goto(link);
    await press(page, "Accept the invitation");
    await heading(page, "You cannot accept this invitation");
    await page.getByText("This invitation is for another address.").waitFor();
    await press(page, "Use another account");
    await createAccount(page, email);
    await signIn(page, email);
    await press(page, "Accept the invitation");
    await heading(page, `You are now viewer of ${tenant}`);
  });

  it("says when it was taken back, and when it never was", async () => {
    const { page, email } = await signedIn();
    const { link, id } = await invite(email);
    expect((await asOwner("DELETE", `/invitations/${id}`)).status).toBe(200);
    await page.goto(link);
    await press(page, "Accept the invitation");
    await heading(page, "This invitation is over");
    await page.goto(`${link.slice(0, -1)}${link.endsWith("0") ? "1" : "0"}`);
    await press(page, "Accept the invitation");
    await heading(page, "There is no such invitation");
  });

  it("goes to the call that accepts it and into the mail that leads back, and to nothing else", async () => {
    const email = newAddress();
    const { link } = await invite(email);
    const token = new URL(link).pathname.split("/").at(-1) ?? "";
    const { page } = await open("/account");
    const told: string[] = [];
    page.on("request", (request) => {
      const whole = JSON.stringify([request.url(), request.headers(), request.postData()]);
      if (whole.includes(token))
        told.push(`${request.method()} ${new URL(request.url()).pathname.replace(token, "…")}`);
    });
    await page.goto(link);
    await createAccount(page, email);
    await signIn(page, email);
    await press(page, "Accept the invitation");
    await heading(page, `You are now admin of ${tenant}`);
    expect(new Set(told)).toEqual(
      new Set([
        "GET /invitations/…",
        "POST /auth/sign-up/email",
        "GET /auth/verify-email",
        "POST /v1/invitations/…/accept",
      ]),
    );
  });
});

describe("what stands in the way", () => {
  it("is said where the network is away, and the same press goes on when it is back", async () => {
    const { page } = await signedIn();
    await page.context().setOffline(true);
    await press(page, "Sign out");
    expect(await alertOf(page)).toBe("The server does not answer. Look whether you are online, and try again.");
    await page.context().setOffline(false);
    await press(page, "Sign out");
    await heading(page, "Sign in");
  });

  it.each([
    [429, { "Retry-After": "90" }, "That was tried too often. Try again in 2 minutes."],
    [429, {}, "That was tried too often. Try again in a few minutes."],
    [503, { "Retry-After": "1" }, "The server cannot do that at the moment. Try again shortly."],
  ])("is said of %i with %o", async (status, headers, sentence) => {
    const { page } = await open("/account");
    await page.route("**/auth/sign-in/email", (route) => route.fulfill({ status, headers, body: "{}" }));
    await signIn(page, newAddress());
    expect(await alertOf(page)).toBe(sentence);
  });

  it("is a second factor: a code of the app, or a backup code", async () => {
    const { page, email } = await signedIn();
    const call = async (path: string, data: object) =>
      (await page.request.post(server.url + path, { data, headers: { origin: server.url } })).json();
    const enabled = enabledSchema.parse(await call("/auth/two-factor/enable", { password: PASSWORD }));
    const app = new Authenticator(enabled.totpURI);
    // Each code is taken once; the next one is right already.
    await call("/auth/two-factor/verify-totp", { code: await app.code() });
    await page.reload();
    await press(page, "Sign out");
    await signIn(page, email);
    await heading(page, "Confirm that it is you");
    await fill(page, { "Code of your authenticator app": "000 000" });
    await press(page, "Sign in");
    expect(await alertOf(page)).toMatch(/^This code is wrong\./);
    await fill(page, { "Code of your authenticator app": (await app.code(1)).replace(/^.../, "$& ") });
    await press(page, "Sign in");
    await heading(page, "Ada Lovelace");
    await press(page, "Sign out");
    await signIn(page, email);
    await press(page, "Use a backup code instead");
    await fill(page, { "One of your backup codes": enabled.backupCodes[0] ?? "" });
    await press(page, "Sign in");
    await heading(page, "Ada Lovelace");
  });

  it("is guessing: after ten wrong passwords it is said how long to wait", async () => {
    const { page } = await open("/account");
    const email = newAddress();
    await signIn(page, email, "wrong horse battery");
    await alertOf(page);
    for (let guess = 0; guess < 10; guess += 1)
      await page.request.post(`${server.url}/auth/sign-in/email`, {
        data: { email, password: "wrong horse battery" },
        headers: { origin: server.url },
      });
    await press(page, "Sign in");
    await expect.poll(() => alertOf(page)).toMatch(/^That was tried too often\. Try again in .*(second|minute)s?\.$/);
  });
});

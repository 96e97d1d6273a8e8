/** A person's account in a real browser: the name, the ways in, where it is in use, and its end. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { alertOf, fill, heading, newAddress, PASSWORD, press, signIn } from "../support/account-page.ts";
import { Authenticator } from "../support/authenticator.ts";
import { openDashboard, type Visited } from "../support/dashboard.ts";
import { linkTo } from "../support/local-mail.ts";
import { signInBrowser } from "../support/member.ts";
import { addAuthenticator } from "../support/passkeys.ts";
import { BY_NAME, serve } from "../support/served.ts";
import { Visitor } from "../support/visitor.ts";
import { review } from "./page-review.ts";

const NEW_PASSWORD = "another horse battery";
const SECRET = /^([A-Z2-7]{4} )+[A-Z2-7]{1,4}$/;

const croft = serve(BY_NAME);

const open = (path: string) => openDashboard(croft.browser, croft.origin + path);

/** Somebody signed in, at their account. */
async function openAccount(email = newAddress()): Promise<Visited & { readonly email: string }> {
  await new Visitor(croft.origin).join(email);
  const opened = await open("/sign-in");
  await signIn(opened.page, email);
  await heading(opened.page, "Your tenants");
  await opened.page.goto(`${croft.origin}/account`);
  await opened.page.getByText(`You are signed in as ${email}.`).waitFor();
  return { ...opened, email };
}

/** Signs out, and in again up to where a second factor is asked for. */
async function signInAgain(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${croft.origin}/sign-in`);
  await signIn(page, email, password);
}

describe("an account", () => {
  it("can be read by everybody, and nothing of it is kept within reach of scripts", async () => {
    const visited = await openAccount();
    expect(await review(visited, "/account", croft.origin)).toEqual([]);
    const kept = await visited.page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
    expect(kept).not.toMatch(/eyJ|Bearer|__Host|@example/);
  });

  it("is not there for whoever is signed out, nor for a key", async () => {
    const { page } = await open("/account");
    await heading(page, "Sign in");
    expect(new URL(page.url()).searchParams.get("next")).toBe("/account");
    const typed = await openDashboard(croft.browser, `${croft.origin}/account`, { key: "croft_acme_nothing" });
    await typed.page.getByText("A key has no account").waitFor();
  });

  it("has a name, which others read from then on", async () => {
    const { page } = await openAccount();
    await fill(page, { Name: "Augusta King" });
    await press(page, "Save the name");
    await page.getByText("Your name is changed.").waitFor();
    await page.getByRole("button", { name: "Augusta King" }).waitFor();
    await page.reload();
    await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Augusta King");
  });

  it("shows where it is signed in, and ends one of the sessions or all others", async () => {
    const { page, email } = await openAccount();
    const elsewhere = await open("/sign-in");
    const third = await open("/sign-in");
    for (const each of [elsewhere, third]) await signInBrowser(each.page.context(), { url: croft.origin }, email);
    await page.reload();
    const places = page.getByText(/^Chrome on Linux/);
    await expect.poll(() => places.count()).toBe(3);
    await page.getByRole("button", { name: "Sign out Chrome on Linux" }).first().click();
    await expect.poll(() => places.count()).toBe(2);
    await press(page, "Sign out everywhere else");
    await expect.poll(() => places.count()).toBe(1);
    for (const each of [elsewhere, third]) {
      await each.page.goto(`${croft.origin}/tenants`);
      await heading(each.page, "Sign in");
    }
  });

  it("takes a new password from whoever knows the old one, and is signed out elsewhere", async () => {
    const { page, email } = await openAccount();
    const elsewhere = await open("/sign-in");
    await signInBrowser(elsewhere.page.context(), { url: croft.origin }, email);
    await fill(page, { "Password until now": "wrong horse battery", "New password": NEW_PASSWORD });
    await press(page, "Change the password");
    expect(await alertOf(page)).toBe("This is not your password.");
    await fill(page, { "Password until now": PASSWORD });
    await press(page, "Change the password");
    await page.getByText("Your password is changed.").waitFor();
    await elsewhere.page.goto(`${croft.origin}/tenants`);
    await heading(elsewhere.page, "Sign in");
    await signInAgain(page, email);
    await alertOf(page);
    await signIn(page, email, NEW_PASSWORD);
    await heading(page, "Your tenants");
  });

  it("asks for a code of an app once that is set up, and no more once that is over", async () => {
    const { page, email, problems } = await openAccount();
    await press(page, "Set it up");
    await fill(page, { "Your password": PASSWORD });
    await press(page, "Go on");
    await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
    const secret = (await page.getByText(SECRET).textContent())?.replaceAll(" ", "") ?? "";
    const app = new Authenticator(`otpauth://totp/Croft?secret=${secret}`);
    await fill(page, { "Code of your authenticator app": "000000" });
    await press(page, "Switch it on");
    expect(await alertOf(page)).toMatch(/^This code is wrong\./);
    await fill(page, { "Code of your authenticator app": await app.code() });
    await press(page, "Switch it on");
    await page.getByRole("heading", { name: "Keep these backup codes" }).waitFor();
    const codes = await page.getByRole("dialog").getByRole("listitem").allTextContents();
    expect(codes).toHaveLength(10);
    await press(page, "I have kept them");
    await page.getByText("Signing in by password asks for a code of your authenticator app.").waitFor();
    await signInAgain(page, email);
    await heading(page, "Confirm that it is you");
    await fill(page, { "Code of your authenticator app": (await app.code(1)).replace(/^.../, "$& ") });
    await press(page, "Sign in");
    await heading(page, "Your tenants");
    await signInAgain(page, email);
    await press(page, "Use a backup code instead");
    await fill(page, { "One of your backup codes": codes[0] ?? "" });
    await press(page, "Sign in");
    await heading(page, "Your tenants");
    await page.goto(`${croft.origin}/account`);
    await press(page, "Switch it off");
    await fill(page, { "Your password": PASSWORD });
    await page.getByRole("dialog").getByRole("button", { name: "Switch it off" }).click();
    await page.getByRole("button", { name: "Set it up" }).waitFor();
    await signInAgain(page, email);
    await heading(page, "Your tenants");
    expect(problems).toEqual([]);
  });

  it("is entered with a passkey that was made there, until that is removed", async () => {
    const { page, problems } = await openAccount();
    await addAuthenticator(page);
    await press(page, "Add a passkey");
    await page.getByRole("button", { name: "Remove Chrome on Linux" }).waitFor();
    await page.context().clearCookies();
    await page.goto(`${croft.origin}/sign-in?next=/account`);
    await press(page, "Sign in with a passkey");
    await page.getByRole("button", { name: "Remove Chrome on Linux" }).click();
    await page.getByRole("button", { name: "Remove Chrome on Linux" }).waitFor({ state: "detached" });
    await page.context().clearCookies();
    await page.goto(`${croft.origin}/sign-in`);
    await press(page, "Sign in with a passkey");
    await alertOf(page);
    expect(problems).toEqual([]);
  });

  it("ends for whoever knows its password", async () => {
    const { page, email } = await openAccount();
    await press(page, "Delete the account");
    await fill(page, { "Your password": PASSWORD });
    await page.getByRole("dialog").getByRole("button", { name: "Delete the account" }).click();
    await heading(page, "Sign in");
    await signIn(page, email);
    expect(await alertOf(page)).toMatch(/^The e-mail address or the password is wrong/);
  });
});

describe("a forgotten password", () => {
  it.each(["/account/password", "/account/password?token=x", "/account/password?error=INVALID_TOKEN"])(
    "can be seen to by everybody: %s",
    async (path) => {
      expect(await review(await open("/sign-in"), path, croft.origin)).toEqual([]);
    },
  );

  it("is replaced by a link that works once and signs out everywhere", async () => {
    const { page, email } = await openAccount();
    const elsewhere = await open("/sign-in");
    await elsewhere.page.getByRole("link", { name: "I forgot my password" }).click();
    await heading(elsewhere.page, "Forgotten password");
    await fill(elsewhere.page, { "E-mail address": email });
    await press(elsewhere.page, "Send the link");
    await heading(elsewhere.page, "Look into your mail");
    const link = await linkTo(croft.origin, email, "/auth/reset-password/");
    await elsewhere.page.goto(link);
    await fill(elsewhere.page, { "New password": NEW_PASSWORD });
    await press(elsewhere.page, "Save the password");
    await heading(elsewhere.page, "Your password is changed");
    expect(new URL(elsewhere.page.url()).search).toBe("");
    await elsewhere.page.getByRole("link", { name: "Sign in" }).click();
    await signIn(elsewhere.page, email, NEW_PASSWORD);
    await heading(elsewhere.page, "Your tenants");
    await page.reload();
    await heading(page, "Sign in");
    await page.goto(link);
    expect(await alertOf(page)).toMatch(/^This link is over/);
    expect(elsewhere.problems).toEqual([]);
  });
});

describe("what stands in the way", () => {
  it.each([
    [429, { "Retry-After": "90" }, "That was tried too often. Try again in 2 minutes."],
    [429, {}, "That was tried too often. Try again in a few minutes."],
    [503, { "Retry-After": "1" }, "The service cannot do that at the moment. Try again shortly."],
  ])("is said of %i with %o", async (status, headers, sentence) => {
    const { page } = await open("/sign-in");
    await page.route("**/auth/sign-in/email", (route) => route.fulfill({ status, headers, body: "{}" }));
    await signIn(page, newAddress());
    expect(await alertOf(page)).toBe(sentence);
  });

  it("is guessing: after ten wrong passwords it is said how long to wait", async () => {
    const { page } = await open("/sign-in");
    const email = newAddress();
    for (let guess = 0; guess < 10; guess += 1)
      await page.request.post(`${croft.origin}/auth/sign-in/email`, {
        data: { email, password: "wrong horse battery" },
        headers: { origin: croft.origin },
      });
    await signIn(page, email, "wrong horse battery");
    await expect.poll(() => alertOf(page)).toMatch(/^That was tried too often\. Try again in .*(second|minute)s?\.$/);
  });
});

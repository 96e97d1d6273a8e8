/** The ways into the dashboard in a real browser: from an account that is not yet there to a tenant's overview, and what stands in the way. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { alertOf, fill, heading, newAddress, PASSWORD, press, signIn } from "../support/account-page.ts";
import { accessibilityProblems, openDashboard, untilLive } from "../support/dashboard.ts";
import { linkTo } from "../support/local-mail.ts";
import { signInBrowser } from "../support/member.ts";
import { createTenant } from "../support/operator.ts";
import { serve } from "../support/served.ts";
import { Visitor } from "../support/visitor.ts";

const croft = serve();

/** Somebody with an account, signed in in a browser of their own. */
async function openPerson() {
  const email = newAddress();
  await new Visitor(croft.server.url).join(email);
  const opened = await openDashboard(croft.browser, `${croft.server.url}/sign-in`);
  await signInBrowser(opened.page.context(), croft.server, email);
  return { ...opened, email };
}

const pathOf = (page: Page) => new URL(page.url()).pathname;

describe("whoever is new", () => {
  it("makes an account, confirms the address, signs in, and makes a tenant", async () => {
    const { page, problems } = await openDashboard(croft.browser, `${croft.server.url}/`);
    const email = newAddress();
    await page.getByRole("link", { name: "Create an account" }).click();
    await heading(page, "Create an account");
    await fill(page, { "Your name": "Ada Lovelace", "E-mail address": email, Password: PASSWORD });
    expect(await page.getByLabel("Password").evaluate((input) => input.getAttribute("minlength"))).toBe("10");
    await page.getByText("At least 10 characters.").waitFor();
    await press(page, "Create the account");
    await heading(page, "Look into your mail");
    expect(await accessibilityProblems(page)).toEqual([]);
    await press(page, "Send the mail again");
    await page.getByText("The mail is on its way once more.").waitFor();
    await page.goto(await linkTo(croft.server.url, email, "/auth/verify-email"));
    await page.getByText("Your address is confirmed.").waitFor();
    await signIn(page, email, "wrong horse battery");
    expect(await alertOf(page)).toMatch(/^The e-mail address or the password is wrong/);
    await signIn(page, email);
    await heading(page, "Your tenants");
    await fill(page, { Name: "Müller & Söhne" });
    expect(await page.getByLabel("Handle").inputValue()).toBe("muller-sohne");
    expect(await accessibilityProblems(page)).toEqual([]);
    await press(page, "Make it");
    await heading(page, "Overview");
    await untilLive(page);
    expect(pathOf(page)).toBe("/t/muller-sohne");
    await page.goto(`${croft.server.url}/tenants`);
    await page.getByRole("link", { name: "Müller & Söhne muller-sohne as owner" }).waitFor();
    expect(problems).toEqual([]);
  });

  it("is sent another mail where the link is over, and nothing is told of who has an account", async () => {
    const over = "/auth/verify-email?token=over&callbackURL=%2Fsign-in%3Fconfirmed%3Dyes%26next%3D%252Ft%252Facme";
    const { page, problems } = await openDashboard(croft.browser, croft.server.url + over);
    await heading(page, "This link is over");
    expect(await accessibilityProblems(page)).toEqual([]);
    await fill(page, { "E-mail address": newAddress() });
    await press(page, "Send another link");
    await heading(page, "Look into your mail");
    await page.getByRole("link", { name: "Sign in" }).click();
    await heading(page, "Sign in");
    expect(new URL(page.url()).searchParams.get("next")).toBe("/t/acme");
    expect(problems).toEqual([]);
  });

  it("comes from an invitation to the tenant", async () => {
    const { tenant, key } = await createTenant(croft.server);
    const { page, email, problems } = await openPerson();
    const answer = await fetch(`${croft.server.url}/v1/tenants/${tenant}/invitations`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ email, role: "viewer" }),
    });
    expect(answer.status).toBe(201);
    await page.goto(await linkTo(croft.server.url, email, "/invitations/"));
    await press(page, "Accept the invitation");
    await heading(page, `You are now viewer of ${tenant}`);
    await page.getByRole("link", { name: `Go to ${tenant}` }).click();
    await heading(page, "Overview");
    await untilLive(page);
    expect(pathOf(page)).toBe(`/t/${tenant}`);
    expect(problems).toEqual([]);
  });
});

describe("whoever is signed in", () => {
  it("goes on from the sign-in page, to pages of this origin alone, and back to it when the session ends", async () => {
    const { page, problems } = await openPerson();
    await page.goto(`${croft.server.url}/sign-in?next=${encodeURIComponent("/tenants?x=1")}`);
    await page.waitForURL(`${croft.server.url}/tenants?x=1`);
    await page.goto(`${croft.server.url}/sign-in?next=${encodeURIComponent("//elsewhere.example/")}`);
    await page.waitForURL(`${croft.server.url}/tenants`);
    const other = await page.context().newPage();
    await other.goto(`${croft.server.url}/tenants`);
    await other.getByRole("button", { name: "Test Person" }).click();
    await other.getByRole("menuitem", { name: "Sign out" }).click();
    await heading(other, "Sign in");
    await heading(page, "Sign in");
    expect(new URL(page.url()).searchParams.get("next")).toBe("/tenants");
    expect(problems).toEqual([]);
  });

  it("is told in words where a tenant is not there for them, with a way to the others", async () => {
    const { tenant } = await createTenant(croft.server);
    const { page, problems } = await openPerson();
    await page.goto(`${croft.server.url}/t/${tenant}`);
    await heading(page, `You cannot enter ${tenant}`);
    expect(await alertOf(page)).toMatch(/you do not belong to it/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole("link", { name: "All tenants" }).click();
    await heading(page, "Your tenants");
    await page.getByText("You belong to no tenant yet").waitFor();
    expect(problems).toEqual([]);
  });
});

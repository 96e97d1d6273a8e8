/** The pages for operators: what they do is seen at once by those whom it concerns, and nobody else sees the pages. */
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { openDashboard, untilLive, type Visited } from "../support/dashboard.ts";
import { signInBrowser } from "../support/member.ts";
import { createTenant } from "../support/operator.ts";
import { serve } from "../support/served.ts";
import { Visitor } from "../support/visitor.ts";

const EMAIL = "ada@example.com";

const croft = serve();
let acme: { readonly tenant: string; readonly key: string };
let operator: Page;
let problems: readonly string[];
beforeAll(async () => {
  acme = await createTenant(croft.server);
  await new Visitor(croft.server.url).join(EMAIL);
  const visited = await openDashboard(croft.browser, `${croft.server.url}/operators/tenants`, {
    key: croft.server.operatorToken,
  });
  operator = visited.page;
  problems = visited.problems;
});

/** Ada in a browser of her own. */
async function ada(path: string): Promise<Visited> {
  const visited = await openDashboard(croft.browser, `${croft.server.url}/sign-in`);
  await signInBrowser(visited.page.context(), croft.server, EMAIL);
  await visited.page.goto(croft.server.url + path);
  return visited;
}

/** The menu of whoever is signed in, opened. */
async function openMenu(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Test Person" }).first().click();
  await page.getByRole("menuitem", { name: "Your account" }).waitFor();
}

describe("an operator", () => {
  it("suspends a tenant, whose open pages say so at once, and resumes it", async () => {
    const { page } = await openDashboard(croft.browser, `${croft.server.url}/t/${acme.tenant}`, { key: acme.key });
    await untilLive(page);
    await operator.getByRole("link", { name: acme.tenant, exact: true }).click();
    await operator.getByRole("button", { name: "Suspend" }).click();
    await operator.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
    await page.getByText("suspended").waitFor();
    await operator.getByText("Suspended", { exact: true }).waitFor();
    await operator.getByRole("button", { name: "Resume" }).click();
    await operator.getByRole("dialog").getByRole("button", { name: "Resume" }).click();
    await operator.getByText("Active", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await untilLive(page);
    await page.context().close();
  });

  it("makes a tenant, whose first key is shown once and opens it", async () => {
    await operator.goto(`${croft.server.url}/operators/tenants`);
    await operator.getByRole("button", { name: "Make a tenant" }).click();
    const dialog = operator.getByRole("dialog");
    await dialog.getByLabel("Handle").fill("No Handle");
    await dialog.getByLabel("Name", { exact: true }).fill("Globex");
    await dialog.getByRole("button", { name: "Make it" }).click();
    await dialog.getByText("Use 3 to 40 of a-z").waitFor();
    await dialog.getByLabel("Handle").fill("globex");
    await dialog.getByRole("button", { name: "Make it" }).click();
    const key = await dialog.getByLabel("Key").inputValue();
    await dialog.getByRole("button", { name: "I have it" }).click();
    await operator.getByRole("link", { name: "globex", exact: true }).waitFor();
    expect(await operator.content()).not.toContain(key);
    const { page } = await openDashboard(croft.browser, `${croft.server.url}/t/globex`, { key });
    await untilLive(page);
    await page.context().close();
  });

  it("searches for what they type, wherever in the field they type it", async () => {
    await operator.getByRole("link", { name: "People" }).click();
    const field = operator.getByRole("searchbox");
    await field.focus();
    await operator.keyboard.type("@example");
    await expect.poll(() => new URL(operator.url()).searchParams.get("q")).toBe("@example");
    await operator.keyboard.press("Home");
    await operator.keyboard.type("ada");
    expect(await field.inputValue()).toBe("ada@example");
    await operator.getByText(EMAIL).first().waitFor();
    await expect.poll(() => new URL(operator.url()).searchParams.get("q")).toBe("ada@example");
    await field.fill("");
  });

  it("sees the budgets of GitHub's credentials, with their age", async () => {
    await operator.getByRole("link", { name: "Budgets" }).click();
    await operator.getByText("Without a token").waitFor();
    await operator.getByText("As of").waitFor();
    expect(problems).toEqual([]);
  });
});

describe("somebody who is no operator", () => {
  it("sees none of it", async () => {
    const { page, problems: hers } = await ada("/operators/tenants");
    await page.getByRole("heading", { name: "This is for operators" }).waitFor();
    expect(await page.getByRole("navigation").count()).toBe(0);
    expect(await page.content()).not.toContain(acme.tenant);
    await page.getByRole("link", { name: "All tenants" }).click();
    await openMenu(page);
    expect(await page.getByRole("menuitem", { name: "Operators" }).count()).toBe(0);
    expect(await page.locator('a[href^="/operators"]').count()).toBe(0);
    expect(hers).toEqual([]);
    await page.context().close();
  });

  it("sees it when an operator has made them one", async () => {
    await operator.getByRole("link", { name: "People" }).click();
    await operator.getByRole("button", { name: `Make operator: ${EMAIL}` }).click();
    await operator.getByRole("dialog").getByRole("button", { name: "Make operator" }).click();
    await operator.getByRole("button", { name: `No operator any more: ${EMAIL}` }).waitFor();
    const { page } = await ada("/tenants");
    await page.getByRole("link", { name: "Run the service" }).waitFor();
    await openMenu(page);
    await page.getByRole("menuitem", { name: "Operators" }).click();
    await page.getByRole("link", { name: acme.tenant, exact: true }).waitFor();
    await page.context().close();
  });
});

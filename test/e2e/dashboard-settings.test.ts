/** The settings of a tenant in real browsers: people and their roles, keys, fields of the tenant's own, logs, and the end of it. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { Api } from "../../scripts/demo/api.ts";
import { fill, heading, newAddress, press } from "../support/account-page.ts";
import { accessibilityProblems, openDashboard } from "../support/dashboard.ts";
import { linkTo } from "../support/local-mail.ts";
import { openMember } from "../support/member.ts";
import { createTenant } from "../support/operator.ts";
import { serve } from "../support/served.ts";

const croft = serve();

const sections = (page: Page) => page.getByRole("navigation", { name: "Sections" });
const dialog = (page: Page) => page.getByRole("dialog");

/** A section of a tenant of its own, with a key that may do everything. */
async function openSection(section: string) {
  const made = await createTenant(croft.server);
  const address = `${croft.server.url}/t/${made.tenant}/settings/${section}`;
  return { ...made, address, ...(await openDashboard(croft.browser, address, { key: made.key })) };
}

/** A member of a tenant, on a page of its settings, in a browser of their own. */
function openSectionAs(role: string, made: { readonly tenant: string; readonly key: string }, section: string) {
  const owner = new Api(croft.server.url, made.key);
  return openMember(croft, { tenant: made.tenant, owner, email: newAddress(), role }, `/settings/${section}`);
}

function call(key: string, method: string, path: string, body?: object): Promise<Response> {
  const tenant = /^croft_(.+?)_/.exec(key)?.[1] ?? "";
  return fetch(`${croft.server.url}/v1/tenants/${tenant}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

describe("people", () => {
  it("are given roles and removed, which counts in their own windows at once", async () => {
    const made = await createTenant(croft.server);
    const ada = await openSectionAs("owner", made, "members");
    await ada.page.getByText("A tenant keeps its last owner").waitFor();
    const bob = await openSectionAs("member", made, "members");
    await sections(bob.page).getByRole("link", { name: "Usage" }).waitFor();
    expect(await sections(bob.page).getByRole("link", { name: "API keys" }).count()).toBe(0);
    expect(await bob.page.getByRole("combobox").count()).toBe(0);
    const role = ada.page.getByRole("combobox", { name: "Role of Test Person" });
    await role.selectOption("admin");
    await sections(bob.page).getByRole("link", { name: "API keys" }).click();
    await bob.page.getByRole("button", { name: "Make a key" }).waitFor();
    await role.selectOption("viewer");
    await bob.page.getByText("Your role here is viewer").waitFor();
    expect(await sections(bob.page).getByRole("link", { name: "API keys" }).count()).toBe(0);
    expect(await bob.page.getByRole("button", { name: "Make a key" }).count()).toBe(0);
    await press(ada.page, "Remove Test Person");
    expect(await accessibilityProblems(ada.page)).toEqual([]);
    await dialog(ada.page).getByRole("button", { name: "Remove" }).click();
    await heading(bob.page, `You cannot enter ${made.tenant}`);
    await ada.page.getByRole("combobox", { name: "Role of Test Person" }).waitFor({ state: "detached" });
    expect([...ada.problems, ...bob.problems]).toEqual([]);
  });

  it("are invited by mail, and the invitation is taken back", async () => {
    const { page, problems } = await openSection("invitations");
    const email = newAddress();
    await fill(page, { "E-mail address": email });
    await page.getByLabel("Role").selectOption("viewer");
    await press(page, "Send the invitation");
    await page.getByRole("listitem").filter({ hasText: email }).filter({ hasText: "ends in 7 days" }).waitFor();
    await page.getByText(`The invitation to ${email} is on its way.`).waitFor();
    expect(await linkTo(croft.server.url, email, "/invitations/")).toContain("/invitations/");
    await fill(page, { "E-mail address": email });
    await press(page, "Send the invitation");
    await page.getByRole("alert").filter({ hasText: "This person is invited already." }).waitFor();
    await press(page, `Take back the invitation to ${email}`);
    await page.getByText("No invitation is open").waitFor();
    expect(problems).toEqual([]);
  });
});

describe("a key", () => {
  it("is shown once, works, is rotated, and is revoked", async () => {
    const { page, problems } = await openSection("api-keys");
    await press(page, "Make a key");
    await fill(dialog(page).page(), { Name: "Nightly export" });
    await page.getByLabel("Only some").check();
    await dialog(page).getByRole("button", { name: "Make a key" }).click();
    await page.getByRole("alert").filter({ hasText: "Choose at least one." }).waitFor();
    await page.getByLabel("Leads", { exact: true }).check();
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog(page).getByRole("button", { name: "Make a key" }).click();
    const shown = page.getByLabel("The key", { exact: true });
    const made = await shown.inputValue();
    expect((await call(made, "POST", "/leads", { title: "By key" })).status).toBe(201);
    expect((await call(made, "GET", "/humans")).status).toBe(403);
    await page.keyboard.press("Escape");
    await page.getByText("The key has not been copied").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await shown.waitFor({ state: "detached" });
    expect(await page.content()).not.toContain(made);
    await press(page, "Rotate Nightly export");
    await dialog(page).getByRole("button", { name: "Rotate" }).click();
    const rotated = await shown.inputValue();
    expect(rotated).not.toBe(made);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await press(page, "Copy");
    await page.getByText("Copied.").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(rotated);
    await press(page, "Done");
    await press(page, "Revoke Nightly export");
    await dialog(page).getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("button", { name: "Revoke Nightly export" }).waitFor({ state: "detached" });
    expect((await call(rotated, "GET", "/leads")).status).toBe(401);
    expect(problems).toEqual([]);
  });
});

describe("the tenant's own", () => {
  it("fields are added, changed and taken away", async () => {
    const { page, key, problems } = await openSection("custom-fields");
    await page.getByLabel("Resource").selectOption("leads");
    await press(page, "Add a field");
    await fill(page, { Name: "Tier" });
    await page.getByLabel("Type").selectOption("select");
    await press(page, "Save");
    await page.getByRole("alert").filter({ hasText: "starts with a small letter" }).waitFor();
    await page.getByRole("alert").filter({ hasText: "Give at least one option." }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await fill(page, { Name: "tier", Options: "gold\nsilver" });
    await press(page, "Save");
    await press(page, "Change tier");
    await fill(page, { Label: "Tier of the lead", Options: "gold\nsilver\nlead" });
    await press(page, "Save");
    await page.getByRole("listitem").filter({ hasText: "gold, silver, lead" }).waitFor();
    expect((await call(key, "POST", "/leads", { title: "A", custom: { tier: "lead" } })).status).toBe(201);
    expect((await call(key, "POST", "/leads", { title: "A", custom: { tier: "tin" } })).status).toBe(422);
    await press(page, "Remove Tier of the lead");
    await dialog(page).getByRole("button", { name: "Remove" }).click();
    await page.getByText("No fields of your own here").waitFor();
    expect((await call(key, "POST", "/leads", { title: "A", custom: { tier: "lead" } })).status).toBe(422);
    expect(problems).toEqual([]);
  });

  it("name and region are changed, and a wrong one is told at its field", async () => {
    const { page, tenant, problems } = await openSection("general");
    await fill(page, { "Name of the tenant": "Söhne & Töchter" });
    await page.getByRole("button", { name: "Save" }).first().click();
    await page.getByText("Saved.").first().waitFor();
    await fill(page, { "Time zone": "Mars/Olympus" });
    await page.getByRole("button", { name: "Save" }).last().click();
    await page.getByRole("alert").filter({ hasText: "This must be a time zone" }).waitFor();
    await fill(page, { "Time zone": "Europe/Vienna" });
    await page.getByRole("button", { name: "Save" }).last().click();
    await page.goto(`${croft.server.url}/t/${tenant}/settings/audit-log`);
    const change = page.getByRole("listitem").filter({ hasText: "changed setting" });
    await change.locator("summary").click();
    await change.getByRole("row", { name: "Timezone UTC Europe/Vienna" }).waitFor();
    expect(problems).toEqual([]);
  });
});

describe("the audit log", () => {
  it("shows changes as they come, and older ones page by page, by what is asked for", async () => {
    const { page, key, problems } = await openSection("audit-log");
    const entries = page.locator("main ol > li");
    await entries.filter({ hasText: "First key" }).first().waitFor();
    const hostile = "<img src=x onerror=alert(1)> \u202eabc";
    for (let at = 0; at < 60; at += 1) await call(key, "POST", "/leads", { title: at === 59 ? hostile : `Lead ${at}` });
    await entries.filter({ hasText: hostile }).waitFor();
    await page.reload();
    // Without a mouse: to move there would scroll, and by scrolling older ones come too.
    await page.getByRole("button", { name: "Show older ones" }).dispatchEvent("click");
    await page.getByText("This is where the log begins.").waitFor();
    expect(await entries.count()).toBe(62);
    await page.getByLabel("Resource").selectOption("api-keys");
    await expect.poll(() => entries.count()).toBe(1);
    await press(page, "Clear the filter");
    await expect.poll(() => entries.count()).toBe(50);
    expect(problems).toEqual([]);
  });
});

describe("the audit log of more than a thousand changes", () => {
  it("comes by scrolling, by what is asked for too, and new ones stand at the top meanwhile", async () => {
    const { page, key, problems } = await openSection("audit-log");
    const batch = async (count: number, name: string) => {
      const operations = Array.from({ length: count }, (_, at) => ({
        op: "create",
        resource: name === "Ada" ? "humans" : "leads",
        data: name === "Ada" ? { firstName: `${name} ${at}`, lastName: "L" } : { title: `${name} ${at}` },
      }));
      expect((await call(key, "POST", "/batch", { operations })).status).toBe(200);
    };
    for (let at = 0; at < 11; at += 1) await batch(100, `Part ${at}`);
    await batch(60, "Ada");
    await page.reload();
    const entries = page.locator("main ol > li");
    const scrolledTo = async (count: number) =>
      expect
        .poll(
          async () => {
            await page.evaluate("window.scrollTo(0, document.body.scrollHeight)");
            return entries.count();
          },
          { timeout: 60_000, interval: 50 },
        )
        .toBe(count);
    await expect.poll(() => entries.count()).toBeGreaterThanOrEqual(50);
    expect(await entries.count()).toBeLessThan(200);
    await scrolledTo(1_162);
    await page.getByText("This is where the log begins.").waitFor();
    await batch(1, "Newest");
    await entries.first().filter({ hasText: "Newest 0" }).waitFor();
    const titles = new Set(await entries.locator("summary > span:nth-of-type(3)").allTextContents());
    expect(titles.size).toBe(1_163);
    await page.getByLabel("Resource").selectOption("humans");
    await expect.poll(() => entries.count()).toBe(50);
    await scrolledTo(60);
    await batch(1, "Ada");
    await expect.poll(() => entries.count()).toBe(61);
    expect(problems).toEqual([]);
  });

  it("says who did it in words, and can be asked for that", async () => {
    const { page, key } = await openSection("audit-log");
    await call(key, "POST", "/leads", { title: "Of a key" });
    const entries = page.locator("main ol > li");
    await entries.filter({ hasText: "Of a key" }).filter({ hasText: "First key" }).waitFor();
    await entries.filter({ hasText: "Croft" }).first().waitFor();
    await page.getByLabel("Who").selectOption({ label: "Croft" });
    await entries.filter({ hasText: "Of a key" }).waitFor({ state: "detached" });
    expect(await page.getByText("system", { exact: true }).count()).toBe(0);
  });
});

describe("the danger zone", () => {
  it("erases the tenant once its handle is typed in", async () => {
    const { tenant, key } = await createTenant(croft.server);
    const { page, problems } = await openSectionAs("owner", { tenant, key }, "danger");
    await page.getByText("A tenant keeps its last owner").waitFor();
    await press(page, "Erase the tenant");
    const erase = dialog(page).getByRole("button", { name: "Erase the tenant" });
    expect(await erase.isDisabled()).toBe(true);
    await page.getByLabel(`Type ${tenant} to go on`).fill(tenant.slice(0, -1));
    expect(await erase.isDisabled()).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByLabel(`Type ${tenant} to go on`).fill(tenant);
    await erase.click();
    await heading(page, "Your tenants");
    await page.getByText("You belong to no tenant yet").waitFor();
    expect((await call(key, "GET", "/leads")).status).toBe(404);
    expect(problems).toEqual([]);
  });
});

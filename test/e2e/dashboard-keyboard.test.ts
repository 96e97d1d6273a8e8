/** From signing in to a record that was made, changed and found, without a mouse. */
import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { openDashboard, untilLive } from "../support/dashboard.ts";
import { createTenant } from "../support/operator.ts";
import { serve } from "../support/served.ts";

/** More stops than any page has. */
const STOPS = 120;

const croft = serve();

/** Tabs on until something has the focus. @throws Error where it never gets it */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < STOPS; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${String(target)}.`);
}

async function pressOn(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Opens the palette, types, and takes the first that is found. */
async function goByPalette(page: Page, words: string, option: string): Promise<void> {
  await page.keyboard.press("Control+K");
  await page.getByRole("combobox", { name: "Search and commands" }).waitFor();
  await page.keyboard.type(words);
  await page.locator("[role=option][data-highlighted]", { hasText: option }).waitFor();
  await page.keyboard.press("Enter");
}

it("signs in with a key, makes a lead, changes it, and finds it by the palette, all by keyboard", async () => {
  const { tenant, key } = await createTenant(croft.server);
  const { page, problems } = await openDashboard(croft.browser, `${croft.server.url}/sign-in`);
  await pressOn(page, page.getByRole("link", { name: "Use an API key or the operator token" }));
  await tabTo(page, page.getByLabel("API key or operator token"));
  await page.keyboard.type(key);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${croft.server.url}/t/${tenant}`);
  await untilLive(page);

  await pressOn(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Leads" }));
  await pressOn(page, page.getByRole("main").getByRole("button", { name: "New lead" }).first());
  const form = page.getByRole("dialog", { name: "New lead" });
  await tabTo(page, form.getByLabel("Title"));
  await page.keyboard.type("Forty lorries");
  await page.keyboard.press("Control+Enter");
  await form.waitFor({ state: "detached" });

  const grid = page.getByRole("grid", { name: "Leads" });
  await grid.getByText("Forty lorries").waitFor();
  await tabTo(page, grid);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("F2");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Fifty lorries");
  await page.keyboard.press("Enter");
  await grid.getByText("Fifty lorries").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { level: 1, name: "Fifty lorries" }).waitFor();

  await goByPalette(page, "settings members", "Settings: Members");
  await page.getByRole("heading", { level: 1, name: "Members" }).waitFor();
  await goByPalette(page, "lorries", "Fifty lorries");
  await page.getByRole("heading", { level: 1, name: "Fifty lorries" }).waitFor();
  expect(problems).toEqual([]);
});

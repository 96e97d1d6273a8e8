/** The command palette in a real browser: from the first key on, by keyboard alone. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { accessibilityProblems, untilLive } from "../support/dashboard.ts";
import { openOverview } from "../support/dashboard-tenant.ts";
import { closePages, serve } from "../support/served.ts";

const HOSTILE = `<img src=x onerror="document.title='broken'"> ${"long ".repeat(20)}`;

const croft = serve();
closePages(croft);

describe("the command palette", () => {
  it("finds a record by its text and goes there, by keyboard alone", async () => {
    const { tenant, page, problems, create } = await openOverview(croft);
    const id = await create("leads", { title: `Zanzibar ${HOSTILE}` });
    await create("leads", { title: "Zagreb" });
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search and commands" }).waitFor();
    await page.keyboard.type("zanzi");
    const option = page.getByRole("option").first();
    await expect.poll(() => option.textContent()).toContain('Zanzibar <img src=x onerror="');
    expect(await page.getByRole("option").count()).toBe(1);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/t/${tenant}/r/leads/${id}`);
    await expect.poll(() => page.getByRole("combobox", { name: "Search and commands" }).count()).toBe(0);

    await page.getByRole("heading", { level: 1, name: /Zanzibar/ }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByText("Where you were").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it("does what one asks for, and goes to pages", async () => {
    const { tenant, page } = await openOverview(croft);
    await page.getByRole("button", { name: "Search…" }).click();
    await page.getByRole("combobox", { name: "Search and commands" }).fill("theme dark");
    await page.getByRole("option", { name: "Theme: dark" }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search and commands" }).fill("new lead");
    await page.getByRole("option", { name: "Make a lead" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByLabel("Title").fill("Pool");
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).pathname).toMatch(/\/r\/leads\/lead_/);

    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search and commands" }).fill("flig");
    await page.getByRole("option", { name: "Flights" }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/t/${tenant}/r/flights`);
  });
});

describe("the palette while it is loaded", () => {
  const SCRIPT = /\/assets\/palette-[^/]+\.js$/;
  const combobox = (page: Page) => page.getByRole("combobox", { name: "Search and commands" });
  const path = (page: Page) => new URL(page.url()).pathname;

  /** An overview whose palette comes when it is let go. */
  async function held() {
    const { tenant, page, problems } = await openOverview(croft);
    const { promise, resolve: letGo } = Promise.withResolvers<void>();
    await page.route(SCRIPT, async (route) => {
      await promise;
      await route.continue();
    });
    await page.reload();
    await untilLive(page);
    return { tenant, page, problems, letGo };
  }

  it("takes every key from the first on", async () => {
    const { page, problems, letGo } = await held();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("fliht");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Backspace");
    expect(await page.getByRole("dialog").getByRole("textbox").inputValue()).toBe("fli");
    expect(await accessibilityProblems(page)).toEqual([]);
    letGo();
    await page.keyboard.type("ghts", { delay: 30 });
    await combobox(page).waitFor();
    expect(await combobox(page).inputValue()).toBe("flights");
    await page.getByRole("option", { name: "Flights" }).waitFor();
    expect(await combobox(page).inputValue()).toBe("flights");
    expect(problems).toEqual([]);
  });

  it("goes to the first that is found for whoever pressed Enter already", async () => {
    const { tenant, page, letGo } = await held();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("flights");
    await page.keyboard.press("Enter");
    letGo();
    await expect.poll(() => path(page)).toBe(`/t/${tenant}/r/flights`);
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  it("says that it could not be loaded, leaves the page as it is, and comes when it is opened again", async () => {
    const { page, problems } = await openOverview(croft);
    await page.route(SCRIPT, (route) => route.abort());
    await page.reload();
    await untilLive(page);
    await page.keyboard.press("Control+k");
    await page.getByText("The search could not be loaded").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    await page.unroute(SCRIPT);
    await page.keyboard.press("Control+k");
    await combobox(page).waitFor();
    expect(problems).toEqual([]);
  });
});

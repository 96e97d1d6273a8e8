/** The reference page in a real browser: found, read and tried, at every width and in both colour schemes. */
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { faintTexts } from "../support/browser/faint-texts.ts";
import { openPage } from "../support/browser.ts";
import { createTenant } from "../support/operator.ts";
import { serve } from "../support/served.ts";

const croft = serve();
let tenant: string;
let key: string;
beforeAll(async () => {
  ({ tenant, key } = await createTenant(croft.server));
});

/** A page at an address below `/docs`, drawn, with everything that the browser objects to. */
async function open(hash = ""): Promise<{ page: Page; problems: readonly string[] }> {
  const { page, problems } = await openPage(croft.browser);
  // What the policy of the page forbids is told on the console alone.
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(`${croft.server.url}/docs${hash}`);
  await page.locator("main h1").waitFor();
  return { page, problems };
}

const headline = (page: Page) => page.locator("main h1").textContent();

describe("the reference page", () => {
  it("finds a call by keyboard alone, and has an address for it", async () => {
    const { page, problems } = await open();
    await page.keyboard.press("/");
    await page.keyboard.type("leads create");
    await expect.poll(() => page.getByRole("status").textContent()).toMatch(/^[1-9]\d* found$/);
    await page.keyboard.press("Enter");
    await expect.poll(() => headline(page)).toBe("Create one of leads");
    expect(new URL(page.url()).hash).toBe("#/leadsCreate");
    const there = await open("#/leadsCreate");
    expect(await headline(there.page)).toBe("Create one of leads");
    expect([...problems, ...there.problems]).toEqual([]);
  });

  it("makes the call with a key that it keeps nowhere, and shows the answer", async () => {
    const { page, problems } = await open("#/leadsCreate");
    await page.getByLabel("Key", { exact: true }).fill(key);
    await page.getByRole("textbox", { name: "tenant required" }).fill(tenant);
    await page.getByRole("textbox", { name: "Body" }).fill('{ "title": "Roof", "value": 125000 }');
    await page.getByRole("button", { name: "Send" }).click();
    await expect.poll(() => page.getByRole("heading", { name: "201" }).count()).toBe(1);
    const body = await page.getByLabel("Body of the answer").textContent();
    expect(JSON.parse(body ?? "")).toMatchObject({ data: { title: "Roof", value: 125_000, version: 1 } });
    await page.goto(`${croft.server.url}/docs#/leadsList`);
    await expect.poll(() => headline(page)).toBe("List leads");
    await page.getByRole("textbox", { name: "tenant required" }).fill(tenant);
    await page.getByText("More parameters").click();
    await page.getByRole("textbox", { name: "value", exact: true }).fill("[gte]=100000");
    await page.getByRole("button", { name: "Send" }).click();
    await expect.poll(() => page.getByRole("heading", { name: "200" }).count()).toBe(1);
    expect(await page.getByLabel("Body of the answer").textContent()).toContain('"title": "Roof"');
    await page.getByRole("button", { name: "Client" }).click();
    expect(await page.getByLabel("The call with Client").textContent()).toContain(
      "await acme.leads.list({ filter: { value: { gte: 100000 } } });",
    );
    // Code is copied to anywhere, and addresses end up in histories.
    expect(await page.locator("main").textContent()).not.toContain(key);
    expect(page.url()).not.toContain(key);
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    expect(kept).toEqual([0, 0, ""]);
    expect(problems).toEqual([]);
  });

  it("shows a refusal as it is", async () => {
    const { page } = await open("#/leadsList");
    await page.getByRole("button", { name: "Send" }).click();
    await expect.poll(() => page.getByRole("heading", { name: "401" }).count()).toBe(1);
    expect(await page.getByLabel("Body of the answer").textContent()).toContain('"code": "UNAUTHENTICATED"');
  });

  it("tells of the errors and of the live messages", async () => {
    const { page, problems } = await open();
    expect(await page.getByRole("cell", { name: "PRECONDITION_FAILED" }).count()).toBe(1);
    await page.getByRole("link", { name: "Live messages" }).click();
    await expect.poll(() => headline(page)).toBe("Live messages");
    expect(await page.getByRole("heading", { name: "subscribe", exact: true }).count()).toBe(1);
    expect(await page.getByRole("cell", { name: "4408" }).count()).toBe(1);
    expect(problems).toEqual([]);
  });

  it.each([
    ["wide", 1_280],
    ["narrow", 360],
  ])("fits a %s window, every call of it", async (_, width) => {
    const { page, problems } = await open();
    await page.setViewportSize({ width, height: 800 });
    for (const hash of ["#/", "#/messages", "#/live", "#/leadsList", "#/batch", "#/bookingsCreate"]) {
      await page.goto(`${croft.server.url}/docs${hash}`);
      await page.locator(`nav a[aria-current][href="${hash}"]`).waitFor({ state: "attached" });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), hash).toBeLessThanOrEqual(width);
    }
    expect(problems).toEqual([]);
  });

  it.each(["light", "dark"] as const)("has text that can be read in %s", async (colorScheme) => {
    const { page } = await open("#/leadsUpdate");
    await page.emulateMedia({ colorScheme });
    const faint = await page.evaluate(faintTexts);
    expect(faint).toEqual([]);
  });

  it("names every control", async () => {
    const { page } = await open("#/leadsCreate");
    const unnamed = await page.locator("input, textarea, button").evaluateAll((controls) =>
      controls
        .filter((each) => {
          const labels = each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement ? each.labels : null;
          return !labels?.length && !each.textContent?.trim();
        })
        .map((each) => each.outerHTML),
    );
    expect(unnamed).toEqual([]);
    for (const landmark of ["banner", "navigation", "search", "main"] as const)
      expect(await page.getByRole(landmark).count(), landmark).toBe(1);
  });
});

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { openBrowser } from "../support/browser.ts";
import { accessibilityProblems, openDashboard, untilLive } from "../support/dashboard.ts";
import { createTenant } from "../support/operator.ts";
import { startServer, type TestServer } from "../support/server.ts";

const HOSTILE = `<img src=x onerror="document.title='broken'"> ${"long ".repeat(20)}`;
const madeSchema = z.object({ id: z.string() });

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** A tenant of its own, and its overview as an admin's key sees it. */
async function opened() {
  const { tenant, key } = await createTenant(server);
  const api = new Api(server.url, key);
  const { page, problems } = await openDashboard(browser, `${server.url}/t/${tenant}`, { key });
  await untilLive(page);
  const create = async (resource: string, body: object) =>
    (await api.call("POST", `/v1/tenants/${tenant}/${resource}`, madeSchema, { body })).data.id;
  const update = (resource: string, id: string, body: object) =>
    api.call("PATCH", `/v1/tenants/${tenant}/${resource}/${id}`, madeSchema, { body });
  return { tenant, page, problems, create, update };
}

const figure = (page: Page, label: string) => page.locator("dl > div", { hasText: label }).locator("dd").first();

describe("the command palette", () => {
  it("finds a record by its text and goes there, by keyboard alone", async () => {
    const { tenant, page, problems, create } = await opened();
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
    const { tenant, page } = await opened();
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

describe("the overview", () => {
  it("tells a new tenant how to begin, and becomes figures with the first lead", async () => {
    const { page, problems, create } = await opened();
    await page.getByRole("button", { name: "Make your first lead" }).waitFor();
    await page.getByRole("link", { name: "Invite somebody" }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await create("leads", { title: "Roof", value: 120_000, currency: "EUR" });
    await expect.poll(() => figure(page, "Open leads").textContent()).toBe("1");
    expect(problems).toEqual([]);
  });

  it("shows what happens elsewhere in figures and in the feed, as text", async () => {
    const { page, problems, create, update } = await opened();
    const id = await create("leads", { title: HOSTILE, value: 120_000, currency: "EUR", stage: "qualified" });
    const line = page.getByRole("list", { name: "What happens" }).getByRole("listitem").first();
    await expect.poll(() => line.textContent()).toContain('the lead <img src=x onerror="');
    await expect.poll(() => figure(page, "Worth of open leads").textContent()).toContain("1,200");
    expect(await page.getByRole("meter", { name: "Qualified" }).getAttribute("aria-valuenow")).toBe("1");

    await update("leads", id, { stage: "won" });
    await expect.poll(() => line.textContent()).toContain("Stage: Qualified → Won");
    await expect.poll(() => figure(page, "Open leads").textContent()).toBe("0");
    await expect.poll(() => figure(page, "Won this month").textContent()).toBe("1");
    expect(await page.locator('[data-touched="1"]').count()).toBeGreaterThan(0);

    await create("activities", { kind: "call", summary: "Called", occurredAt: new Date().toISOString() });
    const chart = page.getByRole("figure", { name: "Activities of the last 30 days" });
    await expect.poll(() => chart.getByRole("row").last().textContent()).toMatch(/1$/);
    expect(await page.title()).toBe("Overview · Croft");
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it("shows the next flights, who is booked on them, and how full they are", async () => {
    const { page, create } = await opened();
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const flight = { carrier: "LH", from: "BER", to: "FRA", seats: 10 };
    const flightId = await create("flights", { ...flight, number: "7", departsAt: at(30), arrivesAt: at(32) });
    await create("flights", { ...flight, number: "6", departsAt: at(-3), arrivesAt: at(-1) });
    const humanId = await create("humans", { firstName: "Ada", lastName: "Lovelace" });
    await create("bookings", { flightId, humanId, seats: 3 });
    const flights = page.getByRole("list", { name: "Next flights" }).getByRole("listitem");
    await expect
      .poll(() => flights.allTextContents())
      .toEqual([expect.stringMatching(/LH 7 BER – FRA.*3 of 10 seats/)]);
    const bookings = page.getByRole("list", { name: "Next bookings" }).getByRole("listitem");
    await expect.poll(() => bookings.allTextContents()).toEqual([expect.stringMatching(/Ada Lovelace.*LH 7.*3 seats/)]);
  });
});

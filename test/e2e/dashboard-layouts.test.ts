/** Boards, calendars and maps in a real browser. */
import { lightFormat } from "date-fns";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { openBrowser } from "../support/browser.ts";
import { accessibilityProblems, openDashboard, untilLive } from "../support/dashboard.ts";
import { createTenant } from "../support/operator.ts";
import { startServer, type TestServer } from "../support/server.ts";

const HOSTILE = `<img src=x onerror="document.title='broken'"> ${"long ".repeat(30)}`;
const recordSchema = z.looseObject({ id: z.string() });

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** A tenant of its own, and what can be done in it over REST and in a browser. */
async function world() {
  const { tenant, key } = await createTenant(server);
  const api = new Api(server.url, key);
  const path = `/v1/tenants/${tenant}`;
  return {
    create: async (resource: string, body: object) =>
      (await api.call("POST", `${path}/${resource}`, recordSchema, { body })).data.id,
    update: (resource: string, id: string, body: object) =>
      api.call("PATCH", `${path}/${resource}/${id}`, recordSchema, { body }),
    get: async (resource: string, id: string) =>
      (await api.call("GET", `${path}/${resource}/${id}`, recordSchema)).data,
    open: async (resource: string, layout: string) => {
      const visited = await openDashboard(browser, `${server.url}/t/${tenant}/r/${resource}?layout=${layout}`, { key });
      await untilLive(visited.page);
      const { page } = visited;
      const columnOf = (title: string) =>
        page
          .locator("[data-column]", { has: page.locator("[data-card]", { hasText: title }) })
          .getAttribute("data-column");
      return { ...visited, columnOf };
    },
  };
}

describe("a board", () => {
  it("moves a card by keyboard to the next stage that takes it, and says so", async () => {
    const { create, get, open } = await world();
    const id = await create("leads", { title: "Roof", stage: "qualified", value: 120_000, currency: "EUR" });
    const { page, problems, columnOf } = await open("leads", "board");
    await page.getByRole("button", { name: "Drag Roof" }).focus();
    await page.keyboard.press("Space");
    const said = page.locator('[role="status"][aria-live="assertive"]');
    await expect.poll(() => said.allTextContents()).toContain("Roof is over Qualified.");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => said.allTextContents()).toContain("Roof is over Proposal.");
    await page.keyboard.press("Space");
    await expect.poll(async () => (await get("leads", id)).stage).toBe("proposal");
    await expect.poll(() => columnOf("Roof")).toBe("proposal");
    expect(await page.locator('[data-column="proposal"] header').textContent()).toContain("€1,200.00");
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it("offers in the menu of a card where it may go, and shows what others move", async () => {
    const { create, update, get, open } = await world();
    const id = await create("leads", { title: HOSTILE });
    const { page, problems, columnOf } = await open("leads", "board");
    await page.getByRole("button", { name: /^Move <img/ }).click();
    expect(await page.getByRole("menuitem", { name: "Won" }).getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("menuitem", { name: "Contacted" }).click();
    await expect.poll(async () => (await get("leads", id)).stage).toBe("contacted");
    await update("leads", id, { stage: "lost" });
    await expect.poll(() => columnOf("<img")).toBe("lost");
    expect(await page.title()).not.toBe("broken");
    expect(problems).toEqual([]);
  });

  it("puts a card back that somebody else has just changed, and says who and what", async () => {
    const { create, update, open } = await world();
    const id = await create("leads", { title: "Door" });
    const { page, columnOf } = await open("leads", "board");
    await page.getByRole("button", { name: "Move Door" }).waitFor({ state: "attached" });
    await page.route("**/v1/**", async (route) => {
      // Just before the move arrives.
      if (route.request().method() === "PATCH") await update("leads", id, { company: "Weber" });
      await route.continue();
    });
    await page.getByRole("button", { name: "Move Door" }).click();
    await page.getByRole("menuitem", { name: "Qualified" }).click();
    await page.getByText("A program changed it meanwhile (Company).").first().waitFor();
    await expect.poll(() => columnOf("Door")).toBe("new");
  });
});

describe("a calendar", () => {
  it("shows a flight on its day, and is gone through by keyboard", async () => {
    const { create, update, open } = await world();
    const now = new Date();
    const day = (date: number) => new Date(now.getFullYear(), now.getMonth(), date, 10, 15);
    const times = (date: number) => ({
      departsAt: day(date).toISOString(),
      arrivesAt: new Date(day(date).getTime() + 3_600_000).toISOString(),
    });
    const id = await create("flights", {
      carrier: "LH",
      number: "123",
      from: "BER",
      to: "FRA",
      seats: 9,
      ...times(12),
    });
    const { page, problems } = await open("flights", "calendar");
    const onDay = (date: number) =>
      page.locator("td", { has: page.locator(`[data-day="${lightFormat(day(date), "yyyy-MM-dd")}"]`) });
    await onDay(12)
      .getByRole("link", { name: /10:15.*LH 123 BER–FRA/ })
      .waitFor();
    await update("flights", id, times(14));
    await onDay(14)
      .getByRole("link", { name: /LH 123/ })
      .waitFor();

    await page.locator('[data-day][tabindex="0"]').focus();
    await page.keyboard.press("PageDown");
    const next = new Date(now.getFullYear(), now.getMonth() + 1, 1);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-day")?.slice(0, 7)))
      .toBe(lightFormat(next, "yyyy-MM"));
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it("begins a record on the day that is chosen", async () => {
    const { open } = await world();
    const { page } = await open("activities", "calendar");
    await page.locator('[data-day][tabindex="0"]').focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "New activity" }).waitFor();
  });
});

describe("a map", () => {
  it("shows a place as soon as it is there, and what is in sight when it is enlarged", async () => {
    const { create, open } = await world();
    await create("geo-interests", { label: "Suva", latitude: -18.1, longitude: 178.4, radius: 5_000 });
    const { page, problems } = await open("geo-interests", "map");
    await page.getByText("1 place in sight").waitFor();
    await create("geo-interests", { label: "Nairobi", latitude: -1.3, longitude: 36.8, radius: 90_000 });
    await page.locator("[data-place]", { hasText: "Nairobi" }).waitFor();
    await page.getByText("2 places in sight").waitFor();
    await page.getByRole("application", { name: "Map" }).focus();
    for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press("+");
    await page.getByText("1 place in sight").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page
      .getByRole("link", { name: /^Nairobi/ })
      .last()
      .click();
    await page.waitForURL(/\/r\/geo-interests\/geo_/);
    expect(problems).toEqual([]);
  });
});

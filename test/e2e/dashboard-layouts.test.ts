/** Boards, calendars and maps in a real browser. */
import { lightFormat } from "date-fns";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { accessibilityProblems, openDashboard, untilLive } from "../support/dashboard.ts";
import { createTenant } from "../support/operator.ts";
import { closePages, serve } from "../support/served.ts";

const HOSTILE = `<img src=x onerror="document.title='broken'"> ${"long ".repeat(30)}`;
const recordSchema = z.looseObject({ id: z.string() });

const croft = serve();
closePages(croft);

/** A tenant of its own, and what can be done in it over REST and in a browser. */
async function world() {
  const { tenant, key } = await createTenant(croft.server);
  const api = new Api(croft.server.url, key);
  const path = `/v1/tenants/${tenant}`;
  return {
    create: async (resource: string, body: object) =>
      (await api.call("POST", `${path}/${resource}`, recordSchema, { body })).data.id,
    update: (resource: string, id: string, body: object) =>
      api.call("PATCH", `${path}/${resource}/${id}`, recordSchema, { body }),
    get: async (resource: string, id: string) =>
      (await api.call("GET", `${path}/${resource}/${id}`, recordSchema)).data,
    open: async (resource: string, layout: string, context: BrowserContextOptions = {}) => {
      const url = `${croft.server.url}/t/${tenant}/r/${resource}?layout=${layout}`;
      const visited = await openDashboard(croft.browser, url, { key, context });
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

describe("a board under a finger", () => {
  const TABLET = { viewport: { width: 1024, height: 700 }, hasTouch: true };
  const A_WHILE = 400;

  /** One finger on the glass. */
  async function fingerOn(page: Page) {
    const glass = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove", [x, y]: readonly [number, number]) =>
      glass.send("Input.dispatchTouchEvent", { type, touchPoints: [{ x, y }] });
    return {
      down: (at: readonly [number, number]) => touch("touchStart", at),
      move: async ([x, y]: readonly [number, number], [toX, toY]: readonly [number, number]) => {
        for (let step = 1; step <= 8; step += 1)
          await touch("touchMove", [x + ((toX - x) * step) / 8, y + ((toY - y) * step) / 8]);
      },
      up: () => glass.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] }),
    };
  }

  async function middleOf(locator: Locator): Promise<readonly [number, number]> {
    const box = await locator.boundingBox();
    if (!box) throw new Error("It is not on the screen.");
    return [box.x + box.width / 2, box.y + box.height / 2];
  }

  it("moves a card that was held for a moment", async () => {
    const { create, get, open } = await world();
    const id = await create("leads", { title: "Roof" });
    const { page, problems, columnOf } = await open("leads", "board", TABLET);
    const finger = await fingerOn(page);
    const from = await middleOf(page.getByRole("link", { name: "Roof" }));
    const to = await middleOf(page.locator('[data-column="contacted"]'));
    await finger.down(from);
    await page.waitForTimeout(A_WHILE);
    await finger.move(from, to);
    await finger.up();
    await expect.poll(async () => (await get("leads", id)).stage).toBe("contacted");
    await expect.poll(() => columnOf("Roof")).toBe("contacted");
    expect(new URL(page.url()).pathname).toMatch(/\/r\/leads$/);
    expect(problems).toEqual([]);
  });

  it("scrolls a column under a swipe, and moves no card", async () => {
    const { create, open } = await world();
    for (let at = 0; at < 12; at += 1) await create("leads", { title: `Lead ${at}` });
    const { page } = await open("leads", "board", TABLET);
    const finger = await fingerOn(page);
    const cards = page.locator('[data-column="new"] ul').locator("..");
    await expect.poll(() => page.locator('[data-column="new"] [data-card]').count()).toBe(12);
    const [x, y] = await middleOf(cards);
    await finger.down([x, y]);
    await finger.move([x, y], [x, y - 200]);
    await finger.up();
    await expect.poll(() => cards.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(50);
    expect(await page.locator('[data-column="new"] [data-card]').count()).toBe(12);
    expect(new URL(page.url()).pathname).toMatch(/\/r\/leads$/);
  });

  it("opens a record at a tap, and not where a card is put down again", async () => {
    const { create, open } = await world();
    const id = await create("leads", { title: "Roof" });
    const { page } = await open("leads", "board", TABLET);
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    const finger = await fingerOn(page);
    const at = await middleOf(page.getByRole("link", { name: "Roof" }));
    await finger.down(at);
    await page.waitForTimeout(A_WHILE);
    await finger.up();
    await page.waitForTimeout(A_WHILE);
    expect(new URL(page.url()).pathname).toMatch(/\/r\/leads$/);
    await page.touchscreen.tap(...at);
    await page.waitForURL(new RegExp(`/r/leads/${id}$`));
    expect(await page.evaluate("window.isSamePage")).toBe(true);
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
    await page.getByRole("application", { name: "Map" }).hover();
    await page.mouse.wheel(0, 2_000);
    await page.getByText("2 places in sight").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page
      .getByRole("link", { name: /^Nairobi/ })
      .last()
      .click();
    await page.waitForURL(/\/r\/geo-interests\/geo_/);
    expect(problems).toEqual([]);
  });
});

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { accessibilityProblems, openDashboard, untilLive } from "../support/dashboard.ts";
import { openOverview } from "../support/dashboard-tenant.ts";
import { openMember } from "../support/member.ts";
import { createTenant } from "../support/operator.ts";
import { closePages, serve } from "../support/served.ts";

const HOSTILE = `<img src=x onerror="document.title='broken'"> ${"long ".repeat(20)}`;
const madeSchema = z.object({ id: z.string() });

const croft = serve();
closePages(croft);

const figure = (page: Page, label: string) => page.locator("dl > div", { hasText: label }).locator("dd").first();

describe("the feed of changes", () => {
  const feed = (page: Page) => page.getByRole("list", { name: "What happens" }).getByRole("listitem");

  it("shows a member and a viewer what is new of what they may read, and no deed that the log alone tells", async () => {
    const { tenant, key } = await createTenant(croft.server);
    const api = new Api(croft.server.url, key);
    const at = `/v1/tenants/${tenant}`;
    const make = async (resource: string, body: object) =>
      (await api.call("POST", `${at}/${resource}`, madeSchema, { body })).data.id;
    const lead = await make("leads", { title: "Roof" });
    for (const role of ["member", "viewer"]) {
      const email = `${role}@feed.example`;
      const { page, problems } = await openMember(croft, { tenant, owner: api, email, role });
      await untilLive(page);
      await feed(page).filter({ hasText: "Roof" }).waitFor();
      await make("humans", { firstName: role, lastName: "Newcomer" });
      await expect.poll(() => feed(page).first().textContent()).toContain(`A key made the human ${role} Newcomer`);
      await api.call("PATCH", `${at}/leads/${lead}`, madeSchema, { body: { title: `Roof of a ${role}` } });
      await feed(page)
        .filter({ hasText: `Roof of a ${role}` })
        .waitFor();
      const told = (await feed(page).allTextContents()).join("\n");
      for (const hidden of ["First key", "changed", "API key", "member@feed.example", key])
        expect(told).not.toContain(hidden);
      expect(await page.getByRole("main").getByRole("alert").count()).toBe(0);
      expect(problems).toEqual([]);
      await page.context().close();
    }
  });

  it("shows a viewer's key for leads nothing but leads, and no panel of what it may not read", async () => {
    const { tenant, key } = await createTenant(croft.server);
    const api = new Api(croft.server.url, key);
    const at = `/v1/tenants/${tenant}`;
    await api.call("POST", `${at}/humans`, madeSchema, { body: { firstName: "Ada", lastName: "Lovelace" } });
    await api.call("POST", `${at}/leads`, madeSchema, { body: { title: "Roof" } });
    const body = { name: "Screen", role: "viewer", resources: ["leads"] };
    const made = await api.call("POST", `${at}/api-keys`, z.object({ key: z.string() }), { body });
    const { page, problems } = await openDashboard(croft.browser, `${croft.server.url}/t/${tenant}`, {
      key: made.data.key,
    });
    await untilLive(page);
    await feed(page).filter({ hasText: "Roof" }).waitFor();
    await api.call("POST", `${at}/humans`, madeSchema, { body: { firstName: "Grace", lastName: "Hopper" } });
    await api.call("POST", `${at}/leads`, madeSchema, { body: { title: "Gate" } });
    await feed(page).filter({ hasText: "Gate" }).waitFor();
    expect(await feed(page).count()).toBe(2);
    expect(await page.getByRole("main").textContent()).not.toMatch(/Lovelace|Hopper/);
    await expect.poll(() => figure(page, "Open leads").textContent()).toBe("2");
    expect(await page.getByRole("heading", { name: "Next flights" }).count()).toBe(0);
    const links = page.getByRole("navigation", { name: "Main" }).getByRole("link");
    await expect.poll(() => links.allTextContents()).toEqual(expect.arrayContaining(["Leads"]));
    expect(await links.allTextContents()).not.toContain("Humans");
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });
});

describe("the overview", () => {
  it("tells a new tenant how to begin, and becomes figures with the first lead", async () => {
    const { page, problems, create } = await openOverview(croft);
    await page.getByRole("button", { name: "Make your first lead" }).waitFor();
    await page.getByRole("link", { name: "Invite somebody" }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await create("leads", { title: "Roof", value: 120_000, currency: "EUR" });
    await expect.poll(() => figure(page, "Open leads").textContent()).toBe("1");
    expect(problems).toEqual([]);
  });

  it("shows what happens elsewhere in figures and in the feed, as text", async () => {
    const { page, problems, create, update } = await openOverview(croft);
    const id = await create("leads", { title: HOSTILE, value: 120_000, currency: "EUR", stage: "qualified" });
    const line = page.getByRole("list", { name: "What happens" }).getByRole("listitem").first();
    await expect.poll(() => line.textContent()).toContain('the lead <img src=x onerror="');
    await expect.poll(() => figure(page, "Worth of open leads").textContent()).toContain("1,200");
    expect(await page.getByRole("meter", { name: "Qualified" }).getAttribute("aria-valuenow")).toBe("1");

    await update("leads", id, { stage: "won" });
    await expect.poll(() => line.textContent()).toContain("Stage: Qualified → Won");
    await expect.poll(() => figure(page, "Open leads").textContent()).toBe("0");
    await expect.poll(() => figure(page, "Won, last changed this month").textContent()).toBe("1");
    expect(await page.locator('[data-touched="1"]').count()).toBeGreaterThan(0);

    await create("activities", { kind: "call", summary: "Called", occurredAt: new Date().toISOString() });
    const chart = page.getByRole("figure", { name: "Activities of the last 30 days" });
    await expect.poll(() => chart.getByRole("row").last().textContent()).toMatch(/1$/);
    expect(await page.title()).toBe("Overview · Croft");
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it("fills a screen on a wall, in letters to be read from further away, and leaves other screens as they are", async () => {
    const { page, create } = await openOverview(croft);
    await create("leads", { title: "Roof", value: 120_000, currency: "EUR" });
    await create("activities", { kind: "call", summary: "Called", occurredAt: new Date().toISOString() });
    const shown = figure(page, "Open leads");
    await expect.poll(() => shown.textContent()).toBe("1");
    const letters = () => shown.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    /** The smallest letters of the page, and how far down it goes. */
    const measured = () =>
      page.locator("#content").evaluate((main) => {
        const texts = [...main.querySelectorAll("p, dt, dd, h2, time, a")].filter(
          ({ textContent }) => textContent !== "",
        );
        const last = Math.max(
          ...[...main.querySelectorAll("section")].map((each) => each.getBoundingClientRect().bottom),
        );
        const smallest = Math.min(...texts.map((each) => Number.parseFloat(getComputedStyle(each).fontSize)));
        return { smallest, last, scrolls: document.documentElement.scrollHeight > innerHeight };
      });
    expect(await letters()).toBe(24);
    expect((await measured()).smallest).toBe(12);
    for (const [width, height, least] of [
      [2_560, 1_440, 16],
      [3_840, 2_160, 24],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(letters).toBeGreaterThan(3 * least);
      // Charts learn of the room they have a frame after the letters have grown.
      await expect
        .poll(async () => {
          const { smallest, last, scrolls } = await measured();
          return { isReadable: smallest > least, isFull: last > 0.95 * height, scrolls };
        })
        .toEqual({ isReadable: true, isFull: true, scrolls: false });
      const canvas = page.locator("canvas").first();
      await expect.poll(async () => (await canvas.boundingBox())?.height).toBeGreaterThan(0.2 * height);
    }
    await page.setViewportSize({ width: 2_560, height: 1_000 });
    await expect.poll(letters).toBe(24);
  });

  it("lets ages stand still while nobody sees them, and has them right when somebody does", async () => {
    const { page, create } = await openOverview(croft);
    await create("leads", { title: "Roof" });
    const line = page.getByRole("list", { name: "What happens" }).getByRole("listitem").first();
    await line.waitFor();
    const hide = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, "hidden", { configurable: true, value });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await hide(true);
    const before = await line.locator("time").textContent();
    expect(before).toMatch(/now|ago/);
    await page.waitForTimeout(2_500);
    expect(await line.locator("time").textContent()).toBe(before);
    await hide(false);
    expect(await line.locator("time").textContent()).not.toBe(before);
  });

  it("shows the next flights, who is booked on them, and how full they are", async () => {
    const { page, create, update } = await openOverview(croft);
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
    const link = flights.getByRole("link");
    await link.focus();
    await update("flights", flightId, { seats: 12 });
    await expect.poll(() => flights.allTextContents()).toEqual([expect.stringMatching(/3 of 12 seats/)]);
    expect(await flights.locator("[data-touched]").getAttribute("data-touched")).toBe("1");
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

/** Every page of a tenant, filled with hostile texts: read on a desktop and on a telephone, in light and in dark. */
import { beforeAll, describe, expect, it } from "vitest";
import { openDashboard, type Visited } from "../support/dashboard.ts";
import { createHostileTenant, HOSTILE, type HostileTenant } from "../support/hostile-tenant.ts";
import { serve } from "../support/served.ts";
import { review } from "./page-review.ts";

const TABLES = [
  "humans",
  "emails",
  "phone-numbers",
  "accounts",
  "leads",
  "activities",
  "geo-interests",
  "flights",
  "pets",
  "bookings",
  "documents",
];

const croft = serve();
let hostile: HostileTenant;
let visited: Visited;
beforeAll(async () => {
  hostile = await createHostileTenant(croft.server);
  visited = await openDashboard(croft.browser, `${croft.server.url}/sign-in`, { key: hostile.key });
});

const reviewed = (path: string) => review(visited, `/t/${hostile.tenant}${path}`, croft.server.url);

describe("a tenant full of hostile texts", () => {
  it("has an overview that everybody can read", async () => {
    expect(await reviewed("")).toEqual([]);
  });

  it.each(TABLES)("has a table of %s that everybody can read", async (resource) => {
    expect(await reviewed(`/r/${resource}`)).toEqual([]);
  });

  it.each(TABLES.slice(0, -1))("has a page for one of its %s that everybody can read", async (resource) => {
    expect(await reviewed(`/r/${resource}/${hostile.ids.markup[resource]}`)).toEqual([]);
  });

  it.each(["leads?layout=board", "flights?layout=calendar", "bookings?layout=calendar", "geo-interests?layout=map"])(
    "can be read by everybody as %s",
    async (path) => {
      expect(await reviewed(`/r/${path}`)).toEqual([]);
    },
  );

  it.each(Object.keys(HOSTILE))("shows its texts of %s as they are", async (kind) => {
    const { page } = visited;
    const id = Object.entries(hostile.ids).find(([name]) => name === kind)?.[1].leads;
    await page.goto(`${croft.server.url}/t/${hostile.tenant}/r/leads/${id}`);
    const [text = ""] = Object.entries(HOSTILE).flatMap(([name, value]) => (name === kind ? [value] : []));
    const words = (given: string) => given.replaceAll(/\s+/g, " ").trim();
    const start = words(text.slice(0, 60));
    await expect.poll(async () => words((await page.locator("main").textContent()) ?? "")).toContain(start);
  });
});

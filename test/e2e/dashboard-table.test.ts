/** The tables of the dashboard in real browsers: sorted, filtered, edited by several people at once. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { createCroft, type Tenant } from "../../src/client/croft.ts";
import { accessibilityProblems, openDashboard, untilLive } from "../support/dashboard.ts";
import { createTenant } from "../support/operator.ts";
import { serve } from "../support/served.ts";

const croft = serve();

interface Shown {
  readonly page: Page;
  readonly problems: readonly string[];
}
interface Acme {
  readonly tenant: Tenant<Record<never, never>>;
  readonly show: (search?: string) => Promise<Shown>;
}

/** A tenant of its own, with pages that show its leads. */
async function acme(): Promise<Acme> {
  const made = await createTenant(croft.server);
  const tenant = createCroft<Record<never, never>>({ url: croft.server.url, token: made.key }).tenant(made.tenant);
  const show = async (search = "") => {
    const shown = await openDashboard(croft.browser, `${croft.server.url}/t/${made.tenant}/r/leads${search}`, {
      key: made.key,
    });
    await untilLive(shown.page);
    return shown;
  };
  return { tenant, show };
}

const columns = `?columns=${encodeURIComponent('["stage","value","company"]')}`;
const cells = (page: Page, column: number) => page.locator(`td[data-column="${column}"]`);
const textsOf = (page: Page, column: number) => cells(page, column).allInnerTexts();
const cellOf = (page: Page, title: string, column: number) =>
  page.getByRole("row").filter({ hasText: title }).locator(`td[data-column="${column}"]`);

/** Edits a cell with the keyboard, as far as the control goes. */
async function typeInto(page: Page, title: string, column: number, text: string): Promise<void> {
  await cellOf(page, title, column).dblclick();
  const control = page.locator("td form input, td form textarea");
  await control.fill(text);
}

describe("a table", () => {
  it("is sorted, searched and filtered, and says so in its address", async () => {
    const { tenant, show } = await acme();
    const leads = tenant.resource("leads");
    for (const [title, value] of [
      ["Roof", 300],
      ["Door", 100],
      ["Gate", 200],
    ] as const)
      await leads.create({ title, value, stage: title === "Gate" ? "qualified" : "new" });
    const { page, problems } = await show(columns);
    await expect.poll(() => textsOf(page, 1)).toEqual(["Gate", "Door", "Roof"]);
    const heading = page.getByRole("columnheader", { name: "Value" });
    await heading.getByRole("button").click();
    await expect.poll(() => textsOf(page, 1)).toEqual(["Door", "Gate", "Roof"]);
    expect(await heading.getAttribute("aria-sort")).toBe("ascending");
    expect(await accessibilityProblems(page)).toEqual([]);

    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("button", { name: "Add a condition" }).click();
    await page.getByLabel("Field").selectOption("stage");
    await page.getByRole("checkbox", { name: "New" }).check();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole("button", { name: "Apply" }).click();
    await expect.poll(() => textsOf(page, 1)).toEqual(["Door", "Roof"]);
    expect(new URL(page.url()).searchParams.get("filter")).toBe('{"stage":{"in":["new"]}}');
    await page.getByText("2 records").waitFor();
    await leads.create({ title: "Wall", value: 200 });
    await expect.poll(() => textsOf(page, 1)).toEqual(["Door", "Wall", "Roof"]);

    await page.getByRole("searchbox").fill("roo");
    await expect.poll(() => textsOf(page, 1)).toEqual(["Roof"]);
    await page.getByRole("searchbox").fill("nothing like it");
    await page.getByText("Nothing matches").waitFor();
    await page.getByRole("button", { name: "Clear the filter and the search" }).click();
    await expect.poll(() => textsOf(page, 1)).toEqual(["Door", "Gate", "Wall", "Roof"]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("shows an edit to others at once, and both versions where two edit the same", async () => {
    const { tenant, show } = await acme();
    const leads = tenant.resource("leads");
    await leads.create({ title: "Roof", company: "Hill", value: 100 });
    const [one, other] = await Promise.all([show(columns), show(columns)]);
    await typeInto(one.page, "Roof", 4, "Dale");
    await one.page.keyboard.press("Enter");
    await expect.poll(() => textsOf(other.page, 4)).toEqual(["Dale"]);

    await typeInto(one.page, "Roof", 4, "Mine");
    await typeInto(other.page, "Roof", 4, "Theirs");
    await other.page.keyboard.press("Enter");
    await expect.poll(async () => (await leads.list()).data[0]?.company).toBe("Theirs");
    await one.page.keyboard.press("Enter");
    const dialog = one.page.getByRole("dialog", { name: "Somebody else changed this record" });
    await dialog.waitFor();
    expect(await dialog.getByRole("radio").count()).toBe(2);
    expect(await accessibilityProblems(one.page)).toEqual([]);
    await dialog.getByRole("button", { name: "Save this choice" }).click();
    await expect.poll(() => textsOf(other.page, 4)).toEqual(["Mine"]);
    await dialog.waitFor({ state: "detached" });
    expect([...one.problems, ...other.problems]).toEqual([]);
    for (const { page } of [one, other]) await page.context().close();
  });

  it("is worked by keyboard, and deletes what is selected once that is confirmed", async () => {
    const { tenant, show } = await acme();
    await tenant.batch(
      Array.from({ length: 150 }, (_, at) => ({ op: "create", resource: "leads", data: { title: `Lead ${at}` } })),
    );
    const { page, problems } = await show(columns);
    await page.getByText("150 records").waitFor();
    await page.getByRole("grid").focus();
    await page.keyboard.press(" ");
    for (let row = 0; row < 4; row += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+ ");
    await page.getByRole("toolbar", { name: "5 records selected" }).waitFor();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: "Delete 5 records" }).click();
    await page.getByText("5 records deleted").waitFor();
    await page.getByText("145 records").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("5 records restored").waitFor();
    await page.getByText("150 records").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("shows whatever others write as text, and keeps it in its place", async () => {
    const { tenant, show } = await acme();
    const hostile = [
      '<img src=x onerror="document.title=1">',
      "W".repeat(200),
      "שלום \u202e evil",
      "👩‍👩‍👧‍👦".repeat(20),
    ];
    for (const title of hostile)
      await tenant.resource("leads").create({ title, notes: title.repeat(50), tags: [...title].slice(0, 1) });
    const { page, problems } = await show(`?columns=${encodeURIComponent('["notes","tags"]')}`);
    await expect.poll(() => textsOf(page, 1)).toHaveLength(4);
    expect(await page.locator("td img").count()).toBe(0);
    expect(await page.title()).toContain("Leads");
    const heights = await page.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.clientHeight));
    expect(new Set(heights).size).toBe(1);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("holds every record once beyond what a live query can, and follows changes there", async () => {
    const { tenant, show } = await acme();
    const leads = tenant.resource("leads");
    for (let from = 0; from < 1_500; from += 500)
      await tenant.batch(
        Array.from({ length: 500 }, (_, at) => ({
          op: "create",
          resource: "leads",
          data: { title: `Lead ${from + at}` },
        })),
      );
    const { page, problems } = await show(columns);
    const place = page.getByRole("grid").locator("..");
    const bottom = () => place.evaluate((each) => each.scrollTo(0, each.scrollHeight));
    await expect
      .poll(
        async () => {
          await bottom();
          return textsOf(page, 1).then((titles) => titles.at(-1));
        },
        { timeout: 20_000 },
      )
      .toBe("Lead 0");
    const [oldest, next] = (await leads.list({ sort: ["id"], limit: 2 })).data;
    await leads.update(oldest?.id ?? "", { title: "Changed" });
    await expect.poll(() => textsOf(page, 1).then((titles) => titles.at(-1))).toBe("Changed");
    await leads.delete(oldest?.id ?? "");
    await expect.poll(() => textsOf(page, 1).then((titles) => titles.at(-1))).toBe(next?.title);
    expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe("1500");
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

/** Saved views of tables in real browsers, and what tables keep of their columns and say of their filters. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { accessibilityProblems } from "../support/dashboard.ts";
import { dashboardTenant, search, textsOf } from "../support/dashboard-tenant.ts";
import { serve } from "../support/served.ts";

const croft = serve();

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true });

/** Opens the menu of views. */
async function viewsOf(page: Page) {
  await page.getByRole("button", { name: "Views" }).click();
  return page.getByRole("menu");
}

async function choose(page: Page, item: string): Promise<void> {
  const menu = await viewsOf(page);
  await menu.getByRole("menuitem", { name: item, exact: true }).click();
  await menu.waitFor({ state: "detached" });
}

async function nameView(page: Page, item: string, name: string): Promise<void> {
  await choose(page, item);
  const dialog = page.getByRole("dialog").filter({ has: page.getByRole("button", { name: "Save" }) });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
}

describe("a saved view", () => {
  it("is saved, shown to others at once, changed, named anew and deleted", async () => {
    const { tenant, show } = await dashboardTenant(croft);
    for (const [title, stage] of [
      ["Roof", "new"],
      ["Door", "contacted"],
    ] as const)
      await tenant.resource("leads").create({ title, stage });
    const asked = { filter: { stage: "new" }, columns: ["stage"], widths: { stage: 300 } };
    const [mine, theirs] = await Promise.all([show(`leads${search(asked)}`), show("leads")]);
    await nameView(mine.page, "Save as a new view", "Fresh <b>ones</b>");
    await heading(mine.page, "Fresh <b>ones</b>").waitFor();
    expect([...new URL(mine.page.url()).searchParams.keys()]).toEqual(["view"]);

    await choose(theirs.page, "Fresh <b>ones</b>");
    await expect.poll(() => textsOf(theirs.page, 1)).toEqual(["Roof"]);
    expect(await theirs.page.getByRole("columnheader").allInnerTexts()).toEqual(["", "Title", "Stage"]);
    expect(await theirs.page.getByRole("columnheader", { name: "Stage" }).evaluate((each) => each.clientWidth)).toBe(
      300,
    );
    expect(await accessibilityProblems(theirs.page)).toEqual([]);

    await theirs.page.getByRole("columnheader", { name: "Title" }).getByRole("button").click();
    await theirs.page.getByRole("button", { name: /changed/ }).waitFor();
    await theirs.page.getByRole("button", { name: "Remove: Stage is New" }).click();
    await expect.poll(() => textsOf(theirs.page, 1)).toEqual(["Door", "Roof"]);
    await choose(theirs.page, "Back to the view as saved");
    await expect.poll(() => textsOf(theirs.page, 1)).toEqual(["Roof"]);
    await theirs.page.getByRole("button", { name: "Remove: Stage is New" }).click();
    await choose(theirs.page, "Save the view");
    await expect.poll(() => textsOf(mine.page, 1)).toHaveLength(2);
    await nameView(theirs.page, "Rename", "All of them");
    await heading(mine.page, "All of them").waitFor();

    await choose(theirs.page, "Delete the view");
    await theirs.page.getByRole("dialog").getByRole("button", { name: "Delete the view" }).click();
    await heading(theirs.page, "Leads").waitFor();
    await mine.page.getByText("This view is gone").waitFor();
    expect(await (await viewsOf(mine.page)).getByRole("menuitem", { name: "All of them" }).count()).toBe(0);
    expect([...mine.problems, ...theirs.problems]).toEqual([]);
    for (const { page } of [mine, theirs]) await page.context().close();
  });

  it("can be looked at by a viewer, who is offered to change nothing of it and no record", async () => {
    const { tenant, show } = await dashboardTenant(croft);
    await tenant.resource("leads").create({ title: "Roof", stage: "new" });
    const query = JSON.stringify({ filter: { stage: "new" } });
    await tenant.resource("views").create({ name: "Fresh", resource: "leads", query });
    const { page, problems } = await show("leads", "viewer");
    await choose(page, "Fresh");
    await heading(page, "Fresh").waitFor();
    await page.getByRole("columnheader", { name: "Title" }).getByRole("button").click();
    await page.getByRole("button", { name: /changed/ }).waitFor();
    const items = await (await viewsOf(page)).getByRole("menuitem").allInnerTexts();
    expect(items).toEqual(["All leads", "Fresh", "Back to the view as saved"]);
    await page.keyboard.press("Escape");
    await page.getByRole("checkbox", { name: "Select Roof" }).check();
    const toolbar = page.getByRole("toolbar", { name: "1 record selected" });
    expect(await toolbar.getByRole("button").allInnerTexts()).toEqual(["Select none"]);
    await page.locator('td[data-column="2"]').first().dblclick();
    expect(await page.locator("td form").count()).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("with columns of its own lets go of them, and is kept without any but the title", async () => {
    const { tenant, show } = await dashboardTenant(croft);
    await tenant.resource("leads").create({ title: "Roof" });
    const { record } = await tenant.resource("views").create({ name: "Few", resource: "leads", columns: ["stage"] });
    const { page, problems } = await show(`leads${search({ view: record.id })}`);
    const headers = () => page.getByRole("columnheader").allInnerTexts();
    await expect.poll(headers).toEqual(["", "Title", "Stage"]);
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("button", { name: "As by default" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await expect.poll(() => headers().then(({ length }) => length)).toBeGreaterThan(5);
    await page.reload();
    await expect.poll(() => headers().then(({ length }) => length)).toBeGreaterThan(5);
    await choose(page, "Back to the view as saved");
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Stage" }).uncheck();
    await page.getByRole("button", { name: "Done" }).click();
    await choose(page, "Save the view");
    await page.getByText("“Few” is saved.").first().waitFor();
    await page.reload();
    await expect.poll(headers).toEqual(["", "Title"]);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe("a table", () => {
  it("leads on to the records that its cells name, and says of its filter which they are", async () => {
    const { tenant, show } = await dashboardTenant(croft);
    const account = (await tenant.resource("accounts").create({ name: "Brandt & Söhne" })).record;
    const human = (await tenant.resource("humans").create({ firstName: "Ada", lastName: "Brandt" })).record;
    await tenant
      .resource("leads")
      .create({ title: "Roof", accountId: account.id, humanId: human.id, email: "ada@brandt.example" });
    const filter = { accountId: { in: [account.id] }, humanId: human.id };
    const { page, problems } = await show(`leads${search({ filter, columns: ["accountId", "humanId", "email"] })}`);
    await page.getByRole("button", { name: "Remove: Account is one of Brandt & Söhne" }).waitFor();
    await page.getByRole("button", { name: "Remove: Human is Ada Brandt" }).waitFor();
    await tenant.resource("accounts").update(account.id, { name: "Brandt" });
    await page.getByRole("button", { name: "Remove: Account is one of Brandt" }).waitFor();
    expect(await page.locator('td[data-column="4"] a').count()).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);

    const table = page.url();
    const [elsewhere] = await Promise.all([
      page.context().waitForEvent("page"),
      page.getByRole("link", { name: "Ada Brandt" }).click({ modifiers: ["ControlOrMeta"] }),
    ]);
    await elsewhere.waitForURL(`**/r/humans/${human.id}`);
    expect(page.url()).toBe(table);
    await page.evaluate(() => Reflect.set(window, "isSamePage", true));
    await page.getByRole("link", { name: "Ada Brandt" }).click();
    await heading(page, "Ada Brandt").waitFor();
    await page.goBack();
    await page.getByRole("grid").focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("link", { name: "Brandt", exact: true }).waitFor();
    await page.keyboard.press("Alt+Enter");
    await heading(page, "Brandt").waitFor();
    expect(await page.evaluate(() => Reflect.get(window, "isSamePage"))).toBe(true);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("has titles that name other records by theirs", async () => {
    const { tenant, show } = await dashboardTenant(croft);
    const { record: human } = await tenant.resource("humans").create({ firstName: "Ada" });
    const day = (hour: number) => new Date(Date.UTC(2030, 0, 1, hour)).toISOString();
    const { record: flight } = await tenant.resource("flights").create({
      carrier: "LH",
      number: "400",
      from: "FRA",
      to: "JFK",
      departsAt: day(8),
      arrivesAt: day(17),
      seats: 10,
    });
    await tenant.resource("bookings").create({ flightId: flight.id, humanId: human.id, seats: 2 });
    const { page, problems } = await show("bookings");
    await expect.poll(() => textsOf(page, 1)).toEqual(["requested · 2 × LH 400 FRA–JFK"]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("has columns that are made wider and narrower with the pointer and by keys, and keeps that in its address", async () => {
    const { tenant, show } = await dashboardTenant(croft);
    await tenant.resource("leads").create({ title: "Roof" });
    const { page, problems } = await show(`leads${search({ columns: ["stage", "value"] })}`);
    const width = (locator = page.getByRole("columnheader", { name: "Stage" })) =>
      locator.evaluate((each) => each.getBoundingClientRect().width);
    const cell = page.locator('td[data-column="2"]');
    const edge = page.getByRole("columnheader", { name: "Stage" }).locator("[data-resizes]");
    await cell.waitFor();
    expect(await width()).toBe(144);
    const box = await edge.boundingBox();
    if (!box) throw new Error("There is no edge.");
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 30, y);
    await page.mouse.move(x + 60, y + 200);
    expect(await width(cell)).toBe(204);
    expect(new URL(page.url()).searchParams.has("widths")).toBe(false);
    await page.mouse.up();
    await expect.poll(() => new URL(page.url()).searchParams.get("widths")).toBe('{"stage":204}');
    expect(new URL(page.url()).searchParams.has("sort")).toBe(false);
    await page.reload();
    await cell.waitFor();
    expect([await width(), await width(cell)]).toEqual([204, 204]);

    await page.getByRole("grid").focus();
    for (const key of ["ArrowUp", "ArrowRight", "Alt+ArrowLeft"]) await page.keyboard.press(key);
    await expect.poll(() => width(cell)).toBe(188);
    await page.keyboard.press("Alt+ArrowRight");
    await expect.poll(() => width(cell)).toBe(204);
    expect(await accessibilityProblems(page)).toEqual([]);
    await edge.dblclick();
    await expect.poll(() => width(cell)).toBe(144);
    expect(new URL(page.url()).searchParams.has("widths")).toBe(false);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

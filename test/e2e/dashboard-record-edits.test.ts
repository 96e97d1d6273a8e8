/** Going through records one by one, and edits that meet those of others: what somebody wrote is never lost on the way. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { accessibilityProblems, openDashboard, untilLive } from "../support/dashboard.ts";
import { createTenant } from "../support/operator.ts";
import { closePages, failingNetwork, serve } from "../support/served.ts";
import { editCell } from "./records-table.ts";

const leadSchema = z.object({
  id: z.string(),
  title: z.string(),
  notes: z.string().nullable(),
  company: z.string().nullable(),
  version: z.int(),
});

const croft = serve();
closePages(croft);
const network = failingNetwork(croft);

/** A tenant of its own with leads of these titles, the last one made first. */
async function withLeads(...titles: string[]) {
  const { tenant, key } = await createTenant(croft.server);
  const api = new Api(croft.server.url, key);
  const at = `/v1/tenants/${tenant}/leads`;
  const ids: string[] = [];
  for (const title of titles) ids.push((await api.call("POST", at, leadSchema, { body: { title } })).data.id);
  const open = async (path: string, url = croft.server.url) => {
    const visited = await openDashboard(croft.browser, `${url}/t/${tenant}/r/leads${path}`, { key });
    await untilLive(visited.page);
    return visited;
  };
  return {
    open,
    ids,
    first: ids[0] ?? "",
    read: async (id: string) => (await api.call("GET", `${at}/${id}`, leadSchema)).data,
    change: (id: string, body: object) => api.call("PATCH", `${at}/${id}`, leadSchema, { body }),
    remove: (id: string) => api.call("DELETE", `${at}/${id}`, z.unknown()),
  };
}

const titled = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
const fields = (page: Page): Locator =>
  page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: "Fields" }) });
const field = (page: Page, name: string): Locator => fields(page).locator(`[data-field="${name}"] dd`);
const offline = (page: Page) => page.locator('[data-connection="offline"]').first().waitFor({ state: "attached" });
const conflict = (page: Page) => page.getByRole("dialog", { name: "Somebody else changed this record" });

async function edit(page: Page, name: string, label: string): Promise<Locator> {
  await field(page, name).hover();
  await field(page, name)
    .getByRole("button", { name: `Edit ${label}` })
    .click();
  return field(page, name).getByRole("textbox");
}

describe("the records of a list", () => {
  it("are gone through one by one, by button and by key, and the way back leads to the list", async () => {
    const { open } = await withLeads("One", "Two", "Three");
    const { page, problems } = await open("?sort=%5B%22title%22%5D");
    await page.getByRole("link", { name: "Three" }).click();
    await titled(page, "Three");
    await page.getByRole("button", { name: "Previous record" }).click();
    await titled(page, "One");
    expect(await page.getByRole("button", { name: "Previous record" }).getAttribute("aria-disabled")).toBe("true");
    expect(await accessibilityProblems(page)).toEqual([]);
    const note = page.getByRole("textbox", { name: "Note" });
    await note.fill("j");
    await note.press("Alt+ArrowDown");
    expect(await note.inputValue()).toBe("j");
    await page.getByRole("button", { name: "Next record" }).focus();
    await page.keyboard.press("Alt+ArrowDown");
    await titled(page, "Three");
    await page.keyboard.press("Alt+ArrowDown");
    await titled(page, "Two");
    await page.keyboard.press("Alt+ArrowDown");
    await page.keyboard.press("Alt+ArrowUp");
    await titled(page, "Three");
    await page.keyboard.press("Alt+ArrowUp");
    await titled(page, "One");
    expect(await note.inputValue()).toBe("j");
    await page.goBack();
    await page.getByRole("grid").waitFor();
    expect(problems).toEqual([]);
  });

  it("are no list where the address was opened directly", async () => {
    const { open, first } = await withLeads("One", "Two");
    const { page } = await open(`/${first}`);
    await titled(page, "One");
    expect(await page.getByRole("button", { name: "Next record" }).count()).toBe(0);
    await page.keyboard.press("Alt+ArrowDown");
    await titled(page, "One");
  });
});

describe("an edit", () => {
  it("without a connection that meets another one offers both versions, wherever the person is by then", async () => {
    const { open, first, change, read } = await withLeads("Contested", "Other");
    const { page, problems } = await open("", network.proxy.url);
    await page.getByRole("link", { name: "Contested" }).click();
    await titled(page, "Contested");
    network.proxy.refuse();
    network.proxy.cut();
    await offline(page);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const form = page.getByRole("dialog", { name: "Edit Contested" });
    await form.getByLabel("Title").fill("Mine");
    await page.keyboard.press("Control+Enter");
    await form.waitFor({ state: "detached" });
    await page.getByRole("main").getByRole("link", { name: "Leads" }).click();
    await titled(page, "Leads");
    await change(first, { title: "Theirs", notes: "From elsewhere" });
    network.proxy.heal();
    await untilLive(page);
    await conflict(page).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await conflict(page).waitFor({ state: "detached" });
    await page.getByRole("status").filter({ hasText: "“Theirs” was changed by somebody else" }).waitFor();
    await page.getByRole("button", { name: "Choose what is kept" }).click();
    await conflict(page).getByRole("group", { name: "Which Title is kept" }).getByLabel("Mine").waitFor();
    await conflict(page).getByRole("button", { name: "Save this choice" }).click();
    await conflict(page).waitFor({ state: "detached" });
    expect(await page.getByRole("button", { name: "Choose what is kept" }).count()).toBe(0);
    expect(await read(first)).toMatchObject({ title: "Mine", notes: "From elsewhere" });
    expect(problems).toEqual([]);
  });

  it("in a cell is not lost either when the table is gone by then", async () => {
    const { open, first, change, read } = await withLeads("Contested", "Other");
    const { page } = await open(`?columns=${encodeURIComponent('["company"]')}`, network.proxy.url);
    await page.getByRole("link", { name: "Other" }).click();
    await titled(page, "Other");
    await page.goBack();
    await page.getByRole("grid").waitFor();
    network.proxy.refuse();
    network.proxy.cut();
    await offline(page);
    await editCell(page, first, "Company", "Acme");
    await page.getByRole("link", { name: "Other" }).click();
    await page.getByRole("grid").waitFor({ state: "detached" });
    await change(first, { title: "Theirs", company: "Elsewhere" });
    network.proxy.heal();
    await untilLive(page);
    await conflict(page).getByRole("button", { name: "Save this choice" }).click();
    await expect.poll(() => read(first)).toMatchObject({ title: "Theirs", company: "Acme" });
  });

  it("is no conflict with another one made here while both wait for the connection", async () => {
    const { open, first, read } = await withLeads("Contested");
    const { page } = await open(`/${first}`, network.proxy.url);
    network.proxy.refuse();
    network.proxy.cut();
    await offline(page);
    await (await edit(page, "title", "Title")).fill("New title");
    await page.keyboard.press("Enter");
    await titled(page, "New title");
    await page.getByRole("button", { name: /^Show \d+ empty fields$/ }).click();
    await (await edit(page, "company", "Company")).fill("Acme");
    await page.keyboard.press("Enter");
    await expect.poll(() => field(page, "company").textContent()).toContain("Acme");
    network.proxy.heal();
    await untilLive(page);
    await expect.poll(() => read(first)).toMatchObject({ title: "New title", company: "Acme", version: 3 });
    expect(await conflict(page).count()).toBe(0);
  });

  it("keeps what others changed where all of one's own is kept, and takes it back where that is chosen", async () => {
    const { open, first, change, read } = await withLeads("Contested");
    const { page } = await open(`/${first}`);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Title").fill("Mine");
    await change(first, { title: "Theirs", notes: "From elsewhere" });
    await page.keyboard.press("Control+Enter");
    await conflict(page).waitFor();
    await conflict(page).getByRole("button", { name: "Keep all as stored" }).click();
    await conflict(page).getByRole("button", { name: "Keep all your changes" }).click();
    const notes = conflict(page).getByRole("group", { name: "Which Notes is kept" });
    expect(await notes.getByLabel("As stored now").isChecked()).toBe(true);
    await notes.getByLabel("As it was before").check();
    await conflict(page).getByRole("button", { name: "Save this choice" }).click();
    await titled(page, "Mine");
    expect(await read(first)).toMatchObject({ title: "Mine", notes: null });
  });

  it("of one field is not lost to the edit of another, nor by going elsewhere", async () => {
    const { open, first, read } = await withLeads("Contested");
    const { page, problems } = await open(`/${first}`);
    await page.getByRole("button", { name: /^Show \d+ empty fields$/ }).click();
    const title = await edit(page, "title", "Title");
    await title.fill("New title");
    const company = await edit(page, "company", "Company");
    await company.fill("Acme");
    await company.press("Enter");
    await company.waitFor({ state: "detached" });
    expect(await title.inputValue()).toBe("New title");
    await page.getByRole("link", { name: "Overview" }).click();
    const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
    await question.getByRole("button", { name: "Keep editing" }).click();
    await question.waitFor({ state: "detached" });
    await title.press("Enter");
    await expect.poll(() => read(first)).toMatchObject({ title: "New title", company: "Acme", version: 3 });
    expect(await conflict(page).count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it("that takes its time is sent once, and closes nothing that was begun meanwhile", async () => {
    const { open, first, read } = await withLeads("Slow");
    const { page } = await open(`/${first}`);
    await page.getByRole("button", { name: /^Show \d+ empty fields$/ }).click();
    const answered = Promise.withResolvers<void>();
    await page.route("**/leads/*", async (route) => {
      if (route.request().method() === "PATCH") await answered.promise;
      await route.continue();
    });
    const title = await edit(page, "title", "Title");
    await title.fill("Sent once");
    await title.press("Enter");
    await title.press("Enter");
    const company = await edit(page, "company", "Company");
    await company.fill("Acme");
    answered.resolve();
    await title.waitFor({ state: "detached" });
    expect(await company.inputValue()).toBe("Acme");
    expect(await read(first)).toMatchObject({ title: "Sent once", version: 2 });
    expect(await conflict(page).count()).toBe(0);
  });

  it("stays in its form when somebody deletes the record", async () => {
    const { open, first, remove } = await withLeads("Contested");
    const { page } = await open(`/${first}`);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Title").fill("Mine");
    await remove(first);
    await page.getByText("This record is deleted.").waitFor({ state: "attached" });
    expect(await page.getByRole("dialog").getByLabel("Title").inputValue()).toBe("Mine");
  });
});

it("says who made a record in words, be it a key or Croft itself", async () => {
  const { open, first } = await withLeads("One");
  const { page } = await open(`/${first}`);
  await expect.poll(() => field(page, "createdBy").textContent()).toBe("First key");
  await page.goto(page.url().replace(/leads.*/, "account-config/current"));
  await expect.poll(() => field(page, "createdBy").textContent()).toBe("Croft");
});

describe("the history of a record", () => {
  it("keeps the older entries that were asked for when a newer one comes", async () => {
    const { open, first, change } = await withLeads("Version 0");
    for (let at = 1; at <= 25; at += 1) await change(first, { title: `Version ${at}` });
    const { page } = await open(`/${first}`);
    const entries = page.locator("[data-action]");
    await expect.poll(() => entries.count()).toBe(20);
    await page.getByRole("button", { name: "Show older ones" }).click();
    await expect.poll(() => entries.count()).toBe(26);
    await change(first, { title: "Version 26" });
    await titled(page, "Version 26");
    await expect.poll(() => entries.count()).toBe(27);
  });
});

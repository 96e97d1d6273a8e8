/** The form and the page of a record, as people make, change, look back on and delete records. */
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { accessibilityProblems, openDashboard } from "../support/dashboard.ts";
import { createTenant } from "../support/operator.ts";
import { serve } from "../support/served.ts";

const madeSchema = z.object({ id: z.string() });
const leadSchema = z.object({
  id: z.string(),
  title: z.string().nullable(),
  value: z.int(),
  notes: z.string().nullable(),
});
const keySchema = z.object({ key: z.string() });

const croft = serve();
let tenant: string;
let key: string;
let api: Api;
let account: string;
beforeAll(async () => {
  ({ tenant, key } = await createTenant(croft.server));
  api = new Api(croft.server.url, key);
  account = await create("accounts", { name: "Brandt & Söhne", domain: "brandt.example" });
});

async function create(resource: string, body: object): Promise<string> {
  return (await api.call("POST", `/v1/tenants/${tenant}/${resource}`, madeSchema, { body })).data.id;
}

async function change(path: string, body: object): Promise<void> {
  await api.call("PATCH", `/v1/tenants/${tenant}/${path}`, madeSchema, { body });
}

async function leadsOf(title: string) {
  const path = `/v1/tenants/${tenant}/leads?title=${encodeURIComponent(title)}`;
  return (await api.call("GET", path, z.array(leadSchema))).data;
}

async function open(path: string, as = key) {
  const visited = await openDashboard(croft.browser, `${croft.server.url}/t/${tenant}/r/${path}`, { key: as });
  await visited.page.getByRole("heading", { name: "Fields" }).waitFor();
  return visited;
}

const panel = (page: Page, name: string | RegExp): Locator =>
  page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name }) });
const field = (page: Page, name: string): Locator => panel(page, "Fields").locator(`[data-field="${name}"] dd`);

describe("a form", () => {
  it("makes a related record once, after what the service refused was mended at its field", async () => {
    const { page, problems } = await open(`accounts/${account}`);
    await page.getByRole("button", { name: "Add a lead" }).click();
    const dialog = page.getByRole("dialog", { name: "New lead" });
    await expect.poll(() => dialog.getByLabel("Account").inputValue()).toBe("Brandt & Söhne");
    await dialog.getByLabel("Title").fill("Forty lorries");
    await dialog.getByLabel("Value").fill("1,5");
    await dialog.getByLabel("Email").fill("nonsense");
    await page.keyboard.press("Control+Enter");
    await dialog.getByText("This cannot be read as a number").waitFor();
    await dialog.getByLabel("Value").fill("1234.5");
    await page.keyboard.press("Control+Enter");
    await dialog.getByText("This must be an e-mail address, such as ada@example.com.").waitFor();
    expect(await dialog.getByLabel("Email").getAttribute("aria-invalid")).toBe("true");
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByLabel("Email").fill("ada@brandt.example");
    await dialog.getByRole("button", { name: "Create" }).dblclick();
    await dialog.waitFor({ state: "detached" });
    await panel(page, /Leads · 1/)
      .getByRole("link", { name: "Forty lorries" })
      .waitFor();
    expect((await leadsOf("Forty lorries")).map(({ value }) => value)).toEqual([123_450]);
    expect(problems).toEqual([]);
  });

  it("names the record that has a unique value already, and asks before what was filled in is lost", async () => {
    const other = await create("accounts", { name: "Other" });
    const { page } = await open(`accounts/${other}`);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Edit Other" });
    await dialog.getByLabel("Domain").fill("brandt.example");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.locator('[data-field="domain"]').getByRole("link", { name: "Brandt & Söhne" }).waitFor();
    await page.keyboard.press("Escape");
    const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
    await question.getByRole("button", { name: "Keep editing" }).click();
    expect(await dialog.getByLabel("Domain").inputValue()).toBe("brandt.example");
    await page.keyboard.press("Escape");
    await question.getByRole("button", { name: "Leave without saving" }).click();
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => field(page, "name").textContent()).toContain("Other");
  });

  it("shows both versions where somebody else was faster", async () => {
    const lead = await create("leads", { title: "Contested" });
    const { page } = await open(`leads/${lead}`);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Edit Contested" });
    await dialog.getByLabel("Title").fill("Mine");
    await change(`leads/${lead}`, { title: "Theirs", notes: "From elsewhere" });
    await page.keyboard.press("Control+Enter");
    const conflict = page.getByRole("dialog", { name: "Somebody else changed this record" });
    await conflict.getByRole("button", { name: "Save this choice" }).click();
    await page.getByRole("heading", { level: 1, name: "Mine" }).waitFor();
    await conflict.waitFor({ state: "detached" });
    expect((await leadsOf("Mine")).map(({ notes }) => notes)).toEqual(["From elsewhere"]);
  });
});

describe("the page of a record", () => {
  it("edits a field where it stands, tells who changed what, and takes it back", async () => {
    const lead = await create("leads", { title: "Ten vans", value: 100_000, accountId: account });
    const { page, problems } = await open(`leads/${lead}`);
    await field(page, "value").hover();
    await field(page, "value").getByRole("button", { name: "Edit Value" }).click();
    await page.getByRole("textbox", { name: "Value" }).fill("2500");
    await page.keyboard.press("Enter");
    await expect.poll(() => field(page, "value").textContent()).toContain("2,500.00");
    const entry = panel(page, "History").getByRole("listitem").filter({ hasText: "changed it" });
    await expect.poll(() => entry.first().textContent()).toMatch(/Value.*1,000\.00.*2,500\.00/);
    await entry.getByRole("button", { name: "Restore this Value" }).click();
    await expect.poll(() => field(page, "value").textContent()).toContain("1,000.00");
    await expect.poll(() => panel(page, "History").locator("[data-action=update]").count()).toBe(2);
    await change(`leads/${lead}`, { title: "Eleven vans" });
    await page.getByRole("heading", { level: 1, name: "Eleven vans" }).waitFor();
    await expect.poll(() => panel(page, "History").locator("[data-action=update]").count()).toBe(3);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it("finds a reference by its words, and takes notes into the timeline", async () => {
    const human = await create("humans", { firstName: "Grace", lastName: "Hopper" });
    const lead = await create("leads", { title: "Compilers" });
    const { page } = await open(`leads/${lead}`);
    await page.getByRole("button", { name: /^Show \d+ empty fields$/ }).click();
    await field(page, "humanId").hover();
    await field(page, "humanId").getByRole("button", { name: "Edit Human" }).click();
    await page.getByRole("combobox", { name: "Human" }).fill("hop");
    await page.getByRole("option", { name: "Grace Hopper" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    const link = field(page, "humanId").getByRole("link", { name: "Grace Hopper" });
    expect(await link.getAttribute("href")).toBe(`/t/${tenant}/r/humans/${human}`);
    await page.getByRole("textbox", { name: "Note" }).fill("Called back\nShe likes it <b>a lot</b>");
    await page.keyboard.press("Control+Enter");
    await panel(page, "Timeline").getByRole("link", { name: "Called back" }).waitFor();
    await panel(page, "Timeline").getByText("She likes it <b>a lot</b>").waitFor();
  });

  it("deletes a record after a question, shows its last state, and brings it back", async () => {
    const lead = await create("leads", { title: "Mistake" });
    const { page } = await open(`leads/${lead}`);
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("alertdialog", { name: "Delete Mistake?" }).getByRole("button", { name: "Delete" }).click();
    await page.getByText("This record is deleted.").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole("button", { name: "Bring it back" }).click();
    await page.getByText("This record is deleted.").waitFor({ state: "detached" });
    expect(await leadsOf("Mistake")).toHaveLength(1);
  });

  it("offers a viewer nothing that only others may do, and says in words where there is no record", async () => {
    const made = await api.call("POST", `/v1/tenants/${tenant}/api-keys`, keySchema, {
      body: { name: "Screen", role: "viewer" },
    });
    const { page } = await open(`accounts/${account}`, made.data.key);
    await panel(page, /Leads · /)
      .getByRole("link")
      .first()
      .waitFor();
    const offered = page.getByRole("button", { name: /^(Edit|Add|More|Restore|Delete)/ });
    expect(await offered.count()).toBe(0);
    expect(await page.getByRole("textbox", { name: "Note" }).count()).toBe(0);
    await page.goto(`${croft.server.url}/t/${tenant}/r/leads/lead_01AAAAAAAAAAAAAAAAAAAAAAAA`);
    await page.getByRole("heading", { name: "There is no such record" }).waitFor();
    await page.goto(`${croft.server.url}/t/${tenant}/r/account-config/current`);
    await page.getByRole("heading", { level: 1, name: "Settings: UTC" }).waitFor();
  });
});

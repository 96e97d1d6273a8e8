/** Changes of many records at once, in real browsers: over a selection, over a filter, and with what could not be done. */
import { describe, expect, it } from "vitest";
import { accessibilityProblems } from "../support/dashboard.ts";
import { dashboardTenant, search, textsOf } from "../support/dashboard-tenant.ts";
import { serve } from "../support/served.ts";

const croft = serve();

describe("many records at once", () => {
  it("are changed by a selection, and what the service refuses is told with its reason", async () => {
    const { tenant, show } = await dashboardTenant(croft);
    const leads = tenant.resource("leads");
    for (const title of ["Roof", "Door", "Gate"]) await leads.create({ title });
    const [lost] = (await leads.list({ filter: { title: "Door" } })).data;
    await leads.update(lost?.id ?? "", { stage: "lost" });
    const { page, problems } = await show(`leads${search({ columns: ["stage"] })}`);
    await page.getByRole("checkbox", { name: "Select all that are loaded" }).check();
    await page
      .getByRole("toolbar", { name: "3 records selected" })
      .getByRole("button", { name: "Change a field" })
      .click();
    const dialog = page.getByRole("dialog", { name: "Change a field of 3 records" });
    await dialog.getByLabel("Field").selectOption("stage");
    await dialog.getByLabel("New value").selectOption("contacted");
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Change 3 records" }).click();
    await dialog.getByText("2 records changed").waitFor();
    await dialog.getByText("1 record refused").waitFor();
    expect(await dialog.getByRole("listitem").allInnerTexts()).toEqual([expect.stringMatching(/^Door · .*lost/)]);
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await expect.poll(() => textsOf(page, 2)).toEqual(["Contacted", "Lost", "Contacted"]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("are changed and deleted by a filter, those beyond what is loaded too, but for one that is left out", async () => {
    const { tenant, show } = await dashboardTenant(croft);
    const leads = tenant.resource("leads");
    await tenant.batch(
      Array.from({ length: 450 }, (_, at) => ({
        op: "create",
        resource: "leads",
        data: { title: `Lead ${at}`, company: at < 420 ? "Hill" : "Dale" },
      })),
    );
    const asked = search({ filter: { company: "Hill" }, columns: ["company"] });
    const { page, problems } = await show(`leads${asked}`);
    const counted = async (company: string) =>
      (await leads.aggregate({ filter: { company }, count: true })).rows[0]?.count;
    await page.getByText("420 records").waitFor();
    await page.getByRole("checkbox", { name: "Select all that are loaded" }).check();
    await page.getByRole("button", { name: "Select all 420 that match" }).click();
    await page.getByRole("checkbox", { name: "Select Lead 419" }).uncheck();
    await page
      .getByRole("toolbar", { name: "419 records selected" })
      .getByRole("button", { name: "Change a field" })
      .click();
    const edit = page.getByRole("dialog", { name: "Change a field of 419 records" });
    await edit.getByLabel("Field").selectOption("notes");
    await edit.getByLabel("New value").fill("Called");
    await edit.getByRole("button", { name: "Change 419 records" }).click();
    await edit.getByText("419 records changed").waitFor();
    await edit.getByRole("button", { name: "Close" }).last().click();
    expect((await leads.aggregate({ filter: { notes: "Called" }, count: true })).rows[0]?.count).toBe(419);

    await page.getByRole("toolbar", { name: "419 records selected" }).getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete 419 records" }).click();
    await page.getByText("419 records deleted").waitFor();
    await expect.poll(() => textsOf(page, 1)).toEqual(["Lead 419"]);
    expect([await counted("Hill"), await counted("Dale")]).toEqual([1, 30]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("are left as they were from where it is stopped on, and those before come back", async () => {
    const { tenant, show } = await dashboardTenant(croft);
    const leads = tenant.resource("leads");
    await tenant.batch(
      Array.from({ length: 270 }, (_, at) => ({ op: "create", resource: "leads", data: { title: `Lead ${at}` } })),
    );
    const { page, problems } = await show("leads");
    const { promise: stopped, resolve: letGo } = Promise.withResolvers<void>();
    await page.route("**/batch", async (route) => {
      await stopped;
      await route.continue();
    });
    await page.getByText("270 records").waitFor();
    await page.getByRole("checkbox", { name: "Select all that are loaded" }).check();
    await page.getByRole("button", { name: "Select all 270 that match" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: "Delete 270 records" }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    letGo();
    await page.getByText("250 records deleted").waitFor();
    await page.getByText("20 records left as they were: it was stopped.").waitFor();
    expect((await leads.aggregate({ count: true })).rows[0]?.count).toBe(20);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("250 records restored").waitFor();
    expect((await leads.aggregate({ count: true })).rows[0]?.count).toBe(270);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("are deleted but for those that somebody else was faster with, which are told", async () => {
    const { tenant, show } = await dashboardTenant(croft);
    const leads = tenant.resource("leads");
    for (const title of ["Roof", "Door", "Gate"]) await leads.create({ title });
    const [gone] = (await leads.list({ filter: { title: "Door" } })).data;
    const { page, problems } = await show("leads");
    await page.getByRole("checkbox", { name: "Select all that are loaded" }).check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await leads.delete(gone?.id ?? "");
    await expect.poll(() => textsOf(page, 1)).toHaveLength(2);
    await page.getByRole("button", { name: "Delete 3 records" }).click();
    await page.getByText("2 records deleted").waitFor();
    await page.getByText("1 record refused").waitFor();
    expect(await page.getByRole("dialog", { name: "Delete 3 records?" }).getByRole("listitem").allInnerTexts()).toEqual(
      [expect.stringMatching(/^Door \(deleted\) · /)],
    );
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

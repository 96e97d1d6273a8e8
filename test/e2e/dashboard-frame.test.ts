/** The frame of the dashboard in a real browser: the ways in, the connection, the themes. */
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { accessibilityProblems, openDashboard } from "../support/dashboard.ts";
import { createTenant } from "../support/operator.ts";
import { serve } from "../support/served.ts";

const keySchema = z.object({ key: z.string() });

const croft = serve();
let tenant: string;
let key: string;
beforeAll(async () => {
  ({ tenant, key } = await createTenant(croft.server));
});

describe("the dashboard", () => {
  it("asks whoever comes without a credential to sign in, and keeps where they wanted to go", async () => {
    const { page, problems } = await openDashboard(croft.browser, `${croft.server.url}/t/${tenant}/r/leads`);
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    expect(new URL(page.url()).searchParams.get("next")).toBe(`/t/${tenant}/r/leads`);
    expect(problems).toEqual([]);
  });

  it("takes a key, for this tab alone", async () => {
    const { page, problems } = await openDashboard(croft.browser, `${croft.server.url}/key`);
    await page.getByLabel("API key or operator token").fill(`${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`);
    await page.getByRole("button", { name: "Go on with this key" }).click();
    await page.getByRole("alert").filter({ hasText: "does not know this key" }).waitFor();
    await page.getByLabel("API key or operator token").fill(key);
    await page.getByRole("button", { name: "Go on with this key" }).click();
    await page.waitForURL(`${croft.server.url}/t/${tenant}`);
    const other = await page.context().newPage();
    await other.goto(`${croft.server.url}/t/${tenant}`);
    await other.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    expect(problems).toEqual([]);
  });

  it("offers a key that may read alone, and not everything, nothing that it would be refused", async () => {
    const api = new Api(croft.server.url, key);
    const body = { name: "Reads leads", role: "admin", readOnly: true, resources: ["leads"] };
    const { data } = await api.call("POST", `/v1/tenants/${tenant}/api-keys`, keySchema, { body });
    await api.call("POST", `/v1/tenants/${tenant}/leads`, z.unknown(), { body: { title: "Looked at" } });
    const address = `${croft.server.url}/t/${tenant}/r/`;
    const { page, problems } = await openDashboard(croft.browser, `${address}leads`, { key: data.key });
    await page.getByRole("link", { name: "Looked at" }).click();
    await page.getByRole("heading", { level: 1, name: "Looked at" }).waitFor();
    await page.getByRole("link", { name: "Leads" }).first().click();
    await page.getByRole("gridcell").first().waitFor();
    const named = (name: RegExp) => page.getByRole("button", { name });
    expect(await named(/^(New|Edit|Delete|Save)/).count()).toBe(0);
    await page.goto(`${address}flights`);
    await page.getByText("You may not read these records.").waitFor();
    expect(problems).toEqual([]);
  });

  it("has the colours chosen in another tab, and says on telephones which tenant it is", async () => {
    const context = { viewport: { width: 390, height: 800 } };
    const { page, problems } = await openDashboard(croft.browser, `${croft.server.url}/t/${tenant}`, { key, context });
    await page.getByRole("banner").getByText(tenant, { exact: true }).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${croft.server.url}/sign-in`);
    for (const theme of ["dark", "light"]) {
      await other.evaluate((chosen) => localStorage.setItem("croft.theme", chosen), theme);
      await page.locator(`html[data-theme="${theme}"]`).waitFor();
    }
    await other.evaluate(() => localStorage.clear());
    await page.locator("html:not([data-theme])").waitFor();
    expect(problems).toEqual([]);
  });

  it.each(["light", "dark"] as const)(
    "can be read by everybody on its entry pages when it is %s",
    async (colorScheme) => {
      for (const path of ["/sign-in", "/sign-up", "/key"]) {
        const { page, problems } = await openDashboard(croft.browser, croft.server.url + path, {
          context: { colorScheme },
        });
        await page.getByRole("heading", { level: 1 }).waitFor();
        expect(await accessibilityProblems(page)).toEqual([]);
        expect(problems).toEqual([]);
        await page.context().close();
      }
    },
  );
});

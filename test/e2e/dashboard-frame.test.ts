/** The frame of the dashboard in a real browser: the ways in, the connection, the themes. */
import { beforeAll, describe, expect, it } from "vitest";
import { accessibilityProblems, openDashboard } from "../support/dashboard.ts";
import { createTenant } from "../support/operator.ts";
import { serve } from "../support/served.ts";

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

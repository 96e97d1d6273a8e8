/** Every view of the account's page: on a telephone, in both colours, by keyboard. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { heading, newAddress, openAccount } from "../support/account-page.ts";
import { faintTexts } from "../support/browser/faint-texts.ts";
import { openBrowser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const open = (path: string) => openAccount(browser, server.url + path);

describe("every view", () => {
  const VIEWS = [
    "/account",
    "/account#create",
    "/account#forgot",
    "/account#confirm",
    "/account/password?token=x",
    "/account/password",
    "/invitations/x",
  ];

  it.each(VIEWS)("fits a telephone, can be read in both colours and names its controls: %s", async (path) => {
    const { page, problems } = await open(path);
    await page.locator("form").waitFor();
    // As narrow as 1280 pixels are at four times their size (WCAG 2.2, 1.4.10).
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate(faintTexts), colorScheme).toEqual([]);
    }
    const unnamed = await page
      .locator("input")
      .evaluateAll((inputs) =>
        inputs.filter((each) => each instanceof HTMLInputElement && !each.labels?.length).map((each) => each.outerHTML),
      );
    expect(unnamed).toEqual([]);
    expect(problems).toEqual([]);
  });

  it("is worked by keyboard alone, and takes whoever hears it to its heading", async () => {
    const { page } = await open("/account");
    await page.getByRole("link", { name: "I forgot my password" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Choose a new password");
    await page.keyboard.press("Tab");
    await page.keyboard.type(newAddress());
    await page.keyboard.press("Enter");
    await heading(page, "Look into your mail");
  });
});

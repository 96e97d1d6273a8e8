/** What tests do on the page test/support/browser/people.tsx, and read there. */
import type { Page } from "playwright-core";

export const PASSWORD = "correct horse battery";

/** The address of whoever is signed in, or `signed-out`, `unknown`. */
export function sessionOf(page: Page): Promise<string | null> {
  return page.getByTestId("session").textContent();
}

/** Titles and values, in the order shown. */
export function leadsOf(page: Page): Promise<string[]> {
  return page.getByTestId("lead").allTextContents();
}

/** Whether the list is `loading`, `live`, `stale` or `failed`. */
export function statusOf(page: Page): Promise<string | null> {
  return page.getByTestId("leads").getAttribute("data-status");
}

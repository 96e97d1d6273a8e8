/** What a test reads on the page test/support/browser/leads.tsx, and does there. */
import type { ShownTenant } from "./browser-bench.ts";

/** Titles and values, in the order shown. */
export function leadsOf({ page }: ShownTenant): Promise<string[]> {
  return page.getByTestId("lead").allTextContents();
}

/** Whether the list is `loading`, `live`, `stale` or `failed`. */
export function statusOf({ page }: ShownTenant): Promise<string | null> {
  return page.getByTestId("leads").getAttribute("data-status");
}

export function textOf({ page }: ShownTenant, id: "connection" | "twin" | "record" | "stages"): Promise<string | null> {
  return page.getByTestId(id).textContent();
}

export function press({ page }: ShownTenant, name: string): Promise<void> {
  return page.getByRole("button", { name, exact: true }).click();
}

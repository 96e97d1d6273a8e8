/** The account's page in a browser, as people use it: by labels, buttons and headings. */
import type { Browser, Page } from "playwright-core";
import { openPage } from "./browser.ts";

export const PASSWORD = "correct horse battery";

let people = 0;
/** An address that nobody has. */
export const newAddress = () => `person-${++people}@example.com`;

/** A page of a browser of its own, with what the browser objects to; refusals are no such thing. */
export async function openAccount(browser: Browser, url: string): Promise<{ page: Page; problems: readonly string[] }> {
  const { page, problems } = await openPage(browser);
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems };
}

/** Waits for the view of this title. */
export const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name }).waitFor();
/** What went wrong, once it is said. */
export const alertOf = (page: Page) => page.getByRole("alert").filter({ hasText: /./ }).textContent();
/** Presses the button of this name. */
export const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Fills fields by their labels. */
export async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
}

/** Signs in where the page stands. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await fill(page, { "E-mail address": email, Password: password });
  await press(page, "Sign in");
}

/** Forms of the dashboard in a browser, as people use them: by labels, buttons and headings. */
import type { Page } from "playwright-core";

export const PASSWORD = "correct horse battery";

let people = 0;
/** An address that nobody has. */
export const newAddress = () => `person-${++people}@example.com`;

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

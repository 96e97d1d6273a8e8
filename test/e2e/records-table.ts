/** The table of records in a browser, as a person reads and edits it. */
import type { Locator, Page } from "playwright-core";

/** Texts of a column, from the first row to the last one drawn; rows that are not there yet are none. */
export async function columnOf(page: Page, label: string): Promise<string[]> {
  const column = await columnNumber(page, label);
  const cells = page.locator(`[role="grid"] tbody td[data-column="${column}"]`);
  const rows = await cells.evaluateAll((found) =>
    found.map((cell) => ({
      text: cell.textContent ?? "",
      row: Number(cell.parentElement?.getAttribute("aria-rowindex")),
    })),
  );
  // Drawn rows stand in the page in the order in which they came.
  return rows.toSorted((a, b) => a.row - b.row).map(({ text }) => text);
}

/** A cell by the record's id and the column's name. */
export async function cellOf(page: Page, id: string, label: string): Promise<Locator> {
  return page.locator(`td[data-record="${id}"][data-column="${await columnNumber(page, label)}"]`);
}

/** Edits a cell by keyboard and leaves it with Enter. */
export async function editCell(page: Page, id: string, label: string, text: string): Promise<void> {
  const cell = await cellOf(page, id, label);
  await cell.click();
  await page.keyboard.press("F2");
  await cell.locator("input").fill(text);
  await page.keyboard.press("Enter");
}

async function columnNumber(page: Page, label: string): Promise<number> {
  const headers = page.getByRole("grid").getByRole("columnheader");
  await headers.filter({ hasText: label }).first().waitFor();
  return (await headers.allTextContents()).indexOf(label);
}

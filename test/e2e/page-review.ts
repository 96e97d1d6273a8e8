/** What every page of the dashboard has to be, on every screen and in both colours. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { accessibilityProblems, type Visited } from "../support/dashboard.ts";

const SCREENS = { desktop: { width: 1366, height: 850 }, phone: { width: 390, height: 844 } } as const;
const COLOURS = ["light", "dark"] as const;
/** Longer than a tick of the ages; by then a page that still changes is taken as it is. */
const CALM_MS = { quiet: 120, atMost: 3_000 };

/** Whoever runs the tests may name a directory, for screenshots to look at. */
const SCREENSHOTS = process.env.SCREENSHOTS;

/** Goes to a page and looks at it four times. @returns what is wrong with it: a line each, beginning with the path */
export async function review({ page, problems }: Visited, path: string, origin: string): Promise<string[]> {
  const before = problems.length;
  const found: string[] = [];
  await page.setViewportSize(SCREENS.desktop);
  await page.goto(origin + path);
  for (const [screen, size] of Object.entries(SCREENS)) {
    await page.setViewportSize(size);
    for (const colorScheme of COLOURS) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await untilCalm(page);
      // All that a rule can see but the contrast is the same in both colours.
      const rule = colorScheme === "dark" ? "color-contrast" : undefined;
      const seen = [...(await flawsOf(page)), ...(await accessibilityProblems(page, rule))];
      found.push(...seen.map((flaw) => `${screen}, ${colorScheme}: ${flaw}`));
      await photograph(page, `${path}-${screen}-${colorScheme}`);
    }
  }
  return [...found, ...problems.slice(before)].map((flaw) => `${path}: ${flaw}`);
}

/** Waits until a page shows what it is about and has stopped moving. */
export async function untilCalm(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.locator('[role="status"][aria-label="Loading"]').first().waitFor({ state: "detached" });
  await page.evaluate(
    ({ quiet, atMost }) =>
      new Promise<void>((resolve) => {
        const done = () => {
          observer.disconnect();
          resolve();
        };
        let timer = setTimeout(done, quiet);
        const observer = new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(done, quiet);
        });
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        setTimeout(done, atMost);
      }),
    CALM_MS,
  );
}

/** What axe does not look for. */
async function flawsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const flaws: string[] = [];
    const headings = [...document.querySelectorAll("h1")].filter((each) => each.checkVisibility());
    if (headings.length !== 1) flaws.push(`${headings.length} headings of the first level`);
    const { scrollWidth } = document.scrollingElement ?? document.body;
    if (scrollWidth > innerWidth) flaws.push(`${scrollWidth} pixels wide, where there are ${innerWidth}`);
    if ("hostile" in window) flaws.push("a text was run");
    const made = document.querySelectorAll('img[src="x"], [onerror], [onload], svg[onload], body script');
    if (made.length > 0) flaws.push(`a text was taken for markup: ${made[0]?.outerHTML.slice(0, 200)}`);
    return flaws;
  });
}

async function photograph(page: Page, name: string): Promise<void> {
  if (!SCREENSHOTS) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  const file = `${name.replaceAll(/[^a-z0-9=-]+/gi, "_").replace(/^_/, "")}.png`;
  await page.screenshot({ path: join(SCREENSHOTS, file) });
}

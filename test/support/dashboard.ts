/** The dashboard in a browser, as people use it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import * as z from "zod";

/** How a page is opened. */
export interface Visit {
  /** An API key or the operator token to go on with; whoever is signed in in that context where absent. */
  readonly key?: string;
  readonly context?: BrowserContextOptions;
}

/** A page of a browser of its own, with what the browser objects to: exceptions and errors of its console; refusals are no such thing. */
export interface Visited {
  readonly page: Page;
  readonly problems: readonly string[];
}

/** Opens the dashboard at an address. */
export async function openDashboard(
  browser: Browser,
  url: string,
  { key, context: options }: Visit = {},
): Promise<Visited> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 850 }, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    // A server that is away or refuses is part of what is tested; the page says it in its own words.
    const isNetwork = /Failed to load resource|WebSocket connection to|ERR_/.test(message.text());
    if (message.type() === "error" && !isNetwork) problems.push(message.text());
  });
  if (key !== undefined) await page.addInitScript((token) => sessionStorage.setItem("croft.credential", token), key);
  await page.goto(url);
  return { page, problems };
}

/** Waits until the tenant's connection is live. */
export async function untilLive(page: Page): Promise<void> {
  await page.locator('[data-connection="live"]').first().waitFor({ state: "attached" });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const violationsSchema = z.array(
  z.object({
    id: z.string(),
    help: z.string(),
    nodes: z.array(z.object({ target: z.array(z.unknown()), html: z.string() })),
  }),
);

/** What axe finds against the page as it stands, by all its rules or only one: a line for each place. */
export async function accessibilityProblems(page: Page, rule?: "color-contrast"): Promise<string[]> {
  // Through the debugger, which the page's Content-Security-Policy does not reach.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  const options = { resultTypes: ["violations"], ...(rule === undefined ? {} : { runOnly: [rule] }) };
  const found: unknown = await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then((result) => result.violations)`,
  );
  return violationsSchema
    .parse(found)
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, html }) => `${id} (${help}): ${target.join(" ")} ${html.slice(0, 200)}`),
    );
}

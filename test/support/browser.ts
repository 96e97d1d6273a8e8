/** Chromium, driven by the end-to-end tests. */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { findChromium } from "../../scripts/chromium.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts it headless, with a profile of its own that goes with it. @param flags further ones */
export async function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("There is no Chromium: npm test -- --project e2e installs or asks for it.");
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags], chromiumSandbox: false });
}

/** A page in a context of its own, with everything that its sockets say. */
export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Messages that the page sent, as JSON text, and `ping`. */
  readonly sent: string[];
  /** What the page threw or logged as an error. */
  readonly problems: string[];
}

export async function openPage(browser: Browser): Promise<OpenPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sent: string[] = [];
  const problems: string[] = [];
  page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => sent.push(String(payload))));
  page.on("pageerror", (error) => problems.push(error.message));
  return { page, context, sent, problems };
}

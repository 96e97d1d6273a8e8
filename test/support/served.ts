/** A server and a browser for the tests of a file. */
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { openBrowser } from "./browser.ts";
import { startServer, type TestServer } from "./server.ts";

/** There once the tests, and the hooks behind the call of `serve`, run. */
export interface Served {
  readonly server: TestServer;
  readonly browser: Browser;
}

/** Starts both before the tests of the file that calls it, and ends both after them. */
export function serve(): Served {
  let served: Served | undefined;
  const running = (): Served => {
    if (!served) throw new Error("The server is started before the tests, and not before that.");
    return served;
  };
  beforeAll(async () => {
    const [server, browser] = await Promise.all([startServer(), openBrowser()]);
    served = { server, browser };
  });
  afterAll(async () => {
    await served?.browser.close();
    await served?.server.stop();
  });
  return {
    get server() {
      return running().server;
    },
    get browser() {
      return running().browser;
    },
  };
}

/** Closes after each test the pages that it opened. */
export function closePages(served: Served): void {
  afterEach(async () => {
    for (const context of served.browser.contexts()) await context.close();
  });
}

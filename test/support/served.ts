/** A server and a browser for the tests of a file. */
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { openBrowser } from "./browser.ts";
import { CuttingProxy } from "./cutting-proxy.ts";
import { startServer, type TestServer } from "./server.ts";

/** There once the tests, and the hooks behind the call of `serve`, run. */
export interface Served {
  readonly server: TestServer;
  readonly browser: Browser;
  /** The server by the machine's name, where it is told of it (`BY_NAME`). */
  readonly origin: string;
}

/** For tests of passkeys: they belong to a name, and an address of numbers is none. */
export const BY_NAME = { PUBLIC_URL: "http://localhost:{port}" };

/** Starts both before the tests of the file that calls it, and ends both after them. @param environment as `startServer` takes it */
export function serve(environment: Readonly<Record<string, string>> = {}): Served {
  let served: Pick<Served, "server" | "browser"> | undefined;
  const running = () => {
    if (!served) throw new Error("The server is started before the tests, and not before that.");
    return served;
  };
  beforeAll(async () => {
    const [server, browser] = await Promise.all([startServer(environment), openBrowser()]);
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
    get origin() {
      return running().server.url.replace("127.0.0.1", "localhost");
    },
  };
}

/** A network between browser and server, for tests that have it fail; whole again after each of them. */
export function failingNetwork(served: Served): { readonly proxy: CuttingProxy } {
  let proxy: CuttingProxy | undefined;
  beforeAll(async () => {
    proxy = await CuttingProxy.open(served.server.url);
  });
  afterEach(() => proxy?.heal());
  afterAll(() => proxy?.close());
  return {
    get proxy() {
      if (!proxy) throw new Error("The network is there once the tests run, and not before that.");
      return proxy;
    },
  };
}

/** Closes after each test the pages that it opened. */
export function closePages(served: Served): void {
  afterEach(async () => {
    for (const context of served.browser.contexts()) await context.close();
  });
}

/** A browser, a page, a server that allows the page's origin, and a gateway between them. */
import type { Browser } from "playwright-core";
import { createCroft, type Tenant, type TypesOf } from "../../src/client/croft.ts";
import type { leads } from "../../src/resources/leads.ts";
import { type OpenPage, openBrowser, openPage } from "./browser.ts";
import { type Attempt, type Gateway, openGateway } from "./gateway.ts";
import { createTenant } from "./operator.ts";
import { type ServedPage, servePage } from "./page-server.ts";
import { startServer, type TestServer } from "./server.ts";

type Resources = TypesOf<{ leads: typeof leads }>;

/** A page that shows a tenant of its own. */
export interface ShownTenant extends OpenPage {
  /** The tenant from outside the browser, past the gateway. */
  readonly acme: Tenant<Resources>;
  /** Attempts of the page to reach the server. */
  attempts(): readonly Attempt[];
  readonly address: string;
}

export interface Bench {
  readonly server: TestServer;
  readonly gateway: Gateway;
  /** @param prepare is run in the page before its script. */
  show(prepare?: () => void): Promise<ShownTenant>;
  /** Closes every page, so that none of them is counted with the next. */
  closePages(): Promise<void>;
  stop(): Promise<void>;
}

/** @param script what the page runs; it reads `url`, `tenant` and `key` from its address, behind the `#`. */
export async function openBench(script: string): Promise<Bench> {
  let served: ServedPage | undefined;
  let server: TestServer | undefined;
  let gateway: Gateway | undefined;
  let browser: Browser | undefined;
  const stop = async () => {
    await browser?.close();
    await gateway?.stop();
    await served?.stop();
    await server?.stop();
  };
  try {
    browser = await openBrowser();
    served = await servePage(script);
    server = await startServer({ ALLOWED_ORIGINS: served.origin });
    gateway = await openGateway(server.url);
  } catch (error) {
    await stop();
    throw error;
  }
  const parts = { browser, served, server, gateway };
  return {
    server,
    gateway,
    show: (prepare) => show(parts, prepare),
    async closePages() {
      for (const context of parts.browser.contexts()) await context.close();
    },
    stop,
  };
}

async function show(
  { browser, served, server, gateway }: { browser: Browser; served: ServedPage; server: TestServer; gateway: Gateway },
  prepare: (() => void) | undefined,
): Promise<ShownTenant> {
  const { tenant, key } = await createTenant(server);
  const acme = createCroft<Resources>({ url: server.url, token: key }).tenant(tenant);
  const address = `${served.origin}/#${new URLSearchParams({ url: gateway.url, tenant, key })}`;
  const opened = await openPage(browser);
  if (prepare) await opened.page.addInitScript(prepare);
  const path = `/v1/tenants/${tenant}`;
  const attempts = () => gateway.attempts.filter((attempt) => attempt.path.startsWith(path));
  return { ...opened, acme, address, attempts };
}

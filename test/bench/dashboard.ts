/** The dashboard in a browser, in front of a server of its own, and what can be asked of the page. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildSync } from "esbuild";
import type { Browser, Page } from "playwright-core";
import * as z from "zod";
import { ROOT } from "../../scripts/paths.ts";
import { openBrowser } from "../support/browser.ts";
import { openDashboard, untilLive } from "../support/dashboard.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { createLeads, type Lead, makeTenant, type Target } from "./api.ts";
import { makeLeads } from "./leads.ts";

const PROBE = join(ROOT, "test", "support", "browser", "dashboard-probe.ts");
const TENANT = "bench-dashboard";

const observedSchema = z.object({ tasks: z.array(z.number()), frames: z.array(z.number()) });
const shownSchema = z.array(z.tuple([z.string(), z.number()]));
const rowsSchema = z.array(z.object({ index: z.int(), id: z.string() }));
const collectedSchema = z.object({ ids: z.array(z.string()), wrong: z.array(z.string()) });

/** A page with the probe of test/support/browser/dashboard-probe.ts in it. */
export class ProbedPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  begin = (): Promise<unknown> => this.page.evaluate("probe.begin()");
  end = async () => observedSchema.parse(await this.page.evaluate("probe.end()"));
  watch = (beginning: string): Promise<unknown> => this.page.evaluate(`probe.watch(${JSON.stringify(beginning)})`);
  shown = async () => new Map(shownSchema.parse(await this.page.evaluate("probe.shown()")));
  comeback = async () => z.number().parse(await this.page.evaluate("probe.comeback()"));
  rows = async () => rowsSchema.parse(await this.page.evaluate("probe.rows()"));
  /** Ids of the first rows, once there are so many. */
  async firstRows(count: number): Promise<string[]> {
    for (;;) {
      const rows = (await this.rows()).toSorted((a, b) => a.index - b.index);
      if (rows.length >= count) return rows.slice(0, count).map(({ id }) => id);
      await sleep(20);
    }
  }

  /** Moves the mouse where its wheel scrolls the table. */
  async pointAtTable(): Promise<void> {
    await this.page.locator('[role="grid"] tbody tr').first().hover();
  }

  collect = (): Promise<unknown> => this.page.evaluate("probe.collect()");
  collected = async () => collectedSchema.parse(await this.page.evaluate("probe.collected()"));
}

export class BenchDashboard {
  readonly server: TestServer;
  readonly browser: Browser;
  readonly tenant: Target;
  readonly leads: readonly Lead[];

  private constructor(server: TestServer, browser: Browser, tenant: Target, leads: readonly Lead[]) {
    this.server = server;
    this.browser = browser;
    this.tenant = tenant;
    this.leads = leads;
  }

  /** A tenant with so many leads. */
  static async open(leads: number): Promise<BenchDashboard> {
    const server = await startServer();
    try {
      const tenant = await makeTenant(server, TENANT);
      const made = await createLeads(tenant, makeLeads(leads));
      return new BenchDashboard(server, await openBrowser(), tenant, made);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Path of a page of the tenant; "" is the overview. */
  pathOf(page: string): string {
    return `/t/${TENANT}${page}`;
  }

  /** A page of the tenant that is live, in a browser of its own. @throws Error where the page objects to something */
  async visit(page: string, use: (probed: ProbedPage) => Promise<void>): Promise<void> {
    const key = (this.tenant.headers.authorization ?? "").replace("Bearer ", "");
    const visited = await openDashboard(this.browser, `${this.server.url}/sign-in`, { key });
    try {
      await visited.page.addInitScript({ content: probe() });
      await visited.page.goto(this.server.url + this.pathOf(page));
      await untilLive(visited.page);
      await use(new ProbedPage(visited.page));
      const [problem] = visited.problems;
      if (problem !== undefined) throw new Error(`The page objects: ${problem}`);
    } finally {
      await visited.page.context().close();
    }
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }
}

let bundled = "";

function probe(): string {
  bundled ||=
    buildSync({ entryPoints: [PROBE], bundle: true, write: false, format: "iife" }).outputFiles[0]?.text ?? "";
  return bundled;
}

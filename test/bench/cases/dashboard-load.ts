/** The first look at the dashboard, as Lighthouse sees it. */
import { Api } from "../../../scripts/demo/api.ts";
import { openBrowser } from "../../support/browser.ts";
import { joinTenant } from "../../support/member.ts";
import { freePort, startServer } from "../../support/server.ts";
import { Visitor } from "../../support/visitor.ts";
import { createLeads, makeTenant } from "../api.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase, Described, Figures } from "../case.ts";
import { makeLeads } from "../leads.ts";
import { type Audit, audited, type Device } from "../lighthouse.ts";
import { significant } from "../statistics.ts";

const TENANT = "bench-load";
const EMAIL = "ada@example.com";
const LEADS = 500;
const KB = 1_000;

const COLUMNS = { croft: "overview", bare: "sign-in" };
const shared = { unit: "points of 100", columns: COLUMNS } as const;

const PHONE: Described = {
  ...shared,
  name: "dashboard-load-phone",
  mark: { of: "each", bound: "at least", value: 90 },
  does: "The same as a telephone of the middle sort over a slow network: a quarter of this machine's processor, 1.6 Mbit/s, 150 ms.",
  short:
    "over that network the scripts alone take more than a second before anything can be drawn, and what they then do takes four times as long as on a desktop.",
  proves: "What is left of it where little is there. Lighthouse calls 90 good; nobody asked for more here.",
};

export const dashboardLoad: BenchCase = {
  results: [
    {
      ...shared,
      name: "dashboard-load",
      mark: { of: "each", bound: "at least", value: 95 },
      does: "Lighthouse's points for performance with the settings of a desktop, cache empty, signed in as a person of a tenant with 500 leads; the median of the runs.",
      proves:
        "That the page stands soon and lets itself be used: points are made of the first and the largest paint, of how long it is blocked, and of how far it moves. The network is Lighthouse's simulation, the processor is this machine's, which server and browser share.",
    },
    {
      ...shared,
      name: "dashboard-accessibility",
      mark: { of: "each", bound: "at least", value: 100 },
      does: "Lighthouse's points for accessibility in the same runs.",
      proves: "What its rules find. axe with all of its own goes over every page in the tests.",
    },
    {
      ...shared,
      name: "dashboard-practices",
      mark: { of: "each", bound: "at least", value: 100 },
      does: "Lighthouse's points for best practices in the same runs.",
      proves: "That nothing outdated is used, nothing fails in the console, and nothing leaves the origin.",
    },
    PHONE,
    {
      name: "dashboard-first-load",
      unit: "kB sent",
      mark: { of: "croft", bound: "at most", value: 250 },
      columns: { croft: "JavaScript", bare: "everything" },
      does: "What the overview loads with an empty cache until nothing more comes: compressed scripts, and everything with the headers of its answers.",
      proves: "That other pages come when somebody goes there. A test holds what has to come before the page stands.",
    },
  ],
  async run(bench: Bench) {
    const server = await startServer();
    const port = await freePort();
    const browser = await openBrowser([`--remote-debugging-port=${port}`]);
    try {
      const cookie = await prepare(server);
      const audit = async (path: string, as: string): Promise<Audits> => {
        const auditor = { browser, port, cookie: as };
        const on = (device: Device) => audited(auditor, server.url + path, device, bench.effort.rounds);
        return [await on("desktop"), await on("phone")];
      };
      return figuresOf(await audit(`/t/${TENANT}`, cookie), await audit("/sign-in", ""));
    } finally {
      await browser.close();
      await server.stop();
    }
  },
};

/** A tenant with leads, and somebody in it. @returns their cookie */
async function prepare(server: Awaited<ReturnType<typeof startServer>>): Promise<string> {
  const tenant = await makeTenant(server, TENANT);
  await createLeads(tenant, makeLeads(LEADS));
  const owner = new Api(server.url, (tenant.headers.authorization ?? "").replace("Bearer ", ""));
  await joinTenant(server, { tenant: TENANT, owner, email: EMAIL, role: "admin" });
  const visitor = new Visitor(server.url);
  await visitor.signIn(EMAIL);
  return visitor.cookie;
}

/** Of both on a desktop, and on a telephone. */
type Audits = readonly [desktop: Audit, phone: Audit];

function figuresOf([overview, overviewOnPhone]: Audits, [signIn, signInOnPhone]: Audits): Figures[] {
  const points = (figure: "performance" | "accessibility" | "bestPractices"): Figures => ({
    croft: overview[figure],
    bare: signIn[figure],
    note: `overview ${timesOf(overview)}; sign-in ${timesOf(signIn)}`,
  });
  return [
    points("performance"),
    points("accessibility"),
    points("bestPractices"),
    {
      croft: overviewOnPhone.performance,
      bare: signInOnPhone.performance,
      note: `overview ${timesOf(overviewOnPhone)}; sign-in ${timesOf(signInOnPhone)}`,
    },
    {
      croft: significant(overview.scriptBytes / KB),
      bare: significant(overview.bytes / KB),
      note: `sign-in ${significant(signIn.scriptBytes / KB)} of ${significant(signIn.bytes / KB)} kB`,
    },
  ];
}

function timesOf({ lcp, tbt, cls }: Audit): string {
  return `LCP ${Math.round(lcp)} ms, TBT ${Math.round(tbt)} ms, CLS ${significant(cls)}`;
}

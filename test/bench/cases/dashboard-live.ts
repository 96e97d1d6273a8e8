/** Changes by REST, and the dashboard that shows them. */
import { setTimeout as sleep } from "node:timers/promises";
import { call, createLeads, type Target } from "../api.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase, Figures } from "../case.ts";
import { BenchDashboard, type ProbedPage } from "../dashboard.ts";
import { repeatableLeads } from "../leads.ts";
import { median, percentile, significant } from "../statistics.ts";

const LEADS = 10_000;
const CHANGES = 100;
const BETWEEN_MS = 150;
/** Rows at the top of the table, which are in sight. */
const IN_SIGHT = 10;
const PER_SECOND = 50;
const BUSY_SECONDS = 20;
/** Of the busy changes, every so manieth is a new lead. */
const NEW = 5;
const PATIENCE_MS = 20_000;
/** The least that a browser tells of. */
const SHORTEST_TASK_MS = 50;
const SHARE = 0.95;

export const dashboardLive: BenchCase = {
  results: [
    {
      name: "dashboard-live",
      unit: "ms (p95)",
      mark: { of: "croft", bound: "at most", value: 250 },
      columns: { croft: "on the screen", bare: "answered" },
      does: `A table of ${LEADS} leads stands open. ${CHANGES} leads in sight are changed by REST, one at a time; timed from the moment a request is sent until the frame that shows it is painted, and beside it until it is answered, on one clock.`,
      proves:
        "The whole way of a change: the write, the live query, the socket, the table. A run in which a change is not shown has no result. It misses the network, and what a screen takes.",
    },
    {
      name: "dashboard-busy",
      unit: "ms (longest task)",
      mark: { of: "each", bound: "at most", value: 100 },
      columns: { croft: "table", bare: "overview" },
      does: `${PER_SECOND} changes a second for ${BUSY_SECONDS} s, every ${NEW}th a new lead, while the table of ${LEADS} leads and then the overview stand open. ${SHORTEST_TASK_MS} ms is the least that a browser tells of, and stands for anything shorter.`,
      proves:
        "That the page can be used meanwhile: a press waits for the task that runs. The last change has to be shown, or the run has no result. Server, browser and writer share the machine's processors.",
    },
  ],
  async run(bench: Bench) {
    const dashboard = await BenchDashboard.open(bench.scaled(LEADS));
    try {
      const times = await oneByOne(dashboard, bench.scaled(CHANGES));
      const count = bench.scaled(PER_SECOND * BUSY_SECONDS);
      const table = await busy(dashboard, "/r/leads", count);
      const overview = await busy(dashboard, "", count);
      const note = `table: ${table.note}; overview: ${overview.note}`;
      return [times, { croft: table.longest, bare: overview.longest, note }];
    } finally {
      await dashboard.stop();
    }
  },
};

async function oneByOne(dashboard: BenchDashboard, count: number): Promise<Figures> {
  const shown: number[] = [];
  const answered: number[] = [];
  await dashboard.visit("/r/leads", async (probed) => {
    await probed.watch("seen-");
    const rows = await probed.firstRows(Math.min(IN_SIGHT, dashboard.leads.length));
    const sent = new Map<string, number>();
    for (let n = 0; n < count; n += 1) {
      const title = `seen-${n}`;
      sent.set(title, Date.now());
      answered.push(await change(dashboard.tenant, rows[n % rows.length] ?? "", { title }));
      await sleep(BETWEEN_MS);
    }
    const seen = await untilShown(probed, [...sent.keys()]);
    shown.push(...[...sent].map(([title, at]) => Math.max(1, (seen.get(title) ?? Number.NaN) - at)));
  });
  const figure = (samples: readonly number[], share: number) => significant(percentile(samples, share));
  return {
    croft: figure(shown, SHARE),
    bare: figure(answered, SHARE),
    note: `median ${figure(shown, 0.5)} and ${figure(answered, 0.5)} ms, the slowest ${figure(shown, 1)} ms; ${count} of ${count} shown`,
  };
}

/** Changes leads in a steady stream while a page stands open. */
async function busy(
  dashboard: BenchDashboard,
  path: string,
  count: number,
): Promise<{ longest: number; note: string }> {
  const result = { longest: Number.NaN, note: "" };
  await dashboard.visit(path, async (probed) => {
    const beginning = `busy${path === "" ? "-overview" : "-table"}-`;
    await probed.watch(beginning);
    const targets = dashboard.leads.slice(-IN_SIGHT).map(({ id }) => String(id));
    const fresh = repeatableLeads(count);
    await probed.begin();
    const started = performance.now();
    const writes: Promise<unknown>[] = [];
    for (let n = 0; n < count; n += 1) {
      await sleep(Math.max(0, started + (n * 1_000) / PER_SECOND - performance.now()));
      const title = `${beginning}${n}`;
      if (n % NEW === NEW - 1 || n === count - 1) writes.push(createLeads(dashboard.tenant, [{ ...fresh[n], title }]));
      else writes.push(change(dashboard.tenant, targets[n % targets.length] ?? "", { title }));
    }
    await Promise.all(writes);
    await untilShown(probed, [`${beginning}${count - 1}`]);
    const { tasks, frames } = await probed.end();
    const rate = 1_000 / (frames.reduce((sum, each) => sum + each, 0) / frames.length);
    result.longest = significant(Math.max(SHORTEST_TASK_MS, ...tasks));
    result.note = `${tasks.length} long tasks, ${Math.round(rate)} frames/s, 99 % within ${significant(percentile(frames, 0.99))} ms, median ${significant(median(frames))} ms`;
  });
  return result;
}

/** Milliseconds until a lead's change was answered. */
async function change({ url, base, headers }: Target, id: string, data: object): Promise<number> {
  const sent = performance.now();
  const body = JSON.stringify(data);
  await call(`${url}${base}/leads/${id}`, {
    method: "PATCH",
    headers: { ...headers, "content-type": "application/json" },
    body,
  });
  return performance.now() - sent;
}

/** @throws Error where some of the words are not on the screen after a while */
async function untilShown(probed: ProbedPage, words: readonly string[]): Promise<ReadonlyMap<string, number>> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    const shown = await probed.shown();
    const missing = words.filter((each) => !shown.has(each));
    if (missing.length === 0) return shown;
    if (Date.now() > until)
      throw new Error(`${missing.length} of ${words.length} changes are not shown: ${missing[0]}`);
  }
}

/** A server that is killed while somebody looks at the dashboard. */
import { setTimeout as sleep } from "node:timers/promises";
import { createLeads } from "../api.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { BenchDashboard, type ProbedPage } from "../dashboard.ts";
import { repeatableLeads } from "../leads.ts";
import { median, significant } from "../statistics.ts";

const LEADS = 200;
const TIMES = 5;
const WRITES = 3;
const POLL_MS = 5;
const PATIENCE_MS = 30_000;
/** Longer than a connection must last so that the client takes the next loss for the first (src/client/connection.ts). */
const HEALTHY_MS = 6_000;

export const dashboardRestart: BenchCase = {
  results: [
    {
      name: "dashboard-restart",
      unit: "s",
      mark: { of: "croft", bound: "at most", value: 3 },
      columns: { croft: `slowest of ${TIMES}`, bare: "median" },
      does: `The server is killed with SIGKILL and started again, ${TIMES} times, while a table of leads stands open; leads are created right before, and as soon as it answers again. Timed from its first answer until the page says that it is live.`,
      proves:
        "That nobody has to reload: the page comes back by itself, without being told, and waits longer from attempt to attempt only up to a point. A run in which a row is missing or stands twice afterwards has no result.",
    },
  ],
  async run(bench: Bench) {
    const dashboard = await BenchDashboard.open(bench.scaled(LEADS));
    const seconds: number[] = [];
    try {
      await dashboard.visit("/r/leads", async (probed) => {
        await probed.firstRows(1);
        for (let n = 0; n < bench.scaled(TIMES); n += 1) {
          if (bench.effort.scale === 1) await sleep(HEALTHY_MS);
          seconds.push(await comeback(dashboard, probed));
        }
      });
    } finally {
      await dashboard.stop();
    }
    const note = `${seconds.map(significant).join(", ")} s; no row was missing or doubled`;
    return [{ croft: significant(Math.max(...seconds)), bare: significant(median(seconds)), note }];
  },
};

/** Kills the server and starts it again. Seconds from its first answer until the page is live. */
async function comeback({ server, tenant }: BenchDashboard, probed: ProbedPage): Promise<number> {
  const made = (await createLeads(tenant, repeatableLeads(WRITES))).map(({ id }) => String(id));
  const live = probed.comeback();
  await server.kill9();
  const restarted = server.restart();
  const answered = await firstAnswer(server.url);
  made.push(...(await createLeads(tenant, repeatableLeads(WRITES))).map(({ id }) => String(id)));
  const [at] = await Promise.all([live, restarted]);
  await untilFirst(probed, made.toReversed());
  // The server may have answered between two questions, and the page may have been quicker than the third.
  return Math.max(1, at - answered) / 1_000;
}

/** When a server answers for the first time: milliseconds since 1970. */
async function firstAnswer(url: string): Promise<number> {
  for (;;) {
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return Date.now();
    await sleep(POLL_MS);
  }
}

/** Waits until these are the first rows, in this order. @throws Error where they are not after a while */
async function untilFirst(probed: ProbedPage, expected: readonly string[]): Promise<void> {
  let ids: string[] = [];
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(50)) {
    ids = (await probed.rows()).toSorted((a, b) => a.index - b.index).map(({ id }) => id);
    if (new Set(ids).size !== ids.length) throw new Error(`A row stands twice: ${ids.join(" ")}`);
    if (expected.every((id, index) => ids[index] === id)) return;
  }
  throw new Error(`The table begins with ${ids.slice(0, expected.length).join(" ")}, not with ${expected.join(" ")}.`);
}

/** What live queries add to a write: many of them, and one with many sockets. */
import { createLeads, loadBare, type Target } from "../api.ts";
import type { Audience } from "../audience.ts";
import { stampText } from "../audience-order.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase, Figures } from "../case.ts";
import { repeatableLeads } from "../leads.ts";
import { TimedConnection } from "../request.ts";
import { median, significant } from "../statistics.ts";
import { NEWEST } from "./fanout.ts";

const QUERIES = 100;
const LEADS = 1_000;
const WRITES = 200;
const WARM_UP = 20;
const SOCKETS = 5_000;
const SOCKET_WRITES = 30;

export const queries: BenchCase = {
  results: [
    {
      name: "queries-100",
      unit: "ms a write",
      mark: { of: "difference", bound: "at most", value: 1 },
      columns: { croft: `Croft, ${QUERIES} live queries`, bare: "Croft, none" },
      does: `A lead is created in a tenant with ${LEADS} leads and ${QUERIES} different live queries (leads above a value, the most valuable first), and in one like it that nobody follows; in turns, ${WRITES} each, one at a time. Both on Croft.`,
      proves:
        "That a write is evaluated against many queries in memory. A lead matches half of the queries on average and is inside the window of few; queries with full text or relations, which are run again, are not among them.",
    },
    {
      name: "sockets-5000",
      unit: "ms a write",
      mark: { of: "ratio", bound: "at most", value: 1.3 },
      does: `${SOCKETS} sockets follow one query. One lead at a time is created and enters it; the write's own time counts. The next one waits until all sockets have heard of the last.`,
      proves:
        "That sockets with the same query and rights cost one evaluation and the sends: the bare object inserts the row and sends a text of the same size to all its sockets. Both answer the write after they have handed the messages to the runtime.",
    },
  ],
  async run(bench: Bench) {
    return [await manyQueries(bench), await manySockets(bench)];
  },
};

async function manyQueries(bench: Bench): Promise<Figures> {
  const tenants = { croft: (await bench.newPair()).croft, bare: (await bench.newPair()).croft };
  for (const tenant of [tenants.croft, tenants.bare]) await createLeads(tenant, repeatableLeads(bench.scaled(LEADS)));
  const count = bench.scaled(QUERIES);
  const subscriptions = Array.from({ length: count }, (_, n) => ({
    ...NEWEST,
    query: { filter: { value: { gte: Math.floor((10_000_000 * n) / count) } }, sort: ["-value"], limit: 50 },
  }));
  const audience = await bench.audience(tenants.croft, count, ...subscriptions);
  const figures = await inTurns(tenants, bench.scaled(WRITES), { croft: "/leads", bare: "/leads" });
  await audience.close();
  return figures;
}

async function manySockets(bench: Bench): Promise<Figures> {
  const pair = await bench.newPair();
  await loadBare(pair.bare, await createLeads(pair.croft, repeatableLeads(bench.scaled(LEADS))));
  const sockets = bench.scaled(SOCKETS);
  const audiences = {
    croft: await bench.audience(pair.croft, sockets, NEWEST),
    bare: await bench.audience(pair.bare, sockets),
  };
  const servers = { croft: await bench.croft(), bare: await bench.bare() };
  const memory = (side: keyof typeof servers) => `${Math.round(servers[side].residentBytes() / 1e6)} MB`;
  const writes = bench.scaled(SOCKET_WRITES);
  const figures = await inTurns(pair, writes, { croft: "/leads", bare: "/broadcast" }, audiences);
  const note = `${figures.note}; workerd holds ${memory("croft")} against ${memory("bare")}`;
  await Promise.all([audiences.croft.close(), audiences.bare.close()]);
  return { ...figures, note };
}

/** Medians of the time of a write on either side, one at a time, in turns. */
async function inTurns(
  targets: { croft: Target; bare: Target },
  writes: number,
  paths: { croft: string; bare: string },
  audiences?: { croft: Audience; bare: Audience },
): Promise<Figures> {
  const times = { croft: [] as number[], bare: [] as number[] };
  const connections = { croft: new TimedConnection(), bare: new TimedConnection() };
  for (const [n, lead] of repeatableLeads(writes + WARM_UP).entries()) {
    for (const side of ["croft", "bare"] as const) {
      const body = { ...lead, stage: "new", notes: stampText() };
      const ms = await connections[side].time(targets[side], paths[side], body);
      if (n >= WARM_UP) times[side].push(ms);
      await audiences?.[side].heard(n + 1);
    }
  }
  for (const side of ["croft", "bare"] as const) connections[side].close();
  const [croft, bare] = [significant(median(times.croft)), significant(median(times.bare))];
  return { croft, bare, note: `${(croft - bare).toFixed(2)} ms more` };
}

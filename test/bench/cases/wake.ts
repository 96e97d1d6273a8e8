/** The first request to an object that sleeps. */
import * as z from "zod";
import { createLeads, loadBare } from "../api.ts";
import type { Bench, Pair } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { repeatableLeads } from "../leads.ts";
import { TimedConnection } from "../request.ts";
import { median, significant } from "../statistics.ts";

const TENANTS = 200;
const LEADS = 20;
/** First requests that are not counted: the runtime compiles what it has not run yet. */
const WARM_UP = 20;

export const wake: BenchCase = {
  results: [
    {
      name: "wake",
      unit: "ms",
      mark: { of: "ratio", bound: "at most", value: 2 },
      does: `${TENANTS} tenants of ${LEADS} leads each; both servers are restarted, and each tenant gets its first request: one lead by its id. Croft and the bare object in turns, one request at a time.`,
      short:
        "SQLite reads the schema before the first statement of an object: Croft's has sixty tables and indexes, the bare one's a tenth. Neither asking before the recurring jobs are written nor leaving the alarm's check for later made a measurable difference.",
      proves:
        "What Croft's constructor adds to opening the object's database: which migrations ran, who the tenant is, its jobs, its clock, its keys. A restart stands for an eviction: the process is warm, the object is not. On Cloudflare the placement of an object would come on top for both.",
    },
  ],
  async run(bench: Bench) {
    const pairs: Pair[] = [];
    for (let n = 0; n < bench.scaled(TENANTS) + WARM_UP; n += 1) pairs.push(await sleeper(bench));
    for (const server of [await bench.croft(), await bench.bare()]) {
      await server.kill9();
      await server.restart();
    }
    const first = { croft: [] as number[], bare: [] as number[] };
    const second = { croft: [] as number[], bare: [] as number[] };
    const connections = { croft: new TimedConnection(), bare: new TimedConnection() };
    for (const [n, pair] of pairs.entries()) {
      const path = `/leads/${z.string().parse(pair.leads[0]?.id)}`;
      for (const side of ["croft", "bare"] as const) {
        const times = [await connections[side].time(pair[side], path), await connections[side].time(pair[side], path)];
        if (n < WARM_UP) continue;
        first[side].push(times[0] ?? Number.NaN);
        second[side].push(times[1] ?? Number.NaN);
      }
    }
    for (const side of ["croft", "bare"] as const) connections[side].close();
    const awake = `once awake: ${significant(median(second.croft))} ms against ${significant(median(second.bare))} ms`;
    return [{ croft: significant(median(first.croft)), bare: significant(median(first.bare)), note: awake }];
  },
};

async function sleeper(bench: Bench): Promise<Pair> {
  const pair = await bench.newPair();
  const leads = await createLeads(pair.croft, repeatableLeads(LEADS));
  await loadBare(pair.bare, leads);
  return { ...pair, leads };
}

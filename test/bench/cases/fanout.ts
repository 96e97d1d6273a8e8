/** One write told to a thousand sockets. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Audience } from "../audience.ts";
import { stampText } from "../audience-order.ts";
import type { Bench, Pair } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { repeatableLeads } from "../leads.ts";
import { TimedConnection } from "../request.ts";
import { median, percentile, significant } from "../statistics.ts";

const SOCKETS = 1_000;
const WRITES_PER_SECOND = 20;
const CONNECTIONS = 8;

/** The newest leads. Every new one enters and pushes another out. */
export const NEWEST = {
  type: "subscribe",
  id: "all",
  resource: "leads",
  query: { filter: { stage: "new" }, sort: ["-createdAt"], limit: 50 },
};

export const fanout: BenchCase = {
  results: [
    {
      name: "fanout-1000",
      unit: "ms (p99, write to receipt)",
      mark: { of: "ratio", bound: "at most", value: 1.3 },
      does: `${SOCKETS} sockets follow one query; ${WRITES_PER_SECOND} leads a second are created, each of which enters it. Every receipt at every socket is timed from the moment its write was sent, on one clock.`,
      short:
        "runs gave 1.17 to 1.35. The median is within a fifth of the bare broadcast; what is left at the far end are acknowledgements, which the bare sockets do not send, and the write itself. Clients no longer acknowledge all in the same moment, which had made it 5.",
      proves:
        "That live queries cost little beside sending: the bare object inserts the row and sends a text of the same size to every hibernatable socket. A run with a change missing, repeated or out of order at any socket has no result. Sockets and server share the machine's processors, which both sides feel.",
    },
  ],
  async run(bench: Bench) {
    const pair = await bench.newPair();
    const sockets = bench.scaled(SOCKETS);
    const audiences = {
      croft: await bench.audience(pair.croft, sockets, NEWEST),
      bare: await bench.audience(pair.bare, sockets),
    };
    const seen = { croft: [] as number[][], bare: [] as number[][] };
    await round(bench, pair, "croft", audiences.croft);
    await round(bench, pair, "bare", audiences.bare);
    for (let n = 0; n < bench.effort.rounds; n += 1)
      for (const side of ["croft", "bare"] as const) seen[side].push(await round(bench, pair, side, audiences[side]));
    await Promise.all([audiences.croft.close(), audiences.bare.close()]);
    const figure = (side: keyof typeof seen, share: number) =>
      significant(median(seen[side].map((samples) => percentile(samples, share))));
    const receipts = seen.croft.reduce((sum, samples) => sum + samples.length, 0);
    const note = `median ${figure("croft", 0.5)} against ${figure("bare", 0.5)} ms; 0 of ${receipts} receipts missed`;
    return [{ croft: figure("croft", 0.99), bare: figure("bare", 0.99), note }];
  },
};

/** Milliseconds of every receipt. Each side is written to alone, so that the other's sockets are idle meanwhile. */
async function round(bench: Bench, pair: Pair, side: "croft" | "bare", audience: Audience): Promise<number[]> {
  const connection = new TimedConnection(CONNECTIONS);
  const path = side === "croft" ? "/leads" : "/broadcast";
  const leads = repeatableLeads(Math.ceil(WRITES_PER_SECOND * bench.effort.seconds));
  const started = performance.now();
  const writes: Promise<number>[] = [];
  for (const [n, lead] of leads.entries()) {
    await sleep(Math.max(0, started + (n * 1_000) / WRITES_PER_SECOND - performance.now()));
    writes.push(connection.time(pair[side], path, { ...lead, stage: "new", notes: stampText() }));
  }
  await Promise.all(writes);
  await audience.heard(leads.length);
  connection.close();
  const { samples, wrong } = await audience.take(leads.length);
  if (wrong > 0) throw new Error(`${side}: sockets missed changes, or got them twice or out of order (${wrong}).`);
  return [...samples];
}

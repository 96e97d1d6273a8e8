/** A server that is killed, and a thousand clients that come back. */
import { setTimeout as sleep } from "node:timers/promises";
import { createLeads, type Target } from "../api.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { repeatableLeads } from "../leads.ts";
import type { BenchServer } from "../servers.ts";
import { significant } from "../statistics.ts";
import { NEWEST } from "./fanout.ts";

const SOCKETS = 1_000;
const SHARE = 0.99;
const LEADS = 100;
const POLL_MS = 10;
const PATIENCE_MS = 60_000;

export const restart: BenchCase = {
  results: [
    {
      name: "restart-1000",
      unit: "s",
      mark: { of: "croft", bound: "at most", value: 5 },
      does: `The server is killed with SIGKILL and started again at once, while ${SOCKETS} sockets follow a query. Clients come back with full jitter (100 ms at first, doubled up to 2 s) and \`since\`. Timed from the kill until ${SHARE * 100} % are live again.`,
      proves:
        "The whole of a restart as clients feel it: process, Worker, object, and the rush. Live means: told that the result is current, without a new snapshot. Nothing is written meanwhile, and all clients are on the server's own machine.",
    },
  ],
  async run(bench: Bench) {
    const pair = await bench.newPair();
    await createLeads(pair.croft, repeatableLeads(bench.scaled(LEADS)));
    const sockets = bench.scaled(SOCKETS);
    const croft = await comeback(bench, { server: await bench.croft(), target: pair.croft, sockets });
    const bare = await comeback(bench, { server: await bench.bare(), target: pair.bare, sockets });
    const note = `${croft.snapshots} of ${sockets} clients needed a new snapshot; the server itself took ${significant(croft.start)} s against ${significant(bare.start)} s to answer again`;
    return [{ croft: significant(croft.seconds), bare: significant(bare.seconds), note }];
  },
};

async function comeback(
  bench: Bench,
  { server, target, sockets }: { server: BenchServer; target: Target; sockets: number },
): Promise<{ seconds: number; start: number; snapshots: number }> {
  const audience = await (server.kind === "croft"
    ? bench.audience(target, sockets, NEWEST)
    : bench.audience(target, sockets));
  await audience.lost();
  const killed = performance.now();
  await server.kill9();
  await server.restart();
  const start = (performance.now() - killed) / 1_000;
  for (; performance.now() - killed < PATIENCE_MS; await sleep(POLL_MS)) {
    const { live, snapshots } = await audience.live();
    if (live < sockets * SHARE) continue;
    const seconds = (performance.now() - killed) / 1_000;
    await audience.close();
    return { seconds, start, snapshots };
  }
  throw new Error(
    `${server.kind}: fewer than ${SHARE * 100} % of the clients were live again after ${PATIENCE_MS} ms.`,
  );
}

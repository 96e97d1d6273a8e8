/** A server that is killed, and a thousand clients that come back. */
import { setTimeout as sleep } from "node:timers/promises";
import { createLeads, makeTenant } from "../api.ts";
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
const PATIENCE_S = 60;

export const restart: BenchCase = {
  results: [
    {
      name: "restart-1000",
      unit: "s",
      mark: { of: "croft", bound: "at most", value: 5 },
      does: `The server is killed with SIGKILL and started again at once, while ${SOCKETS} clients follow a query, each over a socket of its own. Timed from the kill until ${SHARE * 100} % are live again.`,
      proves:
        "The whole of a restart as users of the client library feel it: process, Worker, object, and the rush of clients, which come back with full jitter and go on from where they were. The bare object's sockets come back with shorter waits (100 ms at first, doubled up to 2 s) and need no more than a first message. Nothing is written meanwhile, and all clients are on the server's own machine.",
    },
  ],
  async run(bench: Bench) {
    const sockets = bench.scaled(SOCKETS);
    const croft = await bench.croft();
    const { base, headers } = await makeTenant(croft, "restarted");
    await createLeads({ url: croft.url, base, headers }, repeatableLeads(bench.scaled(LEADS)));
    const token = headers.authorization?.replace("Bearer ", "") ?? "";
    const { resource, query } = NEWEST;
    const clients = await bench.clients({
      url: croft.url,
      tenant: "restarted",
      token,
      count: sockets,
      resource,
      query,
    });
    const ours = await comeback(croft, sockets, () => clients.live());
    await clients.close();

    const bare = await bench.bare();
    const audience = await bench.audience((await bench.newPair()).bare, sockets);
    await audience.lost();
    const theirs = await comeback(bare, sockets, () => audience.live());
    await audience.close();
    const note = `the server itself took ${significant(ours.start)} s against ${significant(theirs.start)} s to answer again`;
    return [{ croft: significant(ours.seconds), bare: significant(theirs.seconds), note }];
  },
};

/** Kills the server, starts it again, and waits until nearly all are live. Seconds from the kill. */
async function comeback(
  server: BenchServer,
  sockets: number,
  live: () => Promise<number>,
): Promise<{ seconds: number; start: number }> {
  const killed = performance.now();
  const sinceKill = () => (performance.now() - killed) / 1_000;
  await server.kill9();
  await server.restart();
  const start = sinceKill();
  for (; sinceKill() < PATIENCE_S; await sleep(POLL_MS))
    if ((await live()) >= sockets * SHARE) return { seconds: sinceKill(), start };
  throw new Error(`${server.kind}: fewer than ${SHARE * 100} % were live again after ${PATIENCE_S} s.`);
}

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Journal } from "../support/journal.ts";
import { LiveConnection } from "../support/live-connection.ts";
import { mulberry32 } from "../support/mulberry32.ts";
import { startServer, type TestServer } from "../support/server.ts";

const WRITES = 900;
const CONNECTIONS = 10;
const KILLS = 3;
const SEED = Number(process.env.CROFT_SEED ?? 20_261_121);

let server: TestServer;
let journal: Journal;
beforeAll(async () => {
  server = await startServer();
  journal = await Journal.open(server, "acme");
});
afterAll(() => server?.stop());

/** Writes on several connections, killing and restarting the server now and then; each write is repeated until it is acknowledged. */
async function writeThroughKills(): Promise<void> {
  const random = mulberry32(SEED);
  let next = 0;
  let running = Promise.resolve();
  const connection = async (): Promise<void> => {
    while (next < WRITES) {
      const write = next;
      next += 1;
      if (write > 0 && write % Math.floor(WRITES / (KILLS + 1)) === 0 && write < WRITES - KILLS) {
        running = running.then(async () => {
          await sleep(random() * 20);
          await server.kill9();
          await server.restart();
        });
      }
      while (!(await journal.create(write))) await running;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  await running;
}

it(`gives a subscriber every change once, in order, over ${KILLS} times kill -9 (CROFT_SEED=${SEED})`, async () => {
  const live = new LiveConnection(`${journal.base}/live`, journal.key, {
    type: "subscribe",
    id: "all",
    resource: "humans",
    query: { limit: 1000, sort: ["createdAt"] },
  });
  const following = live.run();
  await expect.poll(() => live.held?.seq).toBeTypeOf("number");
  await Promise.race([writeThroughKills(), following]);

  const last = (await journal.seqs()).length;
  await Promise.race([expect.poll(() => live.held?.seq, { timeout: 10_000 }).toBe(last), following]);
  const ids = live.held?.rows.map((row) => String(row.id));
  expect(ids?.toSorted()).toEqual((await journal.recordIds()).toSorted());
  expect(live.connections).toBeGreaterThan(KILLS);
  // Had every loss ended in a new snapshot, nothing would have been continued.
  expect(live.seen.filter((type) => type === "snapshot").length).toBeLessThan(live.connections);
  live.stop();
  await following;
});

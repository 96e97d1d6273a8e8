import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Journal } from "../support/journal.ts";
import { mulberry32 } from "../support/mulberry32.ts";
import { startServer, type TestServer } from "../support/server.ts";

const WRITES = 10_000;
const CONNECTIONS = 50;
const KILLS = 5;
const SEED = Number(process.env.CROFT_SEED ?? 20_261_121);

/** What became of one write that was tried once. */
interface Acknowledged {
  readonly id: string;
  readonly seq: number;
}

let server: TestServer;
let journal: Journal;
beforeAll(async () => {
  server = await startServer();
  journal = await Journal.open(server, "acme");
});
afterAll(() => server?.stop());

describe(`kill -9 amid ${WRITES} writes (CROFT_SEED=${SEED})`, () => {
  const acknowledged = new Map<number, Acknowledged>();
  const unknown: number[] = [];

  it("leaves a server that starts again on the same state, every time", async () => {
    const random = mulberry32(SEED);
    const killAt = Array.from({ length: KILLS }, () => Math.floor((0.05 + 0.9 * random()) * WRITES)).sort(
      (a, b) => a - b,
    );
    let next = 0;
    let running = Promise.resolve();
    const restart = async (): Promise<void> => {
      // Anywhere within the few milliseconds that a write takes.
      await sleep(random() * 20);
      await server.kill9();
      await server.restart();
    };
    const connection = async (): Promise<void> => {
      while (next < WRITES) {
        const write = next;
        next += 1;
        const answer = await journal.create(write);
        if (answer) acknowledged.set(write, answer);
        else unknown.push(write);
        if (killAt[0] !== undefined && acknowledged.size >= killAt[0]) {
          killAt.shift();
          running = running.then(restart);
        }
        if (!answer) await running;
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    await running;
    expect(acknowledged.size + unknown.length).toBe(WRITES);
    // Every kill met writes on their way: without them nothing would have been proved.
    expect(unknown.length).toBeGreaterThanOrEqual(KILLS);
  });

  it("has lost no write that was acknowledged, and made none twice", async () => {
    const log = await journal.creations();
    const logged = new Map(log.map((entry) => [entry.write, entry]));
    expect(logged.size).toBe(log.length);
    const lost = [...acknowledged].filter(([write, { id, seq }]) => {
      const entry = logged.get(write);
      return entry?.id !== id || entry.seq !== seq;
    });
    expect(lost).toEqual([]);
  });

  it("has no gap in the log", async () => {
    const seqs = await journal.seqs();
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });

  it("has no record without its log entry, and no entry without its record", async () => {
    const records = await journal.recordIds();
    const log = await journal.creations();
    expect(new Set(records).size).toBe(records.length);
    expect(records.toSorted()).toEqual(log.map((entry) => entry.id).toSorted());
  });

  it("makes exactly one record of a write that is repeated because nobody knew its end", async () => {
    const before = new Map((await journal.creations()).map((entry) => [entry.write, entry.id]));
    for (const write of unknown) {
      const repeated = await journal.create(write);
      const again = await journal.create(write);
      expect(repeated?.id).toBe(before.get(write) ?? repeated?.id);
      expect(again).toEqual({ ...repeated, replayed: true });
    }
    const log = await journal.creations();
    expect(log.map((entry) => entry.write).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: WRITES }, (_, write) => write),
    );
    expect(await journal.recordIds()).toHaveLength(WRITES);
  });
});

import { describe, expect, test } from "vitest";
import type { JobKind } from "../../objects/records/jobs.ts";
import { held, jobBench, START, turn } from "../support/job-bench.ts";

describe("A3: much to do at once", () => {
  test("a hanging job is cut off at its deadline, holds up nobody, and its late result is ignored", async () => {
    const late = held();
    let aborted = false;
    let quick = 0;
    const bench = jobBench({
      hanging: {
        deadlineMs: 400,
        run: async ({ signal }) => {
          signal.addEventListener("abort", () => {
            aborted = true;
          });
          await late.promise;
          return { again: START + 1_000_000 };
        },
      },
      quick: {
        run: async () => {
          quick += 1;
        },
      },
    });
    const jobs = bench.open();
    for (let n = 0; n < 5; n += 1) jobs.schedule(`hanging-${n}`, "hanging", START);
    for (let n = 0; n < 300; n += 1) jobs.schedule(`quick-${n}`, "quick", START + 1);
    bench.now = START + 1;
    const pass = jobs.runDue();
    await expect.poll(() => quick, { interval: 1, timeout: 300 }).toBe(300);
    await pass;
    expect(aborted).toBe(true);
    expect(bench.rows()).toHaveLength(5);
    expect(bench.rows()[0]).toMatchObject({ attempts: 1, last_error: "No result within 400 ms." });
    late.release();
    await turn();
    expect(bench.rows()[0]).toMatchObject({ attempts: 1, due_at: START + 1 + 2_000 });
  });

  test("at most six run side by side, at most four of a kind, and kinds take turns", async () => {
    const running = { all: 0, most: 0, webhook: 0, mostWebhooks: 0 };
    let before = 0;
    let delivered = 0;
    const kind = (name: "webhook" | "directory"): JobKind => ({
      run: async () => {
        running.all += 1;
        if (name === "webhook") running.webhook += 1;
        running.most = Math.max(running.most, running.all);
        running.mostWebhooks = Math.max(running.mostWebhooks, running.webhook);
        await turn();
        running.all -= 1;
        if (name === "webhook") {
          running.webhook -= 1;
          delivered += 1;
        } else before = Math.max(before, delivered);
      },
    });
    const bench = jobBench({ webhook: kind("webhook"), directory: kind("directory") });
    const jobs = bench.open();
    bench.database.sql.exec(
      `INSERT INTO jobs (key, kind, payload, due_at, attempts)
       SELECT 'w' || value, 'webhook', 'null', ${START} - 1000, 0 FROM json_each(?)`,
      JSON.stringify(Array.from({ length: 10_000 }, (_, n) => n)),
    );
    for (let n = 0; n < 5; n += 1) jobs.schedule(`directory-${n}`, "directory", START);
    let passes = 0;
    bench.alarm = START;
    while (await bench.ring(jobs)) {
      passes += 1;
      bench.now += 1;
    }
    expect(bench.rows()).toEqual([]);
    expect(running.most).toBe(6);
    expect(running.mostWebhooks).toBe(4);
    expect(before).toBeLessThan(20);
    // Bounded passes: each is a new event with processor time of its own.
    expect(passes).toBe(6);
  }, 60_000);

  test("a kind with little to do waits for none of those with much", async () => {
    let done = 0;
    let before = -1;
    const busy: JobKind = {
      run: async () => {
        await turn();
        done += 1;
      },
    };
    const bench = jobBench({
      webhooks: busy,
      imports: busy,
      directory: {
        run: async () => {
          before = done;
        },
      },
    });
    const jobs = bench.open();
    for (let n = 0; n < 600; n += 1) jobs.schedule(`job-${n}`, n % 2 ? "webhooks" : "imports", START - 1_000);
    jobs.schedule("directory", "directory", START);
    await jobs.runDue();
    expect(done).toBe(600);
    expect(before).toBeLessThan(12);
  });
});

describe("storage that refuses the outcome", () => {
  test("leaves the safety alarm, so that the job does not run in circles", async () => {
    let runs = 0;
    const bench = jobBench({
      directory: {
        maxAttempts: Number.POSITIVE_INFINITY,
        run: async () => {
          runs += 1;
        },
      },
    });
    const jobs = bench.open();
    jobs.schedule("directory", "directory", START);
    bench.breakSql = (query) => {
      if (query.startsWith("DELETE")) throw new Error("database or disk is full");
    };
    await jobs.runDue();
    expect(runs).toBe(1);
    expect(bench.alarm).toBe(START + 60_000);
    expect(bench.logged).toContain("job.unsettled");
    bench.breakSql = () => {};
    bench.now = START + 60_000;
    await bench.ring(jobs);
    expect(bench.rows()).toEqual([]);
    expect(bench.alarm).toBeNull();
  });
});

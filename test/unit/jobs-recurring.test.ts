import { describe, expect, test } from "vitest";
import { jobBench, START } from "../support/job-bench.ts";

describe("recurring jobs", () => {
  const every = (everyMs: number) => {
    const turns: number[] = [];
    const bench = jobBench({
      sweep: {
        everyMs,
        run: async ({ now }) => {
          turns.push(now);
        },
      },
    });
    return { bench, turns };
  };

  test("are created once, and not pushed ahead by each start of the object", async () => {
    const { bench } = every(60_000);
    bench.open().ensureRecurring();
    bench.now = START + 59_000;
    bench.open().ensureRecurring();
    expect(bench.rows()).toMatchObject([{ key: "sweep", due_at: START + 60_000 }]);
  });

  test("A5: catch up with one run after hours of downtime", async () => {
    const { bench, turns } = every(60_000);
    const jobs = bench.open();
    jobs.ensureRecurring();
    await jobs.ensureArmed();
    bench.now = START + 3 * 3_600_000;
    const revived = bench.open();
    revived.ensureRecurring();
    await revived.ensureArmed();
    while (await bench.ring(revived));
    expect(turns).toEqual([bench.now]);
    expect(bench.alarm).toBe(bench.now + 60_000);
  });

  test("A4: go on in time after the clock was set forward a day and back again", async () => {
    const { bench, turns } = every(60_000);
    const jobs = bench.open();
    jobs.ensureRecurring();
    await jobs.ensureArmed();
    bench.now = START + 86_400_000;
    await bench.ring(jobs);
    expect(turns).toHaveLength(1);
    // The same day again: armed for tomorrow, the object would sleep until then. The next write notices.
    bench.now = START + 3_600_000;
    await jobs.arm();
    expect(bench.alarm).toBe(bench.now + 60_000);
    bench.now += 60_000;
    await bench.ring(jobs);
    expect(turns).toHaveLength(2);
  });

  test("A4: are brought back by the next start as well", async () => {
    const { bench } = every(60_000);
    bench.open().ensureRecurring();
    bench.now = START - 3_600_000;
    bench.open().ensureRecurring();
    expect(bench.rows()).toMatchObject([{ due_at: bench.now + 60_000 }]);
  });

  test("wait after a failure also where the object starts meanwhile", async () => {
    const bench = jobBench({
      sweep: {
        everyMs: 1_000,
        run: async () => {
          throw new Error("No.");
        },
      },
    });
    bench.open().ensureRecurring();
    for (bench.now += 1_000; bench.rows()[0]?.attempts !== 3; bench.now += 1) await bench.open().runDue();
    const { due_at: due } = bench.rows()[0] ?? {};
    bench.open().ensureRecurring();
    expect(bench.rows()).toMatchObject([{ attempts: 3, due_at: due }]);
    expect(due).toBeGreaterThan(bench.now + 7_000);
  });

  test("are reported, not parked, when they keep failing", async () => {
    const bench = jobBench({
      sweep: {
        everyMs: 3_600_000,
        maxAttempts: 2,
        run: async () => {
          throw new Error("The disk is full.");
        },
      },
    });
    const jobs = bench.open();
    jobs.ensureRecurring();
    bench.now = START + 3_600_000;
    await jobs.runDue();
    bench.now += 2_000;
    await bench.ring(jobs);
    expect(bench.parked).toMatchObject([{ job: { key: "sweep", attempts: 2 }, message: "The disk is full." }]);
    expect(bench.rows()).toMatchObject([{ attempts: 0, parked_at: null, due_at: bench.now + 3_600_000 }]);
  });
});

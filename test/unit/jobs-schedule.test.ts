import { describe, expect, test } from "vitest";
import { held, jobBench, START, turn } from "../support/job-bench.ts";

const idle = { run: async () => undefined };

describe("scheduling a job", () => {
  test("costs no SQL and no alarm while it is due soon anyway", async () => {
    const bench = jobBench({ directory: idle });
    const jobs = bench.open();
    jobs.schedule("directory", "directory", START + 500);
    await jobs.arm();
    bench.events.length = 0;
    for (let write = 1; write < 100; write += 1) {
      jobs.schedule("directory", "directory", START + 500 + write);
      await jobs.arm();
    }
    expect(bench.events).toEqual([]);
    expect(bench.alarm).toBe(START + 500);
  });

  test("moves it earlier, never later, unless it is replaced", () => {
    const bench = jobBench({ mail: idle });
    const jobs = bench.open();
    const due = () => bench.rows()[0]?.due_at;
    jobs.schedule("mail", "mail", START + 500);
    jobs.schedule("mail", "mail", START + 900);
    expect(due()).toBe(START + 500);
    jobs.schedule("mail", "mail", START + 100);
    expect(due()).toBe(START + 100);
    jobs.schedule("mail", "mail", START + 900, undefined, { replace: true });
    expect(due()).toBe(START + 900);
  });

  test("keeps the payload unless a new one is given", () => {
    const bench = jobBench({ mail: idle });
    const jobs = bench.open();
    const payload = () => bench.rows()[0]?.payload;
    jobs.schedule("mail", "mail", START + 500, { to: "ada" });
    jobs.schedule("mail", "mail", START + 100);
    expect(payload()).toBe('{"to":"ada"}');
    jobs.schedule("mail", "mail", START + 900, { to: "grace" });
    expect(payload()).toBe('{"to":"grace"}');
    expect(bench.rows()[0]?.due_at).toBe(START + 100);
  });

  test("is undone with the transaction it belongs to, and the next write schedules it anew", async () => {
    const bench = jobBench({ directory: idle });
    const jobs = bench.open();
    const write = (fail: boolean) =>
      bench.database.transaction(() => {
        jobs.schedule("directory", "directory", START + 500);
        if (fail) throw new Error("The write was refused.");
      });
    expect(() => write(true)).toThrow("The write was refused.");
    await jobs.arm();
    expect(bench.rows()).toEqual([]);
    expect(bench.alarm).toBeNull();
    write(false);
    await jobs.arm();
    expect(bench.rows()).toHaveLength(1);
    expect(bench.alarm).toBe(START + 500);
  });

  test("of a kind that nobody registered is refused", () => {
    const jobs = jobBench({ mail: idle }).open();
    expect(() => jobs.schedule("x", "constructor", START)).toThrow('No kind of job is called "constructor".');
  });
});

describe("the alarm", () => {
  test("is moved only for a job that is due before it rings", async () => {
    const bench = jobBench({ mail: idle });
    const jobs = bench.open();
    jobs.schedule("a", "mail", START + 500);
    await jobs.arm();
    bench.events.length = 0;
    jobs.schedule("b", "mail", START + 800);
    await jobs.arm();
    expect(bench.events).not.toContain("alarm");
    jobs.schedule("c", "mail", START + 200);
    await jobs.arm();
    expect(bench.alarm).toBe(START + 200);
  });

  test("is never set to the present or the past", async () => {
    const bench = jobBench({ mail: idle });
    const jobs = bench.open();
    jobs.schedule("a", "mail", START - 5_000);
    await jobs.arm();
    expect(bench.alarm).toBe(START + 1);
  });

  test("A6: is set again where it was lost, or would ring too late, when the object starts", async () => {
    const bench = jobBench({ mail: idle });
    const jobs = bench.open();
    jobs.schedule("a", "mail", START + 500);
    await jobs.arm();
    bench.alarm = null;
    await bench.open().ensureArmed();
    expect(bench.alarm).toBe(START + 500);
    bench.alarm = START + 90_000;
    await bench.open().ensureArmed();
    expect(bench.alarm).toBe(START + 500);
  });

  test("is left alone where it rings in time, and where there is nothing to do", async () => {
    const bench = jobBench({ mail: idle });
    await bench.open().ensureArmed();
    expect(bench.alarm).toBeNull();
    bench.alarm = START + 100;
    bench.open().schedule("a", "mail", START + 500);
    bench.events.length = 0;
    await bench.open().ensureArmed();
    expect(bench.events).not.toContain("alarm");
  });

  test("is not left behind when a job is scheduled while the object still asks when it rings", async () => {
    const bench = jobBench({ mail: idle });
    const jobs = bench.open();
    const started = jobs.ensureArmed();
    jobs.schedule("a", "mail", START + 500);
    await Promise.all([jobs.arm(), started]);
    expect(bench.alarm).toBe(START + 500);
  });
});

describe("a job that is scheduled while it runs", () => {
  test("runs once more", async () => {
    const first = held();
    let runs = 0;
    const bench = jobBench({
      directory: {
        run: async () => {
          runs += 1;
          if (runs === 1) await first.promise;
        },
      },
    });
    const jobs = bench.open();
    jobs.schedule("directory", "directory", START);
    await jobs.arm();
    const pass = jobs.runDue();
    await turn();
    bench.events.length = 0;
    jobs.schedule("directory", "directory", START + 500);
    await jobs.arm();
    expect(bench.events).toEqual([]);
    first.release();
    await pass;
    expect(bench.rows()).toMatchObject([{ key: "directory", due_at: START + 500, attempts: 0 }]);
    expect(bench.alarm).toBe(START + 500);
    bench.now = START + 500;
    await bench.ring(jobs);
    expect(runs).toBe(2);
    expect(bench.rows()).toEqual([]);
  });

  test("runs with the payload given meanwhile, not with the one its run returned", async () => {
    const first = held();
    const seen: unknown[] = [];
    const bench = jobBench({
      directory: {
        run: async ({ payload }) => {
          seen.push(payload);
          if (seen.length > 1) return undefined;
          await first.promise;
          return { again: START + 10, payload: "from the run" };
        },
      },
    });
    const jobs = bench.open();
    jobs.schedule("directory", "directory", START, "at first");
    const pass = jobs.runDue();
    await turn();
    jobs.schedule("directory", "directory", START + 500, "given meanwhile");
    first.release();
    await pass;
    bench.now = START + 10;
    await bench.ring(jobs);
    expect(seen).toEqual(["at first", "given meanwhile"]);
  });

  test("stands as new where it is replaced", async () => {
    const first = held();
    const bench = jobBench({ mail: { run: () => first.promise } });
    const jobs = bench.open();
    jobs.schedule("mail", "mail", START);
    const pass = jobs.runDue();
    await turn();
    jobs.schedule("mail", "mail", START + 9_000, { to: "grace" }, { replace: true });
    first.release();
    await pass;
    expect(bench.rows()).toMatchObject([{ due_at: START + 9_000, attempts: 0, payload: '{"to":"grace"}' }]);
    expect(bench.alarm).toBe(START + 9_000);
  });

  test("and another, are looked for in the same pass", async () => {
    const first = held();
    const ran: string[] = [];
    const bench = jobBench({
      slow: { run: () => first.promise },
      quick: {
        run: async ({ key }) => {
          ran.push(key);
        },
      },
    });
    const jobs = bench.open();
    jobs.schedule("slow", "slow", START);
    const pass = jobs.runDue();
    await turn();
    jobs.schedule("quick", "quick", START);
    await jobs.arm();
    bench.now += 1;
    await expect.poll(() => ran).toEqual(["quick"]);
    first.release();
    await pass;
  });
});

import { describe, expect, test } from "vitest";
import type { JobKind } from "../../objects/records/jobs.ts";
import { held, jobBench, START, turn } from "../support/job-bench.ts";

const failing: JobKind = {
  run: async () => {
    throw new Error("The receiver is gone.");
  },
};

describe("running what is due", () => {
  test("arms a safety alarm before anything else", async () => {
    const bench = jobBench({
      mail: {
        run: async () => {
          bench.events.push(`run at alarm +${(bench.alarm ?? 0) - START}`);
        },
      },
    });
    const jobs = bench.open();
    jobs.schedule("a", "mail", START);
    bench.events.length = 0;
    await jobs.runDue();
    expect(bench.events[0]).toBe("alarm");
    expect(bench.events).toContain("run at alarm +60000");
  });

  test("removes what succeeded and leaves no alarm behind", async () => {
    const bench = jobBench({ mail: { run: async () => undefined } });
    const jobs = bench.open();
    jobs.schedule("a", "mail", START);
    await jobs.runDue();
    expect(bench.rows()).toEqual([]);
    expect(bench.alarm).toBeNull();
  });

  test("leaves what is not due, and arms for it", async () => {
    const bench = jobBench({ mail: { run: async () => undefined } });
    const jobs = bench.open();
    jobs.schedule("later", "mail", START + 5_000);
    await jobs.runDue();
    expect(bench.rows()).toHaveLength(1);
    expect(bench.alarm).toBe(START + 5_000);
  });

  test("goes on with what a run asks for", async () => {
    const seen: unknown[] = [];
    const bench = jobBench({
      copy: {
        run: async ({ payload, now }) => {
          seen.push(payload);
          return seen.length < 3 ? { again: now, payload: seen.length } : undefined;
        },
      },
    });
    const jobs = bench.open();
    jobs.schedule("copy", "copy", START);
    for (let ringing = 0; ringing < 3; ringing += 1) {
      await jobs.runDue();
      bench.now += 1;
    }
    expect(seen).toEqual([null, 1, 2]);
    expect(bench.rows()).toEqual([]);
  });

  test("twice at once is one pass", async () => {
    const first = held();
    let runs = 0;
    const bench = jobBench({
      mail: {
        run: () => {
          runs += 1;
          return first.promise;
        },
      },
    });
    const jobs = bench.open();
    jobs.schedule("a", "mail", START);
    const pass = jobs.runDue();
    await jobs.runDue();
    first.release();
    await pass;
    expect(runs).toBe(1);
  });
});

describe("A1: a job that fails", () => {
  test("is tried again with growing waits, then parked and reported, while others run", async () => {
    let others = 0;
    const bench = jobBench({
      poison: { ...failing, maxAttempts: 3 },
      other: {
        run: async ({ now }) => {
          others += 1;
          return { again: now + 500 };
        },
      },
    });
    const jobs = bench.open();
    jobs.schedule("poison", "poison", START, { endpoint: 7 });
    jobs.schedule("other", "other", START);
    await jobs.arm();
    const attempts: number[] = [];
    for (; bench.now < START + 20_000; bench.now += 1) {
      if (!(await bench.ring(jobs))) continue;
      const [poison] = bench.rows().filter(({ key }) => key === "poison");
      if (poison && poison.attempts > attempts.length) attempts.push(bench.now - START);
    }
    expect(attempts).toEqual([1, 2_001, 6_001]);
    expect(bench.parked).toMatchObject([
      {
        job: { key: "poison", kind: "poison", payload: '{"endpoint":7}', attempts: 3 },
        message: "The receiver is gone.",
      },
    ]);
    expect(bench.rows().find(({ key }) => key === "poison")).toMatchObject({
      parked_at: START + 6_001,
      last_error: "The receiver is gone.",
    });
    expect(others).toBe(40);
  });

  test("is not woken from its wait by further writes", async () => {
    const bench = jobBench({ directory: { ...failing, maxAttempts: Number.POSITIVE_INFINITY } });
    const jobs = bench.open();
    jobs.schedule("directory", "directory", START);
    await jobs.runDue();
    jobs.schedule("directory", "directory", START + 1);
    await jobs.arm();
    expect(bench.rows()).toMatchObject([{ attempts: 1, due_at: START + 2_000 }]);
    bench.events.length = 0;
    jobs.schedule("directory", "directory", START + 2);
    await jobs.arm();
    expect(bench.events).toEqual([]);
  });

  test("may be taken up again once it is parked", async () => {
    let broken = true;
    const bench = jobBench({
      mail: {
        maxAttempts: 1,
        run: async () => {
          if (broken) throw new Error("No.");
        },
      },
    });
    const jobs = bench.open();
    jobs.schedule("mail", "mail", START);
    await jobs.runDue();
    jobs.schedule("mail", "mail", START);
    await jobs.arm();
    expect(bench.alarm).toBeNull();
    broken = false;
    expect(jobs.unpark("mail")).toBe(true);
    expect(jobs.unpark("nothing")).toBe(false);
    await jobs.arm();
    bench.now += 1;
    await bench.ring(jobs);
    expect(bench.rows()).toEqual([]);
  });

  test("by throwing at once, by a payload that is no JSON or by an unknown kind stops nobody", async () => {
    let ran = 0;
    const bench = jobBench({
      sync: {
        run: () => {
          throw new Error("Thrown at once.");
        },
      },
      fine: {
        run: async () => {
          ran += 1;
        },
      },
    });
    const jobs = bench.open();
    jobs.schedule("a", "sync", START);
    jobs.schedule("b", "fine", START);
    jobs.schedule("z", "fine", START + 1);
    bench.database.sql.exec("UPDATE jobs SET payload = '{' WHERE key = 'b'");
    bench.database.sql.exec(
      "INSERT INTO jobs (key, kind, payload, due_at, attempts) VALUES ('c', 'toString', 'null', 0, 0)",
    );
    bench.now = START + 1;
    await jobs.runDue();
    expect(ran).toBe(1);
    expect(bench.rows().map(({ key, attempts }) => [key, attempts])).toEqual([
      ["a", 1],
      ["b", 1],
      ["c", 1],
    ]);
    expect(bench.rows().at(-1)?.last_error).toBe('No kind of job is called "toString".');
  });

  test("and cannot be reported stops nobody either", async () => {
    const bench = jobBench({ mail: { ...failing, maxAttempts: 1 } });
    bench.parked.push = () => {
      throw new Error("The error log is full.");
    };
    const jobs = bench.open();
    jobs.schedule("mail", "mail", START);
    await jobs.runDue();
    expect(bench.logged).toContain("job.unreported");
    expect(bench.rows()).toMatchObject([{ parked_at: START }]);
  });
});

describe("A2: a job that takes the whole object down", () => {
  test("runs again after the restart, and is parked in the end", async () => {
    let runs = 0;
    const bench = jobBench({
      bomb: {
        maxAttempts: 3,
        run: () => {
          runs += 1;
          return new Promise<undefined>(() => {});
        },
      },
    });
    bench.open().schedule("bomb", "bomb", START);
    for (let life = 0; life < 6; life += 1) {
      const jobs = bench.open();
      await jobs.ensureArmed();
      bench.now = Math.max(bench.now, bench.alarm ?? 0);
      // Killed in the middle: nobody ever learns how the pass ends.
      void bench.ring(jobs);
      await turn();
    }
    expect(runs).toBe(3);
    expect(bench.parked).toMatchObject([{ job: { key: "bomb", attempts: 3 }, message: "The last run did not end." }]);
  });

  test("parts from the innocent that ran beside it", async () => {
    const bench = jobBench({ bomb: { run: () => new Promise<undefined>(() => {}) } });
    const jobs = bench.open();
    jobs.schedule("bomb", "bomb", START);
    void jobs.runDue();
    await turn();
    expect(bench.rows()).toMatchObject([{ attempts: 1, due_at: START + 2_000, last_error: "The run did not end." }]);
  });
});

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type JobKind, Jobs } from "../../objects/records/jobs.ts";
import { migrate } from "../../objects/records/migrate.ts";
import { databaseOf } from "../../objects/records/object-database.ts";
import { tenantMigrations } from "../../objects/tenant/migrations.ts";
import { makeTenant, type TestTenant } from "../support/api.ts";
import { livingEntries } from "../support/directory-bench.ts";
import { directoryRow } from "../support/directory-row.ts";

const alarmOf = (tenant: TestTenant) => runInDurableObject(tenant.stub, (_, state) => state.storage.getAlarm());

/** Jobs over the storage of an object that no route provisions. */
function withJobs<T>(
  name: string,
  kinds: Record<string, JobKind>,
  work: (jobs: Jobs, storage: DurableObjectStorage) => Promise<T>,
) {
  return runInDurableObject(env.TENANT.getByName(name), (_, { storage }) => {
    const database = databaseOf(storage);
    migrate(database, tenantMigrations, Date.now());
    const alarm = {
      get: () => storage.getAlarm(),
      set: (at: number) => storage.setAlarm(at),
      clear: () => storage.deleteAlarm(),
    };
    return work(new Jobs({ database, alarm, kinds, now: Date.now, onParked: () => {} }), storage);
  });
}

const jobCount = (storage: DurableObjectStorage) =>
  storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM jobs").one().n;

describe("the alarm of a tenant", () => {
  it("rings by itself and brings the directory up to the log", async () => {
    const tenant = await makeTenant();
    await tenant.owner.make("humans", { lastName: "Lovelace" });
    await expect.poll(() => livingEntries(tenant.handle), { timeout: 5_000 }).toMatchObject([{ title: "Lovelace" }]);
    expect(await directoryRow(env.DIRECTORY, tenant.handle)).toMatchObject({ records: 1 });
  });

  it("A6: is set again when the object starts, where it was lost", async () => {
    const tenant = await makeTenant();
    await tenant.owner.make("humans", { lastName: "Hopper" });
    await runInDurableObject(tenant.stub, (_, state) => state.storage.deleteAlarm());
    await evictDurableObject(tenant.stub);
    expect(await alarmOf(tenant)).not.toBeNull();
    await expect.poll(() => livingEntries(tenant.handle), { timeout: 5_000 }).toHaveLength(1);
  });

  it("A2: may ring twice, or for nothing", async () => {
    const tenant = await makeTenant();
    await tenant.owner.make("humans", { lastName: "Turing" });
    for (let time = 0; time < 3; time += 1) {
      await runInDurableObject(tenant.stub, (_, state) => state.storage.setAlarm(Date.now() + 60_000));
      await runDurableObjectAlarm(tenant.stub);
    }
    await expect.poll(() => livingEntries(tenant.handle), { timeout: 5_000 }).toHaveLength(1);
  });
});

describe("jobs in an object's storage", () => {
  it("arm the safety alarm before a run and the next due time after it", async () => {
    const seen: { alarm: number | null; ask: () => Promise<number | null> } = { alarm: null, ask: async () => null };
    const kinds: Record<string, JobKind> = {
      later: { run: async () => undefined },
      probe: {
        run: async () => {
          seen.alarm = await seen.ask();
        },
      },
    };
    await withJobs("jobs-1", kinds, async (jobs, storage) => {
      seen.ask = () => storage.getAlarm();
      const due = Date.now() + 3_600_000;
      jobs.schedule("probe", "probe", Date.now());
      jobs.schedule("later", "later", due);
      await jobs.runDue();
      expect(seen.alarm).toBeGreaterThan(Date.now() + 50_000);
      expect(seen.alarm).toBeLessThanOrEqual(Date.now() + 60_000);
      expect(await storage.getAlarm()).toBe(due);
      expect(jobCount(storage)).toBe(1);
    });
  });

  it("leave no alarm when nothing is left to do", async () => {
    await withJobs("jobs-2", { once: { run: async () => undefined } }, async (jobs, storage) => {
      jobs.schedule("once", "once", Date.now());
      await jobs.arm();
      expect(await storage.getAlarm()).not.toBeNull();
      await jobs.runDue();
      expect(await storage.getAlarm()).toBeNull();
    });
  });

  it("are rolled back with the write they belong to", async () => {
    await withJobs("jobs-3", { once: { run: async () => undefined } }, async (jobs, storage) => {
      const write = () =>
        storage.transactionSync(() => {
          jobs.schedule("once", "once", Date.now());
          throw new Error("Refused.");
        });
      expect(write).toThrow("Refused.");
      await jobs.arm();
      expect(jobCount(storage)).toBe(0);
      expect(await storage.getAlarm()).toBeNull();
    });
  });

  it("A1: go on after a run that throws, and after one that hangs", async () => {
    let ran = 0;
    const kinds: Record<string, JobKind> = {
      throwing: { run: () => Promise.reject<undefined>(new Error("No.")) },
      hanging: { run: () => new Promise<undefined>(() => {}), deadlineMs: 100 },
      fine: {
        run: async () => {
          ran += 1;
        },
      },
    };
    await withJobs("jobs-4", kinds, async (jobs, storage) => {
      for (const kind of Object.keys(kinds)) jobs.schedule(kind, kind, Date.now());
      await jobs.runDue();
      expect(ran).toBe(1);
      const left = storage.sql.exec("SELECT key, attempts, last_error FROM jobs ORDER BY key").toArray();
      expect(left).toEqual([
        { key: "hanging", attempts: 1, last_error: "No result within 100 ms." },
        { key: "throwing", attempts: 1, last_error: "No." },
      ]);
      expect(await storage.getAlarm()).toBeGreaterThan(Date.now());
    });
  });
});

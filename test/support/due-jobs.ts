/** The jobs of a tenant, run by a test instead of by the clock. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { vi } from "vitest";
import type { TestTenant } from "./api.ts";

const PATIENCE = { timeout: 8_000, interval: 50 };

/** Runs all jobs of a kind now. The tenant's own alarm may be in the middle of them, and cannot be rung then: it is waited for. */
export async function runJobs({ stub }: Pick<TestTenant, "stub">, kind: string): Promise<void> {
  await runInDurableObject(stub, (_, { storage }) => {
    storage.sql.exec("UPDATE jobs SET due_at = 0 WHERE kind = ?", kind);
  });
  await vi.waitFor(async () => {
    await runDurableObjectAlarm(stub);
    const due = await runInDurableObject(stub, (_, { storage }) =>
      storage.sql.exec("SELECT 1 FROM jobs WHERE kind = ? AND due_at <= ?", kind, Date.now()).toArray(),
    );
    if (due.length > 0) throw new Error(`Jobs are still due: ${kind}.`);
  }, PATIENCE);
}

/** Brings the directory up to the tenant now. */
export const project = (tenant: Pick<TestTenant, "stub">) => runJobs(tenant, "directory");

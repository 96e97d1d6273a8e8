/**
 * The cron trigger: wakes some tenants each time. An alarm can be lost (platform.md, point 3); an object that starts arms
 * it again where jobs wait, but one that nobody calls would never start.
 */
import { tenantSlice } from "../directory/sweep.ts";
import { log } from "../log.ts";
import { callObject, tenantStub } from "../stubs.ts";

const TENANTS_AT_ONCE = 100;
/** A request may hold six connections at a time (platform.md 1.1). */
const PARALLEL = 6;

/** @param slot counts the runs of the trigger. */
export async function sweepTenants(env: Cloudflare.Env, slot: number): Promise<void> {
  const handles = await tenantSlice(env.DIRECTORY, slot, TENANTS_AT_ONCE);
  const wakeNext = async (): Promise<void> => {
    for (let handle = handles.pop(); handle !== undefined; handle = handles.pop()) {
      const tenant = handle;
      try {
        await callObject(true, () => tenantStub(env, tenant).wake());
      } catch (cause) {
        log("warn", { event: "tenant not woken", tenant, cause });
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, wakeNext));
}

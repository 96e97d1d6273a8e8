/**
 * The cron trigger: wakes some tenants and some repositories each time. An alarm can be lost (platform.md, point 3); an object that starts arms
 * it again where jobs wait, but one that nobody calls would never start.
 */
import { sweepMemberships } from "../directory/memberships.ts";
import { repositorySlice, tenantSlice } from "../directory/sweep.ts";
import { log } from "../log.ts";
import { callObject, repositoryStub, tenantStub } from "../stubs.ts";
import { inParallel } from "./in-parallel.ts";

const TENANTS_AT_ONCE = 100;
const REPOSITORIES_AT_ONCE = 100;

/** @param slot counts the runs of the trigger. */
export async function sweepTenants(env: Cloudflare.Env, slot: number): Promise<void> {
  const handles = await tenantSlice(env.DIRECTORY, slot, TENANTS_AT_ONCE);
  await inParallel(handles, async (tenant) => {
    try {
      await callObject(true, () => tenantStub(env, tenant).wake());
    } catch (cause) {
      log("warn", { event: "tenant not woken", tenant, cause });
    }
  });
  await sweepMemberships(env.DIRECTORY, Date.now());
}

/** @param slot counts the runs of the trigger. */
export async function sweepRepositories(env: Cloudflare.Env, slot: number): Promise<void> {
  const ids = await repositorySlice(env.DIRECTORY, slot, REPOSITORIES_AT_ONCE);
  await inParallel(ids, async (githubId) => {
    try {
      await callObject(true, () => repositoryStub(env, githubId).wake());
    } catch (cause) {
      log("warn", { event: "repository not woken", repository: githubId, cause });
    }
  });
}

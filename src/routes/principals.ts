/** Who a person is in their tenants, asked of the tenants themselves: the directory may be behind. */
import type { UserActor } from "../auth/actor.ts";
import { log } from "../log.ts";
import type { Principal } from "../resources/authorize.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { inParallel } from "./in-parallel.ts";

export interface Confirmed {
  readonly tenant: string;
  readonly principal: Principal;
}

/**
 * Those of the tenants that say that the person is a member: somebody who was removed is none from then on. A tenant that
 * refuses (it is suspended, its rate is used up) or does not answer is left out.
 */
export async function principalsIn(
  env: Cloudflare.Env,
  actor: UserActor,
  tenants: readonly string[],
): Promise<Confirmed[]> {
  const asked = await inParallel(tenants, async (tenant) => {
    try {
      const answer = await callObject(true, async () => tenantStub(env, tenant).whoIs(actor));
      return answer?.principal ? { tenant, principal: answer.principal } : null;
    } catch (cause) {
      log("warn", { event: "tenant not asked", tenant, cause });
      return null;
    }
  });
  return asked.filter((confirmed) => confirmed !== null);
}

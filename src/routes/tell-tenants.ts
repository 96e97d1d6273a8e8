/** Sessions that ended at croft-auth, told to the tenants of their person: sockets close, and tokens of theirs are refused at once. */
import type { Context } from "hono";
import { ENDED_HEADER, type EndedSessions } from "../auth/accounts.ts";
import { within } from "../auth/within.ts";
import { MEMBERSHIPS_READ, membershipsOf } from "../directory/memberships.ts";
import { log } from "../log.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { inParallel } from "./in-parallel.ts";

/** How long an answer waits for the tenants; who has not heard by then hears while the client goes on. */
const PATIENCE_MS = 2_000;

type Teller = Pick<Context<AppBindings>, "env" | "executionCtx">;

/** The sessions that an answer of croft-auth says have ended; null where it says nothing, or not in the agreed form. */
export function endedSessionsOf(headers: Headers): EndedSessions | null {
  const match = /^(usr_[0-9A-Z]{26}) (ses_[0-9A-Z]{26}(?:,ses_[0-9A-Z]{26})*)$/.exec(headers.get(ENDED_HEADER) ?? "");
  const [, userId, sessions] = match ?? [];
  return userId === undefined || sessions === undefined ? null : { userId, sessions: sessions.split(",") };
}

/**
 * Tells every tenant that the directory shows for this person. Never throws: a tenant that cannot be told refuses the tokens
 * when they are over, five minutes later at most; the routing Workers do so within seconds (auth/revocations.ts).
 */
export async function tellTenants({ env, executionCtx }: Teller, ended: EndedSessions | null): Promise<void> {
  if (!ended || ended.sessions.length === 0) return;
  const told = tellAll(env, ended);
  executionCtx.waitUntil(told);
  await within(told, PATIENCE_MS).catch(() => undefined);
}

async function tellAll(env: Cloudflare.Env, { userId, sessions }: EndedSessions): Promise<void> {
  try {
    let after: string | undefined = "";
    while (after !== undefined) {
      const memberships = await membershipsOf(env.DIRECTORY, userId, after);
      await inParallel(memberships, ({ tenant }) => tell(env, tenant, sessions));
      after = memberships.length < MEMBERSHIPS_READ ? undefined : memberships.at(-1)?.tenant;
    }
  } catch (cause) {
    log("error", { event: "tenants not told of ended sessions", userId, cause });
  }
}

async function tell(env: Cloudflare.Env, tenant: string, sessions: readonly string[]): Promise<void> {
  try {
    await callObject(true, async () => tenantStub(env, tenant).endSessions([...sessions]));
  } catch (cause) {
    log("error", { event: "tenant not told of ended sessions", tenant, cause });
  }
}

/** A socket's next credential: people's access tokens live five minutes, and sockets longer. */
import { accessTokensOf } from "../../src/auth/access-tokens.ts";
import type { UserActor } from "../../src/auth/actor.ts";
import { membershipsOf } from "../../src/directory/memberships.ts";
import { parseEnv } from "../../src/env.ts";
import { log } from "../../src/log.ts";
import { callObject, tenantStub } from "../../src/stubs.ts";
import type { Credential } from "../records/live/socket.ts";
import type { RepositoryContext } from "./context.ts";
import { readFollowers } from "./followers.ts";
import { isPrivate } from "./visibility.ts";

type Renewing = Pick<RepositoryContext, "env" | "database" | "store" | "githubId">;

/**
 * The credential of another token; null for one that is none, or is over. Keys do not expire while their socket is open.
 * @throws Error where nobody can say whether the person may still see the repository
 */
export async function renewedCredential(context: Renewing, token: string): Promise<Credential | null> {
  const { env } = context;
  const report = (event: string, cause: unknown) => log("warn", { event, cause });
  const actor = await accessTokensOf(env.AUTH, parseEnv(env), report).actorOf(token, Date.now());
  if (actor?.kind !== "user") return null;
  const { id, session, expiresAt } = actor;
  // As when a socket is opened: what everybody sees is seen through no tenant.
  const tenants = isPrivate(context) ? await tenantsShowingTo(context, actor) : [];
  return { kind: "user", id, session, expiresAt, tenants };
}

/** Those of the person's tenants that see the repository, and say themselves that the person belongs to them: the directory may be behind. */
async function tenantsShowingTo({ env, database, githubId }: Renewing, actor: UserActor): Promise<string[]> {
  const seeing = new Set(readFollowers(database.sql).flatMap(({ tenant, visible }) => (visible ? [tenant] : [])));
  const memberships = await membershipsOf(env.DIRECTORY, actor.id);
  const tenants = memberships.map(({ tenant }) => tenant).filter((tenant) => seeing.has(tenant));
  const asked = await Promise.allSettled(tenants.map((tenant) => isMember(env, tenant, actor)));
  const confirmed = tenants.filter((_, index) => {
    const answer = asked[index];
    return answer?.status === "fulfilled" && answer.value;
  });
  const failed = asked.find((answer) => answer.status === "rejected");
  if (!failed) return confirmed;
  if (confirmed.length === 0) throw failed.reason;
  log("warn", { event: "tenant not asked", repository: githubId, cause: failed.reason });
  return confirmed;
}

async function isMember(env: Cloudflare.Env, tenant: string, actor: UserActor): Promise<boolean> {
  const answer = await callObject(true, async () => tenantStub(env, tenant).whoIs(actor));
  // A tenant whose rate is used up refuses its members alone; they look on.
  return Boolean(answer?.principal) || answer?.refusal?.code === "RATE_LIMITED";
}

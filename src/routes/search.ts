/** `GET /v1/search?q=`: across the caller's tenants, from the directory. */
import type { Context } from "hono";
import * as z from "zod";
import type { RequestActor, UserActor } from "../auth/actor.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { config } from "../croft.config.ts";
import { membershipsOf } from "../directory/memberships.ts";
import { type Reach, searchDirectory, type TenantReach } from "../directory/search.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { authorize, type Principal } from "../resources/authorize.ts";
import { requireMember } from "./caller.ts";
import { readParams } from "./params.ts";
import { principalsIn } from "./principals.ts";

const paramsSchema = z.strictObject({
  q: z.string("Say what to search for."),
  limit: z.coerce
    .number()
    .int()
    .min(1, "Write a number from 1 to 100.")
    .max(100, "Write a number from 1 to 100.")
    .default(20),
  cursor: z.string().optional(),
});

export async function searchAcrossTenants(context: Context<AppBindings>): Promise<Response> {
  const actor = context.get("actor");
  if (!actor) throw unauthenticated();
  const { q, limit, cursor } = readParams(context.req.url, paramsSchema);
  const { headers, reach } = await reachOf(context.env, actor);
  const page = await searchDirectory(context.env.DIRECTORY, { q, limit, cursor, reach });
  const pagination = { limit, nextCursor: page.nextCursor, hasMore: page.hasMore };
  return Response.json({ data: page.data, meta: { pagination, freshness: page.freshness } }, { headers });
}

/** Where the caller may search, and what a key's plan says of that. */
async function reachOf(
  env: Cloudflare.Env,
  actor: RequestActor,
): Promise<{ reach: Reach; headers: Record<string, string> }> {
  if (actor.kind === "operator") return { reach: "all", headers: {} };
  if (actor.kind === "user") return { reach: await reachOfPerson(env, actor), headers: {} };
  const { principal, headers } = await requireMember(env, actor);
  return { reach: { callerId: principal.id, tenants: [tenantReach(actor.tenant, principal)] }, headers };
}

async function reachOfPerson(env: Cloudflare.Env, actor: UserActor): Promise<Reach> {
  const memberships = await membershipsOf(env.DIRECTORY, actor.id);
  const confirmed = await principalsIn(
    env,
    actor,
    memberships.map(({ tenant }) => tenant),
  );
  return { callerId: actor.id, tenants: confirmed.map(({ tenant, principal }) => tenantReach(tenant, principal)) };
}

/** The same verdicts as on every other way to a record, as the directory can apply them. */
function tenantReach(tenant: string, principal: Principal): TenantReach {
  const verdicts = [...config.resourceByName.values()].map((resource) => ({
    name: resource.name,
    verdict: authorize(principal, "read", resource, config.roleRank),
  }));
  const readable = verdicts.filter(({ verdict }) => verdict.allowed);
  const own = readable.filter(({ verdict }) => verdict.allowed && verdict.rows !== null);
  return { tenant, resources: readable.map(({ name }) => name), ownOnly: own.map(({ name }) => name) };
}

/** `GET /v1/search?q=`: across the caller's tenants, from the directory. */
import type { Context } from "hono";
import * as z from "zod";
import type { RequestActor } from "../auth/actor.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { config } from "../croft.config.ts";
import { type DirectoryAccess, type DirectoryQuery, searchDirectory } from "../directory/search.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import { authorize, type Principal } from "../resources/authorize.ts";
import { requireMember } from "./caller.ts";
import { readParams } from "./params.ts";

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
  const { headers, ...reach } = await reachOf(context.env, actor);
  const page = await searchDirectory(context.env.DIRECTORY, { q, limit, cursor, ...reach });
  const pagination = { limit, nextCursor: page.nextCursor, hasMore: page.hasMore };
  return Response.json({ data: page.data, meta: { pagination, freshness: page.freshness } }, { headers });
}

type Reach = Pick<DirectoryQuery, "tenants" | "access"> & { readonly headers: Record<string, string> };

/** Where the caller may search, and what its plan says of that. */
async function reachOf(env: Cloudflare.Env, actor: RequestActor): Promise<Reach> {
  if (actor.kind === "operator") return { tenants: "all", access: { resources: null, ownOnly: null }, headers: {} };
  if (actor.kind === "user") throw new AppError("FORBIDDEN");
  const { principal, headers } = await requireMember(env, actor);
  return { tenants: [actor.tenant], access: accessOf(principal), headers };
}

/** The same verdicts as on every other way to a record, as the directory can apply them. */
function accessOf(principal: Principal): DirectoryAccess {
  const verdicts = [...config.resourceByName.values()].map((resource) => ({
    name: resource.name,
    verdict: authorize(principal, "read", resource, config.roleRank),
  }));
  const readable = verdicts.filter(({ verdict }) => verdict.allowed).map(({ name }) => name);
  const own = verdicts.filter(({ verdict }) => verdict.allowed && verdict.rows !== null).map(({ name }) => name);
  return { resources: readable, ownOnly: own.length > 0 ? { resources: own, actorId: principal.id } : null };
}

/** `GET /v1/search?q=`: across the caller's tenants, from the directory. */
import type { Context } from "hono";
import { z } from "zod";
import { config } from "../croft.config.ts";
import { type DirectoryAccess, searchDirectory } from "../directory/search.ts";
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
  if (!actor) throw new AppError("UNAUTHENTICATED", { headers: { "WWW-Authenticate": "Bearer" } });
  const { q, limit, cursor } = readParams(context.req.url, paramsSchema);
  const reach =
    actor.kind === "operator"
      ? { tenants: "all" as const, access: { resources: null, ownOnly: null } }
      : { tenants: [actor.tenant], access: accessOf(await requireMember(context.env, actor)) };
  const page = await searchDirectory(context.env.DIRECTORY, { q, limit, cursor, ...reach });
  const pagination = { limit, nextCursor: page.nextCursor, hasMore: page.hasMore };
  return Response.json({ data: page.data, meta: { pagination, freshness: page.freshness } });
}

/** The same verdicts as on every other way to a record, as the directory can apply them. */
function accessOf(principal: Principal): DirectoryAccess {
  const verdicts = config.resources.map((resource) => ({
    name: resource.name,
    verdict: authorize(principal, "read", resource, config.roleRank),
  }));
  const readable = verdicts.filter(({ verdict }) => verdict.allowed).map(({ name }) => name);
  const own = verdicts.filter(({ verdict }) => verdict.allowed && verdict.rows !== null).map(({ name }) => name);
  return { resources: readable, ownOnly: own.length > 0 ? { resources: own, actorId: principal.id } : null };
}

/** `GET /v1/repositories`: the directory of repositories. */
import type { Context } from "hono";
import * as z from "zod";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { listRepositories, type ListedRepository as Row } from "../directory/repositories-list.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { invalidField } from "../protocol/errors.ts";
import type { ListedRepository } from "../protocol/repository.ts";
import { readParams } from "./params.ts";
import { readingAs, tenantsOfReader } from "./repository-reader.ts";

const pageSize = "Write a number from 1 to 200.";
const listSchema = z.strictObject({
  q: z.string().optional(),
  sort: z.string().optional(),
  language: z.string().optional(),
  state: z.string().optional(),
  following: z.string().min(1, "Name a tenant.").optional(),
  limit: z.coerce.number(pageSize).int(pageSize).min(1, pageSize).max(200, pageSize).default(50),
  cursor: z.string().optional(),
});

/** Public repositories for everybody with a credential, private ones for tenants that see them, all for operators. */
export async function listRepositoriesOfCaller(context: Context<AppBindings>): Promise<Response> {
  const actor = context.get("actor");
  if (!actor) throw unauthenticated();
  const query = readParams(context.req.url, listSchema);
  const { headers } = await readingAs(context.env, actor);
  const reach = await tenantsOfReader(context.env, actor);
  if (query.following !== undefined && reach !== "all" && !reach.includes(query.following))
    throw invalidField("BAD_REQUEST", "following", "Name one of your tenants.");
  const { data, nextCursor, hasMore, freshness } = await listRepositories(context.env.DIRECTORY, { ...query, reach });
  const meta = { pagination: { limit: query.limit, nextCursor, hasMore }, freshness };
  return Response.json({ data: data.map((row) => shown(row, reach === "all")), meta }, { headers });
}

/** How many follow a repository tells of other tenants, so operators alone see it. */
function shown({ followers, topics, following, ...row }: Row, whole: boolean): ListedRepository {
  return { ...row, topics: [...topics], following: [...following], ...(whole ? { followers } : {}) };
}

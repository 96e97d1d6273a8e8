/** `/v1/tenants`: provisioning, and the list of those a caller may see. */
import type { Context } from "hono";
import * as z from "zod";
import { bodyOf } from "../../objects/records/body.ts";
import { idempotencyKey } from "../../objects/tenant/idempotency.ts";
import { sha256 } from "../auth/key-format.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { type TenantRow, upsertTenant } from "../directory/projection.ts";
import { listTenants } from "../directory/queries.ts";
import { log } from "../log.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import { createTenantSchema, type TenantView } from "../protocol/tenant.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { readJson } from "./body.ts";
import { requireMember } from "./caller.ts";
import { readParams } from "./params.ts";

const pageSize = "Write a number from 1 to 200.";
const listSchema = z.strictObject({
  q: z.string().optional(),
  status: z.enum(["active", "suspended"], "Write active or suspended.").optional(),
  sort: z.string().optional(),
  limit: z.coerce.number(pageSize).int(pageSize).min(1, pageSize).max(200, pageSize).default(50),
  cursor: z.string().optional(),
});
const createdSchema = z.object({
  data: z.object({ tenant: z.string(), name: z.string(), plan: z.string(), createdAt: z.string() }),
});

/** Provisions a tenant. The object decides whether the handle is free; the directory learns of it at once. */
export async function createTenant(context: Context<AppBindings>): Promise<Response> {
  const actor = context.get("actor");
  if (!actor) throw unauthenticated();
  if (actor.kind !== "operator") throw new AppError("FORBIDDEN");
  if (new URL(context.req.url).search !== "")
    throw new AppError("BAD_REQUEST", { message: "This call takes no parameters." });
  const { text, value } = await readJson(context.req.raw);
  const body = bodyOf(createTenantSchema, value);
  const key = idempotencyKey(context.req.raw.headers);
  const repeatable =
    key === null ? null : { actorId: actor.id, key, fingerprint: await sha256(`POST /v1/tenants\n${text}`) };
  const wanted = {
    body,
    actorId: actor.id,
    requestId: context.get("requestId"),
    repeatable,
    seed: crypto.randomUUID(),
  };
  const answer = await callObject(repeatable !== null, () => tenantStub(context.env, body.tenant).provision(wanted));
  if (answer.status === 201) await announce(context.env, createdSchema.parse(JSON.parse(answer.body)).data);
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...answer.headers, "Content-Type": "application/json; charset=utf-8" },
  });
}

/** Operators see every tenant with its figures; a key sees its own. */
export async function listTenantsOfCaller(context: Context<AppBindings>): Promise<Response> {
  const actor = context.get("actor");
  if (!actor) throw unauthenticated();
  const query = readParams(context.req.url, listSchema);
  if (actor.kind === "user") throw new AppError("FORBIDDEN");
  const handles = actor.kind === "operator" ? undefined : [actor.tenant];
  const headers = actor.kind === "key" ? (await requireMember(context.env, actor)).headers : {};
  const { data, nextCursor, hasMore } = await listTenants(context.env.DIRECTORY, { ...query, handles });
  const meta = { pagination: { limit: query.limit, nextCursor, hasMore } };
  return Response.json({ data: data.map(shown), meta }, { headers });
}

/** A tenant of the directory under the names that the tenant's own routes use. */
function shown({ handle, ...row }: TenantRow): object {
  return { tenant: handle, ...row };
}

/**
 * Lets operators and search find the tenant before its first projection. Not knowing it yet is no reason to refuse a
 * tenant that exists: the log's reader repeats this.
 */
async function announce(env: Cloudflare.Env, view: Omit<TenantView, "status">): Promise<void> {
  const { tenant: handle, ...row } = view;
  const now = new Date().toISOString();
  try {
    await upsertTenant(env.DIRECTORY, {
      handle,
      ...row,
      status: "active",
      records: 0,
      bytes: 0,
      lastActivityAt: row.createdAt,
      seq: 0,
      projectedAt: now,
    });
  } catch (cause) {
    log("warn", { event: "directory not told", tenant: handle, cause });
  }
}

/** `/v1/tenants`: provisioning, and the list of those a caller may see. */
import type { Context } from "hono";
import * as z from "zod";
import { bodyOf } from "../../objects/records/body.ts";
import type { Reply } from "../../objects/records/reply.ts";
import { idempotencyKey } from "../../objects/tenant/idempotency.ts";
import type { Provisioning } from "../../objects/tenant/provision.ts";
import type { RequestActor, UserActor } from "../auth/actor.ts";
import { sha256 } from "../auth/key-format.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { config } from "../croft.config.ts";
import { type Membership, releaseTenant, reserveTenant } from "../directory/memberships.ts";
import { announceTenant, type TenantRow } from "../directory/projection.ts";
import { listTenants, type TenantQuery } from "../directory/queries.ts";
import { log } from "../log.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import { createTenantSchema, type TenantView } from "../protocol/tenant.ts";
import { JSON_MEDIA_TYPE } from "../response-headers.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { readJson } from "./body.ts";
import { requireMember } from "./caller.ts";
import { readParams } from "./params.ts";
import { requirePerson } from "./person.ts";

const pageSize = "Write a number from 1 to 200.";
const listSchema = z.strictObject({
  q: z.string().optional(),
  status: z.enum(["active", "suspended"], "Write active or suspended.").optional(),
  sort: z.string().optional(),
  limit: z.coerce.number(pageSize).int(pageSize).min(1, pageSize).max(200, pageSize).default(50),
  cursor: z.string().optional(),
});
/** The role of whoever makes a tenant. */
const OWNER = config.roles[0] ?? "owner";

const createdSchema = z.object({
  data: z.object({ tenant: z.string(), name: z.string(), plan: z.string(), createdAt: z.string() }),
  meta: z.object({ seq: z.int() }),
});

/** Provisions a tenant. The object decides whether the handle is free; the directory learns of it at once. */
export async function createTenant(context: Context<AppBindings>): Promise<Response> {
  const actor = context.get("actor");
  if (!actor) throw unauthenticated();
  if (actor.kind === "key") throw new AppError("FORBIDDEN");
  if (new URL(context.req.url).search !== "")
    throw new AppError("BAD_REQUEST", { message: "This call takes no parameters." });
  const { text, value } = await readJson(context.req.raw);
  const body = bodyOf(createTenantSchema, value);
  if (actor.kind === "user" && body.plan !== undefined)
    throw new AppError("FORBIDDEN", { message: "The plan is the operator's to choose." });
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
  const answer = await (actor.kind === "user"
    ? provisionFor(context.env, wanted, actor)
    : provisionAs(context.env, { ...wanted, owner: null }));
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...answer.headers, "Content-Type": JSON_MEDIA_TYPE },
  });
}

/**
 * On behalf of a person, who becomes the owner.
 * @throws AppError FORBIDDEN for somebody whose address is not verified, QUOTA_EXCEEDED
 */
async function provisionFor(
  env: Cloudflare.Env,
  wanted: Omit<Provisioning, "owner">,
  { id: userId }: UserActor,
): Promise<Reply> {
  const { email, emailVerified, name } = await requirePerson(env, userId);
  if (!emailVerified) throw new AppError("FORBIDDEN", { message: "Verify your address first." });
  const { tenant } = wanted.body;
  const place = { tenant, userId, owner: OWNER, limit: config.tenantsPerPerson };
  if (!(await reserveTenant(env.DIRECTORY, place, Date.now()))) {
    const message = `You own ${config.tenantsPerPerson} tenants; that is as many as one person may.`;
    throw new AppError("QUOTA_EXCEEDED", { message });
  }
  const answer = await provisionAs(env, { ...wanted, owner: { userId, email, name } });
  if (answer.status !== 201) await releaseTenant(env.DIRECTORY, tenant, userId).catch(notTold(tenant));
  return answer;
}

async function provisionAs(env: Cloudflare.Env, wanted: Provisioning): Promise<Reply> {
  const { tenant } = wanted.body;
  const answer = await callObject(wanted.repeatable !== null, () => tenantStub(env, tenant).provision(wanted));
  if (answer.status === 201) {
    const { data, meta } = createdSchema.parse(JSON.parse(answer.body));
    const owner = wanted.owner ? { userId: wanted.owner.userId, role: OWNER, seq: meta.seq } : null;
    await announce(env, data, owner).catch(notTold(tenant));
  }
  return answer;
}

/** Operators see every tenant with its figures, a person those it belongs to, a key its own. */
export async function listTenantsOfCaller(context: Context<AppBindings>): Promise<Response> {
  const actor = context.get("actor");
  if (!actor) throw unauthenticated();
  const query = readParams(context.req.url, listSchema);
  const headers = actor.kind === "key" ? (await requireMember(context.env, actor)).headers : {};
  const { data, nextCursor, hasMore } = await listTenants(context.env.DIRECTORY, { ...query, of: ofCaller(actor) });
  const meta = { pagination: { limit: query.limit, nextCursor, hasMore } };
  return Response.json({ data: data.map(shown), meta }, { headers });
}

function ofCaller(actor: RequestActor): TenantQuery["of"] {
  if (actor.kind === "operator") return undefined;
  return actor.kind === "user" ? { member: actor.id } : { handle: actor.tenant };
}

/** A tenant of the directory under the names that the tenant's own routes use. */
function shown({ handle, ...row }: TenantRow): object {
  return { tenant: handle, ...row };
}

/** Lets operators, search and the owner find the tenant before its first projection. */
async function announce(
  env: Cloudflare.Env,
  view: Omit<TenantView, "status">,
  owner: Membership | null,
): Promise<void> {
  const { tenant: handle, ...row } = view;
  const figures = { status: "active", records: 0, bytes: 0, lastActivityAt: row.createdAt, seq: 0 };
  const projectedAt = new Date().toISOString();
  await announceTenant(env.DIRECTORY, { handle, ...row, ...figures, projectedAt }, owner);
}

/** Not knowing a tenant yet is no reason to refuse one that exists: the log's reader repeats this. */
function notTold(tenant: string): (cause: unknown) => void {
  return (cause) => log("warn", { event: "directory not told", tenant, cause });
}

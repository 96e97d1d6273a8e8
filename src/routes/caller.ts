/** Who the caller is, asked of those who alone know: the tenant's object of a key, croft-auth of a person. */
import type { Context } from "hono";
import * as z from "zod";
import type { KeyActor, RequestActor, UserActor } from "../auth/actor.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { membershipsOf } from "../directory/memberships.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import type { Principal } from "../resources/authorize.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { readParams } from "./params.ts";
import { requirePerson } from "./person.ts";

/**
 * The key's principal in its tenant, and the rate limit headers of the answer: asking counts as a read.
 * @throws AppError UNAUTHENTICATED when the key is revoked, over, or its tenant is gone; FORBIDDEN while that is suspended; RATE_LIMITED
 */
export async function requireMember(
  env: Cloudflare.Env,
  actor: KeyActor,
): Promise<{ principal: Principal; headers: Record<string, string> }> {
  const answer = await callObject(true, async () => tenantStub(env, actor.tenant).whoIs(actor));
  const { principal, refusal, headers } = answer ?? { principal: null, refusal: null, headers: {} };
  if (principal) return { principal, headers };
  if (!refusal) throw unauthenticated();
  throw new AppError(refusal.code, { message: refusal.message, headers });
}

/** `GET /v1/me` */
export async function showCaller(context: Context<AppBindings>): Promise<Response> {
  const actor = context.get("actor");
  if (!actor) throw unauthenticated();
  readParams(context.req.url, z.strictObject({}));
  const { data, headers } = await describe(context.env, actor);
  return Response.json({ data, meta: {} }, { headers });
}

async function describe(
  env: Cloudflare.Env,
  actor: RequestActor,
): Promise<{ data: object; headers?: Record<string, string> }> {
  if (actor.kind === "user") return { data: await describePerson(env, actor) };
  if (actor.kind === "operator") {
    const { id } = actor;
    const person = "session" in actor ? await requirePerson(env, id) : null;
    const named = person ? { email: person.email, name: person.name } : {};
    return { data: { kind: "operator", id, ...named, role: null, tenants: [] } };
  }
  const { principal, headers } = await requireMember(env, actor);
  const { id, role, resources, readOnly } = principal;
  return { data: { kind: "key", id, role, resources, readOnly, tenants: [{ tenant: actor.tenant, role }] }, headers };
}

/** A person has a role in each tenant, and none of their own. */
async function describePerson(env: Cloudflare.Env, { id }: UserActor): Promise<object> {
  const [{ email, name }, tenants] = await Promise.all([requirePerson(env, id), membershipsOf(env.DIRECTORY, id)]);
  return { kind: "user", id, email, name, role: null, tenants };
}

/** Who the caller is, asked of the object that alone knows whether a key is still valid. */
import type { Context } from "hono";
import * as z from "zod";
import type { KeyActor } from "../auth/actor.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import type { Principal } from "../resources/authorize.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { readParams } from "./params.ts";

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
  if (actor.kind === "operator")
    return Response.json({ data: { kind: "operator", id: actor.id, role: null, tenants: [] }, meta: {} });
  if (actor.kind === "user") throw new AppError("FORBIDDEN");
  const { principal, headers } = await requireMember(context.env, actor);
  const { id, role, resources, readOnly } = principal;
  const data = { kind: "key", id, role, resources, readOnly, tenants: [{ tenant: actor.tenant, role }] };
  return Response.json({ data, meta: {} }, { headers });
}

/** Who the caller is, asked of the object that alone knows whether a key is still valid. */
import type { Context } from "hono";
import type { KeyActor } from "../auth/actor.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import type { Principal } from "../resources/authorize.ts";
import { callObject, tenantStub } from "../stubs.ts";

/** The key's principal in its tenant. @throws AppError UNAUTHENTICATED when it is revoked, over, or its tenant is gone. */
export async function requireMember(env: Cloudflare.Env, actor: KeyActor): Promise<Principal> {
  const principal = await callObject(true, () => tenantStub(env, actor.tenant).whoIs(actor));
  if (!principal) throw new AppError("UNAUTHENTICATED");
  return principal;
}

/** `GET /v1/me` */
export async function showCaller(context: Context<AppBindings>): Promise<Response> {
  const actor = context.get("actor");
  if (!actor) throw new AppError("UNAUTHENTICATED", { headers: { "WWW-Authenticate": "Bearer" } });
  if (actor.kind === "operator")
    return Response.json({ data: { kind: "operator", id: actor.id, role: null, tenants: [] }, meta: {} });
  const { id, role, resources, readOnly } = await requireMember(context.env, actor);
  return Response.json({
    data: { kind: "key", id, role, resources, readOnly, tenants: [{ tenant: actor.tenant, role }] },
    meta: {},
  });
}

/** From the Worker's actor to who acts in this tenant. */
import type { KeyActor, RequestActor, UserActor } from "../../src/auth/actor.ts";
import { unauthenticated } from "../../src/auth/unauthenticated.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import type { TenantContext } from "./call.ts";

const OPERATOR: Principal = { kind: "operator", id: "operator", role: null, resources: null, readOnly: false };

/**
 * Who the actor is in this tenant.
 * @throws AppError UNAUTHENTICATED for a key that is no longer valid and a session that has ended, NOT_FOUND for a key of another
 * tenant and a person who is no member, FORBIDDEN while suspended.
 */
export function principalOf(tenant: TenantContext, actor: RequestActor, now: number): Principal {
  if ("session" in actor) requireSession(tenant, actor, now);
  if (actor.kind === "operator") return actor.id === OPERATOR.id ? OPERATOR : { ...OPERATOR, id: actor.id };
  const principal = actor.kind === "user" ? memberOf(tenant, actor.id) : keyOf(tenant, actor, now);
  if (tenant.view.status === "suspended") throw new AppError("FORBIDDEN", { message: "This tenant is suspended." });
  return principal;
}

/** @throws AppError UNAUTHENTICATED for a session that has ended, or whose access token has. */
export function requireSession(
  tenant: TenantContext,
  { id, session, expiresAt }: Pick<UserActor, "id" | "session" | "expiresAt">,
  now: number,
): void {
  if (expiresAt <= now || tenant.endedSessions.has({ id, session })) throw unauthenticated();
}

/** To whoever is no member, a tenant is not there. */
function memberOf(tenant: TenantContext, userId: string): Principal {
  const principal = tenant.members.grant(userId);
  if (!principal) throw new AppError("NOT_FOUND");
  return principal;
}

function keyOf(tenant: TenantContext, actor: KeyActor, now: number): Principal {
  if (actor.tenant !== tenant.view.tenant) throw new AppError("NOT_FOUND");
  const grant = tenant.keys.grant(actor, now);
  if (!grant) throw unauthenticated();
  return grant.principal;
}

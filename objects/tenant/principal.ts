/** From the Worker's actor header to who acts in this tenant. */
import { ACTOR_HEADER, actorSchema, type KeyActor, type RequestActor, type UserActor } from "../../src/auth/actor.ts";
import { unauthenticated } from "../../src/auth/unauthenticated.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import type { TenantContext } from "./call.ts";

export const SYSTEM: Principal = { kind: "system", id: "system", role: null, resources: null, readOnly: false };
const OPERATOR: Principal = { kind: "operator", id: "operator", role: null, resources: null, readOnly: false };

/** Actors by their header's text: a busy client's is parsed once. Whether it is still valid is asked every time. */
const parsedActors = new Map<string, RequestActor>();
const ACTORS_KEPT = 1_000;

/** The actor that the routing Worker established. @throws AppError UNAUTHENTICATED when the header is missing or not ours. */
export function actorOf(headers: Headers): RequestActor {
  const header = headers.get(ACTOR_HEADER);
  if (header === null) throw unauthenticated();
  const known = parsedActors.get(header);
  if (known) return known;
  const parsed = actorSchema.safeParse(JSON.parse(header));
  if (!parsed.success) throw unauthenticated(parsed.error);
  if (parsedActors.size >= ACTORS_KEPT) parsedActors.clear();
  parsedActors.set(header, parsed.data);
  return parsed.data;
}

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

/** What open sockets carry of whoever opened them, and what each of these may still see. */
import type { RequestActor, UserActor } from "../../src/auth/actor.ts";
import { type MacSecrets, verifyKey } from "../../src/auth/key-format.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import type { Sight } from "../records/access.ts";
import type { Credential } from "../records/live/socket.ts";
import type { TenantContext } from "./call.ts";

/** What a socket of this actor carries; null for an actor that is over, and for operators, who follow nothing. */
export function credentialOf(tenant: TenantContext, actor: RequestActor, now: number): Credential | null {
  if (actor.kind === "operator") return null;
  if (actor.kind === "user") {
    const { id, session, expiresAt } = actor;
    const credential: Credential = { kind: "user", id, session, expiresAt };
    return grantOf(tenant, credential, now) && credential;
  }
  const { id, hash } = actor;
  const grant = actor.tenant === tenant.view.tenant ? tenant.keys.grant({ id, hash }, now) : null;
  return grant && { kind: "key", id, hash, expiresAt: grant.expiresAt };
}

/** The credential of another token, for a socket that stays open; null for one that is none, is over, or is of another tenant. */
export async function renewedCredential(
  tenant: TenantContext,
  token: string,
  secrets: MacSecrets,
  verify: (token: string) => Promise<UserActor | null>,
): Promise<Credential | null> {
  const key = await verifyKey(token, secrets);
  const actor: RequestActor | null = key
    ? { kind: "key", tenant: key.tenant, id: key.keyId, hash: key.hash }
    : await verify(token);
  return actor && credentialOf(tenant, actor, Date.now());
}

/** What the holder of a socket sees now; null when it may see nothing any more. */
export function sightOf(tenant: TenantContext, credential: Credential, now: number): Sight | null {
  const principal = tenant.view.status === "suspended" ? null : grantOf(tenant, credential, now);
  return (
    principal && {
      principal,
      rank: tenant.config.roleRank,
      resources: tenant.store.resources,
      settings: tenant.settings(),
    }
  );
}

function grantOf(tenant: TenantContext, credential: Credential, now: number): Principal | null {
  const { kind, id, hash, session, expiresAt } = credential;
  if (expiresAt !== null && expiresAt <= now) return null;
  if (kind === "user")
    return session === undefined || tenant.endedSessions.has({ id, session }) ? null : tenant.members.grant(id);
  return hash === undefined ? null : (tenant.keys.grant({ id, hash }, now)?.principal ?? null);
}

/** An invitation accepted: what makes a person a member. */
import type { UserActor } from "../../src/auth/actor.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { type Reply, reply } from "../records/reply.ts";
import { planOf, type TenantContext } from "./call.ts";
import { takeToken } from "./handle.ts";
import { type Repeatable, recall, remember } from "./idempotency.ts";
import { invitationOf, invitationsOf, isOpen } from "./invitations.ts";
import { membersOf } from "./members-routes.ts";
import { requireSession } from "./principal.ts";
import { requireRecordQuota } from "./record-quota.ts";

/** What the routing Worker hands on: a genuine token, and who came with it. */
export interface Acceptance {
  /** SHA-256 of the token. */
  readonly hash: string;
  readonly actor: UserActor;
  /** As croft-auth knows them now. */
  readonly person: { readonly email: string; readonly emailVerified: boolean; readonly name: string };
  readonly requestId: string;
  /** Set where the request carried an Idempotency-Key. */
  readonly repeatable: Repeatable | null;
}

/**
 * Makes the invited person a member. It waits for nothing, so that of several acceptances at the same time one finds the invitation open.
 * @throws AppError UNAUTHENTICATED, FORBIDDEN for somebody else and while suspended, NOT_FOUND, CONFLICT where it was accepted or the person
 * is a member, GONE where it was revoked or is over, RATE_LIMITED
 */
export function acceptInvitation(tenant: TenantContext, acceptance: Acceptance, now: number): Reply {
  const { actor, person, requestId, repeatable } = acceptance;
  requireSession(tenant, actor, now);
  const principal: Principal = { kind: "user", id: actor.id, role: null, resources: null, readOnly: false };
  const headers = takeToken(tenant, "POST", principal, now);
  const oldest = now - tenant.config.retention.idempotencyHours * 3_600_000;
  const stored = repeatable ? recall(tenant.database.sql, repeatable, oldest) : null;
  if (stored) return stored;
  const invitation = invitationOf(tenant, acceptance.hash);
  if (!invitation) throw new AppError("NOT_FOUND");
  requireInvited(invitation, person);
  requireOpen(tenant, invitation, now);
  const context = { principal, requestId, now, settings: tenant.settings() };
  const answer = tenant.store.commit(context, ["invitations", "members"], (writer) => {
    const accepted = { acceptedAt: new Date(now).toISOString(), acceptedBy: actor.id };
    writer.updateTrusted(invitationsOf(tenant), invitation, accepted);
    const { email, role } = invitation;
    const values = { userId: actor.id, email: email ?? "", name: person.name, role: role ?? "" };
    const { record } = writer.createTrusted(membersOf(tenant), values);
    requireRecordQuota(planOf(tenant).maxRecords, tenant.database.sql, tenant.store.resources, writer.changes);
    const member = { id: record.id, email, name: person.name, role };
    const made = reply(200, { tenant: tenant.view.tenant, member }, { seq: tenant.store.log.seq });
    if (repeatable) remember(tenant.database.sql, repeatable, made, now);
    return made;
  }).value;
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

/**
 * The address is compared letter by letter. Both are in lower case already, each by the rules of one place; folding them once more
 * would take the Kelvin sign for a k.
 * @throws AppError FORBIDDEN
 */
function requireInvited(invitation: RecordData, { email, emailVerified }: Acceptance["person"]): void {
  if (email !== invitation.email)
    throw new AppError("FORBIDDEN", { message: "This invitation is for another address." });
  if (!emailVerified) throw new AppError("FORBIDDEN", { message: "Verify your address first." });
}

/** @throws AppError FORBIDDEN, CONFLICT, GONE */
function requireOpen(tenant: TenantContext, invitation: RecordData, now: number): void {
  if (tenant.view.status === "suspended") throw new AppError("FORBIDDEN", { message: "This tenant is suspended." });
  if (invitation.acceptedAt !== null)
    throw new AppError("CONFLICT", { message: "This invitation was accepted already." });
  if (!isOpen(invitation, now)) throw new AppError("GONE", { message: "This invitation is over." });
}

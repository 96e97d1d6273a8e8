/** Invitations: made and revoked here, accepted in acceptance.ts; listed and read like every resource. */
import { AppError } from "../../src/protocol/errors.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { createInvitationSchema } from "../../src/resources/invitations.ts";
import { bodyOf } from "../records/body.ts";
import { newId } from "../records/new-id.ts";
import { recordReader } from "../records/reader.ts";
import { type Reply, recordReply, reply } from "../records/reply.ts";
import type { Call } from "./call.ts";
import { INVITATION_MAIL } from "./invitation-mail.ts";
import { INVITATIONS, invitationsOf, isOpen } from "./invitations.ts";
import { ADMIN, requireRole, requireWithin } from "./rights.ts";
import { commit } from "./write.ts";

const DAY_MS = 86_400_000;
/** How long an invitation may be accepted. */
const LASTS_MS = 7 * DAY_MS;

/** Invites somebody by mail, for admins and for operators: so a tenant that lost its last owner gets another one. */
export function invite(call: Call): Reply {
  requireInviter(call);
  call.allowParams();
  const { email, role } = bodyOf(createInvitationSchema, call.json());
  requireWithin(call, role);
  const resource = invitationsOf(call.tenant);
  const id = newId(resource.idPrefix, call.now);
  return commit(call, [INVITATIONS], (writer) => {
    requireUninvited(call, email);
    requireFew(call);
    const expiresAt = new Date(call.now + LASTS_MS).toISOString();
    const written = writer.createTrusted(resource, { email, role, expiresAt }, id);
    // The token is made where the mail is: whoever reads the jobs without the MAC secrets has none.
    const seed = crypto.randomUUID();
    call.tenant.jobs.schedule(`${INVITATION_MAIL} ${id}`, INVITATION_MAIL, call.now, { id, seed });
    const location = `/v1/tenants/${call.tenant.view.tenant}/${INVITATIONS}/${id}`;
    return recordReply(201, written, call.tenant.store.log.seq, { Location: location });
  });
}

/** Takes an invitation back at once. The record stays and says when. */
export function revokeInvitation(call: Call): Reply {
  requireInviter(call);
  call.allowParams();
  return commit(call, [INVITATIONS], (writer) => {
    const resource = invitationsOf(call.tenant);
    const before = call.tenant.store.get(resource, call.param("id"));
    if (!before || before.deletedAt !== null) throw new AppError("NOT_FOUND");
    requireWithin(call, String(before.role));
    if (before.acceptedAt !== null)
      throw new AppError("CONFLICT", { message: "This invitation was accepted: remove the member instead." });
    const revoked = { revokedAt: new Date(call.now).toISOString() };
    const written = writer.updateTrusted(resource, before, revoked, call.expectedVersions());
    const gone = writer.removeTrusted(resource, written.record);
    return reply(200, { id: gone.id, deletedAt: gone.deletedAt }, { seq: call.tenant.store.log.seq });
  });
}

function requireInviter(call: Call): void {
  if (call.principal.kind !== "operator") requireRole(call, ADMIN);
}

/** @throws AppError CONFLICT for the address of a member, or of an invitation that is open. */
function requireUninvited({ tenant, now }: Call, email: string): void {
  const reader = recordReader(tenant.database.sql, tenant.store.resources);
  const [member] = reader.find("members", { email });
  const open = reader.find(INVITATIONS, { email }).find((invitation) => isOpen(invitation, now));
  if (!member && !open) return;
  const message = member ? `${member.id} has this address.` : `${open?.id} is open for this address.`;
  throw new AppError("CONFLICT", {
    message: member ? "This person is a member already." : "This person is invited already.",
    details: [{ field: "email", message }],
  });
}

/** Each invitation is a mail to somebody who may not have asked for it. @throws AppError QUOTA_EXCEEDED */
function requireFew({ tenant, now }: Call): void {
  const [row] = tenant.database.sql
    .exec<{ count: number }>(
      "SELECT count(*) AS count FROM invitations WHERE created_at > ?",
      new Date(now - DAY_MS).toISOString(),
    )
    .toArray();
  if ((row?.count ?? 0) < LIMITS.invitationsPerDay) return;
  throw new AppError("QUOTA_EXCEEDED", { message: `A tenant may invite ${LIMITS.invitationsPerDay} people a day.` });
}

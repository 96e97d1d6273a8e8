/** Invitations as a tenant keeps them. */
import type { RecordData, Resource } from "../../src/resources/define.ts";
import type { TenantContext } from "./call.ts";

export const INVITATIONS = "invitations";

/** The resource of this application's configuration. */
export function invitationsOf({ store }: TenantContext): Resource {
  const resource = store.resources.get(INVITATIONS);
  if (!resource) throw new Error(`croft.config.ts must list the resource "${INVITATIONS}".`);
  return resource;
}

/** Whether the invitation still waits for its person. */
export function isOpen(invitation: RecordData, now: number): boolean {
  const { acceptedAt, revokedAt, deletedAt, expiresAt } = invitation;
  return acceptedAt === null && revokedAt === null && deletedAt === null && Date.parse(String(expiresAt)) > now;
}

/** Lets the token of this hash open the invitation. */
export function keepToken({ database }: TenantContext, invitation: RecordData, hash: string): void {
  database.sql.exec(
    "INSERT INTO invitation_tokens (hash, invitation_id, expires_at) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING",
    hash,
    invitation.id,
    Date.parse(String(invitation.expiresAt)),
  );
}

/** The invitation that the token of this hash opens, open or over; null where there is none. */
export function invitationOf(tenant: TenantContext, hash: string): RecordData | null {
  const [row] = tenant.database.sql
    .exec<{ id: string }>("SELECT invitation_id AS id FROM invitation_tokens WHERE hash = ?", hash)
    .toArray();
  return row ? tenant.store.get(invitationsOf(tenant), row.id) : null;
}

/** Forgets the tokens of invitations that ended before `before` (milliseconds since 1970). */
export function forgetTokens({ database }: TenantContext, before: number): void {
  database.sql.exec("DELETE FROM invitation_tokens WHERE expires_at < ?", before);
}

/** Tokens of invitations: `croftinv_{tenant}_{invitationId}_{secret}`, genuine or not by a MAC of their own domain. */
import { type GenuineToken, issueToken, type MacSecrets, tokenKind, verifyToken } from "./key-format.ts";

const INVITATION = tokenKind("croftinv", "invitation ");

/** The token of this tenant, invitation (its ULID) and seed; it stands in the mail alone. The same seed gives the same token. */
export function issueInvitation(
  tenant: string,
  id: string,
  secrets: MacSecrets,
  seed: string,
): Promise<{ token: string; hash: string }> {
  return issueToken(INVITATION, { tenant, id }, secrets, seed);
}

/** The token's parts if its MAC is genuine, else null. */
export function verifyInvitation(token: string, secrets: MacSecrets): Promise<GenuineToken | null> {
  return verifyToken(INVITATION, token, secrets);
}

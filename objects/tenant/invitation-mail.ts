/** The mail of an invitation: the one place where its token is made. Only its hash is kept. */
import * as z from "zod";
import type { Mail } from "../../src/auth/accounts.ts";
import { escapeHtml } from "../../src/auth/html.ts";
import { issueInvitation } from "../../src/auth/invitation-format.ts";
import type { RecordData } from "../../src/resources/define.ts";
import type { JobKind } from "../records/jobs.ts";
import type { TenantContext } from "./call.ts";
import { invitationsOf, isOpen, keepToken } from "./invitations.ts";

/** Kind of the job. */
export const INVITATION_MAIL = "invitation-mail";
/** About a day of attempts a quarter of an hour apart. */
const MAX_ATTEMPTS = 100;

const payloadSchema = z.object({ id: z.string(), seed: z.string() });

/** `tenant` is asked at run time: kinds are registered before the tenant is put together. */
export function invitationMail(tenant: () => TenantContext): JobKind {
  return {
    maxAttempts: MAX_ATTEMPTS,
    run: async ({ payload, now }) => {
      const { id, seed } = payloadSchema.parse(payload);
      const { view, macSecrets, store, publicUrl, sendMail } = tenant();
      const invitation = store.get(invitationsOf(tenant()), id);
      if (!invitation || !isOpen(invitation, now)) return;
      // Made anew in each attempt, from the seed: after a change of the MAC secret it is another one, and both are accepted.
      const { token, hash } = await issueInvitation(view.tenant, id.slice(id.indexOf("_") + 1), macSecrets, seed);
      keepToken(tenant(), invitation, hash);
      await sendMail(mailOf(view.name, invitation, `${publicUrl}/invitations/${token}`));
    },
  };
}

/** What the invited person reads. The name is somebody's own text: on one line, and escaped where it becomes HTML. */
function mailOf(tenantName: string, invitation: RecordData, link: string): Mail {
  const name = tenantName.replaceAll(/[\s\p{C}]+/gu, " ").trim();
  const email = String(invitation.email);
  const lines = [
    `You are invited to ${name} as ${invitation.role}.`,
    `The invitation is for ${email} alone, and ends on ${String(invitation.expiresAt).slice(0, 10)}.`,
    "If you did not expect it, do nothing.",
  ];
  const paragraphs = [...lines.slice(0, 1), "", ...lines.slice(1)].map((line) =>
    line === "" ? `<p><a href="${escapeHtml(link)}">Accept the invitation</a></p>` : `<p>${escapeHtml(line)}</p>`,
  );
  return {
    to: email,
    subject: `Invitation to ${name}`,
    text: [lines[0], `Accept it: ${link}`, ...lines.slice(1)].join("\n\n"),
    html: paragraphs.join("\n"),
  };
}

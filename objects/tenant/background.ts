/** The kinds of work that a tenant's alarm does. A further kind is one entry here. */
import type { JobKind } from "../records/jobs.ts";
import { expiryKind, LIVE_EXPIRY } from "../records/live/expiry.ts";
import type { TenantContext } from "./call.ts";
import { repositoryTelling, TELL_REPOSITORY } from "./follows.ts";
import { forgetAnswers } from "./idempotency.ts";
import { INVITATION_MAIL, invitationMail } from "./invitation-mail.ts";
import { forgetTokens } from "./invitations.ts";
import { directoryKind } from "./projection.ts";
import { trimHistory } from "./retention.ts";

const RETENTION_EVERY_MS = 6 * 3_600_000;
/** How long after its end an invitation still says that it is over. */
const TOKENS_KEPT_MS = 30 * 86_400_000;

/** `tenant` is asked at run time: kinds are registered before the tenant is put together. */
export function jobKinds(tenant: () => TenantContext): Readonly<Record<string, JobKind>> {
  return {
    directory: directoryKind(tenant),
    [LIVE_EXPIRY]: expiryKind(() => tenant().live),
    [INVITATION_MAIL]: invitationMail(tenant),
    [TELL_REPOSITORY]: repositoryTelling(tenant),
    retention: {
      everyMs: RETENTION_EVERY_MS,
      run: async ({ now }) => {
        const { config, database, endedSessions } = tenant();
        endedSessions.trim(now);
        forgetTokens(tenant(), now - TOKENS_KEPT_MS);
        forgetAnswers(database.sql, now - config.retention.idempotencyHours * 3_600_000);
        return trimHistory(tenant(), now) ? { again: now + 1_000 } : undefined;
      },
    },
  };
}

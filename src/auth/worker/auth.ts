/**
 * The instances that everything else uses, made while the module loads: made in a request, what its client abandons would hang
 * for all that follow; made for every request, they would cost more than most requests do.
 */
import { waitUntil } from "cloudflare:workers";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { betterAuth } from "better-auth/minimal";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { log } from "../../log.ts";
import type { Mail } from "../accounts.ts";
import { database as d1, settings } from "./bindings.ts";
import { noteEnded } from "./ended-in-request.ts";
import { mailerOf } from "./mailer.ts";
import { authOptions } from "./options.ts";
import { SigningKeys } from "./signing-keys.ts";
import { endedSessions } from "./stubs.ts";
import * as tables from "./tables.ts";

export const database = drizzle(d1);

const forBetterAuth = drizzle(d1, {
  schema: {
    // Better Auth asks for its own names.
    user: tables.users,
    session: tables.sessions,
    account: tables.signInMethods,
    verification: tables.verifications,
    twoFactor: tables.secondFactors,
    passkey: tables.passkeys,
    userRelations: tables.userRelations,
    sessionRelations: tables.sessionRelations,
    accountRelations: tables.signInMethodRelations,
  },
});

export const sendMail = mailerOf(settings.mail, database);

export const auth = betterAuth({
  // Not D1 itself: through it every query of an isolate waits for one lock, which requests that end early never give back.
  database: drizzleAdapter(forBetterAuth, { provider: "sqlite" }),
  ...authOptions({
    settings,
    origins: [settings.publicUrl, ...settings.allowedOrigins],
    post: (mail) => waitUntil(sendOrLog(mail)),
    later: (work) => waitUntil(work),
    async isActive(userId) {
      const [row] = await database
        .select({ status: tables.users.status })
        .from(tables.users)
        .where(eq(tables.users.id, userId));
      return row?.status === "active";
    },
    async ended({ id, userId }) {
      await endedSessions().add([id]);
      noteEnded(userId, id);
    },
    async confirmed(userId) {
      await database.update(tables.users).set({ emailVerified: true }).where(eq(tables.users.id, userId));
    },
    forgetPending,
  }),
});

const context = await auth.$context;
export const signingKeys = new SigningKeys(database, context.secretConfig);
/** Better Auth's own reads and writes, with the hooks of options.ts. */
export const internalAdapter = context.internalAdapter;

/** Forgets what a person was sent or half did: links of mails, sign-ins that wait for a second factor. */
export async function forgetPending(userId: string): Promise<void> {
  await database.delete(tables.verifications).where(eq(tables.verifications.value, userId));
}

async function sendOrLog(mail: Mail): Promise<void> {
  try {
    await sendMail(mail);
  } catch (cause) {
    // Without the address: logs are read by more people than mails.
    log("error", { event: "mail failed", subject: mail.subject, cause });
  }
}

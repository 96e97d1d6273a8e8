/** Webhooks of Clerk: verified, taken once, and what ends by them ended. */
import { eq, lt } from "drizzle-orm";
import { log } from "../../log.ts";
import type { ClerkMessage, ClerkReceipt, EndedSessions } from "../accounts.ts";
import { database } from "./auth.ts";
import { settings } from "./bindings.ts";
import { type ClerkChange, clerkChangeOf } from "./clerk-event.ts";
import { forgetClerkPerson, keepClerkPerson } from "./clerk-people.ts";
import { signedText } from "./clerk-signature.ts";
import { endedSessions } from "./stubs.ts";
import { clerkReceipts } from "./tables.ts";

/** Repetitions of a message come within two days, and within five minutes unless they are signed anew. */
const RECEIPTS_KEPT_MS = 7 * 86_400_000;

/** See `Accounts.clerkMessage`. */
export async function takeClerkMessage(message: ClerkMessage, now: number): Promise<ClerkReceipt> {
  if (settings.clerkWebhookSecret === null) return { outcome: "off", ended: null };
  const text = signedText(message, settings.clerkWebhookSecret, now);
  if (text === null) return { outcome: "unsigned", ended: null };
  const change = clerkChangeOf(text);
  if (!change) {
    // Without the text: it is about people.
    log("error", { event: "webhook of Clerk not understood", messageId: message.id });
    return { outcome: "malformed", ended: null };
  }
  if (await isTaken(message.id)) return { outcome: "taken", ended: null };
  const ended = await carryOut(change);
  // Last: what failed on the way is done again with the next repetition, and all of it may be done twice.
  await keepReceipt(message.id, now);
  return { outcome: "taken", ended };
}

async function isTaken(id: string): Promise<boolean> {
  const rows = await database.select().from(clerkReceipts).where(eq(clerkReceipts.id, id));
  return rows.length > 0;
}

async function keepReceipt(id: string, now: number): Promise<void> {
  await database.batch([
    database.insert(clerkReceipts).values({ id, receivedAt: now }).onConflictDoNothing(),
    database.delete(clerkReceipts).where(lt(clerkReceipts.receivedAt, now - RECEIPTS_KEPT_MS)),
  ]);
}

async function carryOut(change: ClerkChange): Promise<EndedSessions | null> {
  switch (change.kind) {
    case "person": {
      const { id, suspended } = change.person;
      return (await keepClerkPerson(change.person)) && suspended ? end(id, id) : null;
    }
    case "deleted":
      await forgetClerkPerson(change.userId, change.eventAt);
      return end(change.userId, change.userId);
    case "ended":
      return end(change.userId, change.sessionId);
    case "nothing":
      return null;
  }
}

/** Ends a session, or by the id of the person all of theirs: which these are is known to Clerk alone. */
async function end(userId: string, ended: string): Promise<EndedSessions> {
  await endedSessions().add([ended]);
  return { userId, sessions: [ended] };
}

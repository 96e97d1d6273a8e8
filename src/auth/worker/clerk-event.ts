/** What Clerk's events say, as far as it concerns Croft. */
import * as z from "zod";
import { CLERK_SESSION_ID, CLERK_USER_ID } from "../clerk-token.ts";

/** Somebody as an event tells them. */
export interface ClerkPerson {
  readonly id: string;
  /** In lower case; empty for somebody without one. */
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
  readonly suspended: boolean;
  /** Milliseconds since 1970, like the two below. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly eventAt: number;
}

export type ClerkChange =
  | { readonly kind: "person"; readonly person: ClerkPerson }
  | { readonly kind: "deleted"; readonly userId: string; readonly eventAt: number }
  | { readonly kind: "ended"; readonly userId: string; readonly sessionId: string }
  | { readonly kind: "nothing" };

/** Characters, of which each may be two UTF-16 units: a name of a member may have two hundred of those. */
const NAME_LENGTH = 100;

const eventSchema = z.object({ type: z.string(), data: z.unknown(), timestamp: z.int().nonnegative().optional() });
const userId = z.string().regex(CLERK_USER_ID);
const textOrNull = z.string().nullish();
const addressSchema = z.object({
  id: textOrNull,
  email_address: z.string(),
  verification: z.object({ status: z.string().nullish() }).nullish(),
});

/** Whatever else it holds may be anything: people write their own metadata. */
const userSchema = z.object({
  id: userId,
  first_name: textOrNull,
  last_name: textOrNull,
  username: textOrNull,
  primary_email_address_id: textOrNull,
  email_addresses: z.array(addressSchema).default([]),
  banned: z.boolean(),
  created_at: z.int().nonnegative(),
  updated_at: z.int().nonnegative(),
});
const deletedSchema = z.object({ id: userId });
const sessionSchema = z.object({ id: z.string().regex(CLERK_SESSION_ID), user_id: userId });

/** The change that the text of an event asks for; null for a text that is none of Clerk's events. */
export function clerkChangeOf(text: string): ClerkChange | null {
  const event = eventSchema.safeParse(jsonOf(text));
  if (!event.success) return null;
  const { type, data, timestamp = 0 } = event.data;
  switch (type) {
    case "user.created":
    case "user.updated": {
      const user = userSchema.safeParse(data);
      return user.success ? { kind: "person", person: personOf(user.data, timestamp) } : null;
    }
    case "user.deleted": {
      const deleted = deletedSchema.safeParse(data);
      return deleted.success ? { kind: "deleted", userId: deleted.data.id, eventAt: timestamp } : null;
    }
    case "session.ended":
    case "session.removed":
    case "session.revoked": {
      const session = sessionSchema.safeParse(data);
      return session.success ? { kind: "ended", userId: session.data.user_id, sessionId: session.data.id } : null;
    }
    default:
      return { kind: "nothing" };
  }
}

function personOf(user: z.infer<typeof userSchema>, eventAt: number): ClerkPerson {
  const primary = user.email_addresses.find(({ id }) => id && id === user.primary_email_address_id);
  const email = primary?.email_address.trim().toLowerCase() ?? "";
  return {
    id: user.id,
    email,
    emailVerified: email !== "" && primary?.verification?.status === "verified",
    name: nameOf(user, email),
    // Not `locked`: it follows from failed attempts, by whomever, ends by itself and without an event, and ends no session at Clerk.
    suspended: user.banned,
    createdAt: user.created_at,
    updatedAt: user.updated_at,
    eventAt,
  };
}

/** A name to show, in one line. */
function nameOf({ first_name, last_name, username }: z.infer<typeof userSchema>, email: string): string {
  const full = oneLine([first_name, last_name].filter((part) => part).join(" "));
  return full || oneLine(username ?? "") || email.split("@")[0] || "Somebody";
}

function oneLine(text: string): string {
  const line = text.toWellFormed().replace(/[\p{Cc}\s]+/gu, " ");
  return [...line.trim()].slice(0, NAME_LENGTH).join("").trim();
}

/** Not by the rules for bodies of Croft's own API: an event whose metadata broke them could never be taken. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

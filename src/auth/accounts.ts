/** What croft asks of croft-auth, over the service binding `AUTH`; `accounts` of src/stubs.ts holds the answers against these schemas. */
import * as z from "zod";

/** On answers of croft-auth to croft: `{userId} {sessionId},{sessionId}`, the sessions that the request ended. Never leaves croft. */
export const ENDED_HEADER = "x-croft-ended";

export const personSchema = z.object({
  /** `usr_` and a ULID; `user_…` for Clerk's people. */
  id: z.string(),
  /** In lower case; empty for one of Clerk's people who has none. */
  email: z.string(),
  emailVerified: z.boolean(),
  name: z.string(),
  status: z.enum(["active", "suspended"]),
  operator: z.boolean(),
  createdAt: z.string(),
});

export const endedSessionsSchema = z.object({ userId: z.string(), sessions: z.array(z.string()) });

export const endedSinceSchema = z.object({
  position: z.number().int(),
  sessions: z.array(z.object({ id: z.string(), until: z.number().int() })),
});

/** A public key of access tokens. */
const publicKeySchema = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  alg: z.literal("ES256"),
  use: z.literal("sig"),
  kid: z.string(),
  x: z.string(),
  y: z.string(),
});
export const jwksSchema = z.object({ keys: z.array(publicKeySchema) });

export const peopleSchema = z.object({ data: z.array(personSchema), nextCursor: z.string().nullable() });
export const updatedPersonSchema = z.object({ person: personSchema, ended: endedSessionsSchema });

/** What became of a webhook of Clerk: taken (now or before), not signed by Clerk, not understood, or none are taken at all. */
export const clerkReceiptSchema = z.object({
  outcome: z.enum(["taken", "unsigned", "malformed", "off"]),
  /** What ended by it: ids of sessions, or the id of the person for all of theirs. */
  ended: endedSessionsSchema.nullable(),
});

/** Somebody with an account, as croft-auth knows them now. */
export type Person = Readonly<z.infer<typeof personSchema>>;
/** Sessions of one person that ended together. */
export type EndedSessions = Readonly<z.infer<typeof endedSessionsSchema>>;
export type EndedSince = z.infer<typeof endedSinceSchema>;
/** The public keys of access tokens (a JWKS). */
export type PublicKeys = z.infer<typeof jwksSchema>;
export type People = z.infer<typeof peopleSchema>;
export type ClerkReceipt = Readonly<z.infer<typeof clerkReceiptSchema>>;
export type UpdatedPerson = z.infer<typeof updatedPersonSchema>;

/** A mail as plain text, and as HTML that says the same. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A webhook of Clerk as it arrived: three headers and the bytes that they sign. */
export interface ClerkMessage {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Uint8Array;
}

/** A page of people, in the order they signed up; `q` is part of a name or an address. */
export interface PeopleQuery {
  readonly q?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** What operators change about people. */
export interface PersonChange {
  readonly status?: "active" | "suspended";
  readonly operator?: boolean;
}

export interface Accounts {
  /** `/auth/*` and `/dev/mail`. */
  fetch(request: Request): Promise<Response>;
  /** Public keys of access tokens: the newest signs, the others are still accepted or not used yet. */
  jwks(): Promise<PublicKeys>;
  /**
   * Sessions that ended behind the position `after` (0: from the beginning) and whose tokens may still be alive, with the time
   * (ms) until which to remember them, and the position to ask from next.
   */
  endedSince(after: number): Promise<EndedSince>;
  /** Somebody with an account here, or one of Clerk's people; null also for those of whom Clerk has not told yet. */
  person(id: string): Promise<Person | null>;
  /** Takes a webhook of Clerk if it is signed, and once. What ended by it is durably on the list of `endedSince`. */
  clerkMessage(message: ClerkMessage): Promise<ClerkReceipt>;
  /** @throws Error when the provider did not take it */
  sendMail(mail: Mail): Promise<void>;
  people(query: PeopleQuery): Promise<People>;
  /** Null: there is no such person. Every change ends their sessions. */
  updatePerson(id: string, change: PersonChange): Promise<UpdatedPerson | null>;
}

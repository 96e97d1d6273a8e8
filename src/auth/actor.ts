/**
 * Who a request claims to be, as the routing Worker established it. It travels to the object in one header that the Worker
 * alone writes, on a request it builds anew: what a client sends under this name never arrives.
 */
import * as z from "zod";

export const ACTOR_HEADER = "x-croft-actor";

const keyActorSchema = z.object({
  kind: z.literal("key"),
  /** The tenant that the key's MAC proves. */
  tenant: z.string(),
  id: z.string(),
  /** SHA-256 of the whole key; the object compares it with the one it stores. */
  hash: z.string(),
});
/** A person's session, as its access token proves it. */
const session = {
  /** `usr_{ulid}` */
  id: z.string().startsWith("usr_"),
  /** `ses_{ulid}`: names the session, opens nothing. */
  session: z.string().startsWith("ses_"),
  /** End of the access token, milliseconds since 1970. */
  expiresAt: z.int(),
};
const userActorSchema = z.object({
  kind: z.literal("user"),
  ...session,
  /** `usr_{ulid}`, or `user_…` for Clerk's people: nobody of one of them can be taken for somebody of the other. */
  id: z.string().regex(/^(?:usr|user)_/),
  /** `ses_{ulid}`, or `sess_…` for Clerk's sessions. */
  session: z.string().regex(/^(?:ses|sess)_/),
});
/** Whoever holds the operator token of the configuration. */
const operatorTokenSchema = z.object({ kind: z.literal("operator"), id: z.literal("operator") });
/** A person who is an operator, with an access token that was asked for as one. */
const operatorPersonSchema = z.object({ kind: z.literal("operator"), ...session });

export const actorSchema = z.union([keyActorSchema, userActorSchema, operatorTokenSchema, operatorPersonSchema]);
export type RequestActor = z.infer<typeof actorSchema>;
export type KeyActor = z.infer<typeof keyActorSchema>;
export type UserActor = z.infer<typeof userActorSchema>;
export type OperatorActor = z.infer<typeof operatorTokenSchema> | z.infer<typeof operatorPersonSchema>;

export const OPERATOR: OperatorActor = { kind: "operator", id: "operator" };

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
const operatorActorSchema = z.object({ kind: z.literal("operator"), id: z.literal("operator") });

export const actorSchema = z.discriminatedUnion("kind", [keyActorSchema, operatorActorSchema]);
export type RequestActor = z.infer<typeof actorSchema>;
export type KeyActor = z.infer<typeof keyActorSchema>;

export const OPERATOR: RequestActor = { kind: "operator", id: "operator" };

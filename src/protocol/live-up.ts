/** What a client says on a live socket. */
import * as z from "zod";
import { filterInputSchema } from "./filter.ts";

/** Characters (UTF-16 units) of a subscription's id: 64 of them must fit into 16,384 bytes of socket attachment. */
const SUBSCRIPTION_ID_LENGTH = 64;

export const subscriptionIdSchema = z.string().min(1).max(SUBSCRIPTION_ID_LENGTH);

/** A position of the log, as the server gave it out. */
export const seqSchema = z.int().min(0);

/** Which records, in which order, how many. Fields, values and limits are checked by the server against the resource. */
export const liveQuerySchema = z.strictObject({
  filter: filterInputSchema.optional(),
  sort: z.array(z.string()).optional(),
  limit: z.int().optional(),
  q: z.string().optional(),
});
export type LiveQueryInput = z.infer<typeof liveQuerySchema>;

/** Rows of figures instead of records. */
export const liveAggregateSchema = z.strictObject({
  groupBy: z.array(z.string()).optional(),
  count: z.boolean().optional(),
  sum: z.array(z.string()).optional(),
  avg: z.array(z.string()).optional(),
  min: z.array(z.string()).optional(),
  max: z.array(z.string()).optional(),
});
export type LiveAggregateInput = z.infer<typeof liveAggregateSchema>;

/** Follow a query. An id already in use on this socket is replaced. `since` continues where another socket stood. */
export const subscribeSchema = z.strictObject({
  type: z.literal("subscribe"),
  id: subscriptionIdSchema,
  resource: z.string().max(64),
  query: liveQuerySchema.optional(),
  aggregate: liveAggregateSchema.optional(),
  since: seqSchema.optional(),
});
export type SubscribeMessage = z.infer<typeof subscribeSchema>;

export const unsubscribeSchema = z.strictObject({ type: z.literal("unsubscribe"), id: subscriptionIdSchema });

/** Everything up to `seq` has been taken in; due at least every `limits.ackEvery` messages. */
export const ackSchema = z.strictObject({ type: z.literal("ack"), seq: seqSchema });

/** A fresh credential for this socket. */
export const authSchema = z.strictObject({ type: z.literal("auth"), token: z.string().min(1).max(8_192) });

export const upMessageSchema = z.discriminatedUnion("type", [
  subscribeSchema,
  unsubscribeSchema,
  ackSchema,
  authSchema,
]);
export type UpMessage = z.infer<typeof upMessageSchema>;

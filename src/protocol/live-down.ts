/** What the server says on a live socket. */
import * as z from "zod/mini";
import { errorBodySchema } from "./errors.ts";
import { integerSchema, recordSchema } from "./values.ts";

const seq = integerSchema;

/** Whose records a socket follows. */
export type LiveOf = { readonly tenant: string } | { readonly repository: string };

/** What a client reads of the first message: it knows whom it asked for. `seq` is the log's newest position. */
export const greetingSchema = z.object({
  type: z.literal("welcome"),
  protocol: integerSchema,
  connection: z.string(),
  seq,
  limits: z.object({
    subscriptions: integerSchema,
    messageBytes: integerSchema,
    ackEvery: integerSchema,
    window: integerSchema,
  }),
});

/** First message of every socket: of a tenant or of a repository, never of both. */
export const welcomeSchema = /* @__PURE__ */ z.extend(greetingSchema, {
  tenant: /* @__PURE__ */ z.optional(/* @__PURE__ */ z.string()),
  repository: /* @__PURE__ */ z.optional(/* @__PURE__ */ z.string()),
});
export type Welcome = z.infer<typeof welcomeSchema>;

/**
 * Why a snapshot replaces what the client holds: the history no longer reaches back (`history`), rights or definitions
 * changed (`role`), too much happened (`lag`), or the old result of this query cannot be known any more (`wake`).
 */
export const resetSchema = z.literal(["history", "role", "lag", "wake"]);
export type Reset = z.infer<typeof resetSchema>;

/** The whole result at `seq`: records in the query's order, or an aggregate's rows. */
export const snapshotSchema = z.object({
  type: z.literal("snapshot"),
  id: z.string(),
  seq,
  data: z.array(recordSchema),
  reset: z.optional(resetSchema),
});

/** From the result at `from` to the result at `seq`. */
export const recordsChangeSchema = z.object({
  type: z.literal("change"),
  id: z.string(),
  from: seq,
  seq,
  /** Records that are new in the result, in its order. */
  enter: z.array(recordSchema),
  /** Records that stay in the result with new values. */
  update: z.array(recordSchema),
  /** Ids of records that are no longer in the result. */
  leave: z.array(z.string()),
});

/** The same for an aggregate. */
export const groupsChangeSchema = z.object({
  type: z.literal("change"),
  id: z.string(),
  from: seq,
  seq,
  /** Rows with new values. */
  groups: z.array(recordSchema),
  /** Keys of groups that emptied, by the labels of `groupBy`. */
  gone: z.array(recordSchema),
});

/** The answer to a subscribe with `since`, when nothing it shows has changed. */
export const currentSchema = z.object({ type: z.literal("current"), id: z.string(), seq });

/** With an id: that subscription does not exist (any more). */
export const liveErrorSchema = z.object({
  type: z.literal("error"),
  id: z.optional(z.string()),
  error: errorBodySchema,
});

// Clients tell messages apart by their type: what is marked pure, a bundler leaves out of them, with all that zod has for unions.
export const downMessageSchema = /* @__PURE__ */ z.union([
  welcomeSchema,
  snapshotSchema,
  recordsChangeSchema,
  groupsChangeSchema,
  currentSchema,
  liveErrorSchema,
]);
export type DownMessage = z.infer<typeof downMessageSchema>;

/** One entry of the change log, as the change feed, the history and the audit log show it. */
import * as z from "zod/mini";
import { integerSchema, recordSchema } from "./values.ts";

export const actionSchema = z.literal(["create", "update", "delete", "restore", "purge"]);
export type ChangeAction = z.infer<typeof actionSchema>;

export const actorSchema = z.object({ kind: z.literal(["user", "key", "operator", "system"]), id: z.string() });

const snapshotSchema = z.nullable(recordSchema);

export const changeSchema = z.object({
  seq: integerSchema,
  at: z.string(),
  actor: actorSchema,
  requestId: z.string(),
  resource: z.string(),
  recordId: z.string(),
  action: actionSchema,
  before: snapshotSchema,
  after: snapshotSchema,
});
export type ChangeEntry = z.infer<typeof changeSchema>;

/** The change log as a resource. It is written by the store alone; see objects/records/change-log.ts. */
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { instant, jsonObject } from "./columns.ts";
import { defineResource } from "./define.ts";

/** One row a change. `seq` is the object's clock: dense, ascending, never reused. */
export const changes = sqliteTable(
  "changes",
  {
    seq: integer("seq").primaryKey(),
    // Text of fixed width, so that ids order like `seq` in SQL and in memory.
    id: text("id").generatedAlwaysAs(sql`printf('chg_%014d', seq)`, { mode: "virtual" }),
    at: instant("at").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id").notNull(),
    requestId: text("request_id").notNull(),
    resource: text("resource").notNull(),
    recordId: text("record_id").notNull(),
    action: text("action").notNull(),
    before: jsonObject("before"),
    after: jsonObject("after"),
  },
  (table) => [index("changes_record").on(table.recordId, table.seq)],
);

export const auditLog = defineResource({
  name: "audit-log",
  idPrefix: "chg",
  description: "Every change of this tenant, with who made it and what it was before.",
  table: changes,
  fields: z.strictObject({}),
  title: ["{action} {resource}"],
  search: [],
  access: { read: "admin", create: null, update: null, delete: null, purge: null },
});

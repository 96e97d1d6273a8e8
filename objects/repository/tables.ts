/**
 * What a repository's object keeps beside its records and the tables of objects/records/tables.ts.
 *
 * | table      | holds                                                     | may be lost                                |
 * |------------|-----------------------------------------------------------|--------------------------------------------|
 * | cursors    | how far each stream was fetched, and how it goes on       | everything is fetched once more            |
 * | followers  | tenants that follow, and with what they may see it        | never                                      |
 * | deliveries | GitHub's webhooks: bodies until applied, ids for a week;  | a repetition would be applied once more    |
 * |            | and so long the ids of what was deleted                   |                                            |
 *
 * Nothing of them is shown as a record, logged or copied to the directory.
 */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const cursors = sqliteTable("cursors", {
  stream: text("stream").primaryKey(),
  /** JSON, read by objects/repository/cursor.ts alone. */
  state: text("state").notNull(),
});

export const followers = sqliteTable("followers", {
  tenant: text("tenant").primaryKey(),
  /** The tenant's own credential, null where it has none. */
  credential: text("credential"),
  /** Whether that credential sees the repository; it matters while the repository is private. */
  visible: integer("visible", { mode: "boolean" }).notNull(),
  /** Whether the tenant's timelines show what people it knows do here. */
  activity: integer("activity", { mode: "boolean" }).notNull(),
  /** Position of the log up to which it was told. */
  toldSeq: integer("told_seq").notNull(),
  /** Milliseconds since 1970. */
  since: integer("since").notNull(),
  checkedAt: integer("checked_at").notNull(),
});

export const deliveries = sqliteTable(
  "deliveries",
  {
    /** `X-GitHub-Delivery`, which a repetition keeps. */
    id: text("id").primaryKey(),
    event: text("event").notNull(),
    /** Null once it was applied. */
    body: text("body"),
    /** Milliseconds since 1970. */
    receivedAt: integer("received_at").notNull(),
  },
  (table) => [index("deliveries_received").on(table.receivedAt)],
);

/**
 * Storage every object has beside its resources' tables. One writer: the object itself, single-threaded.
 *
 * | table       | holds                                        | may be lost            |
 * |-------------|----------------------------------------------|------------------------|
 * | changes     | the log (defined in resources/audit-log.ts)  | never                  |
 * | meta        | name, plan, history start, cursors of readers | never                 |
 * | idempotency | answers of repeated writes, kept 24 h        | after 24 h             |
 * | search_docs | what full-text search shows; search_fts indexes it | rebuilt from records |
 * | jobs        | due work of the one alarm                    | never                  |
 * | buckets     | rate limits                                  | refilled               |
 * | live_groups | distinct live queries, to wake up with       | sockets then resume    |
 */
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const meta = sqliteTable("meta", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
});

export const idempotency = sqliteTable(
  "idempotency",
  {
    actorId: text("actor_id").notNull(),
    key: text("key").notNull(),
    fingerprint: text("fingerprint").notNull(),
    status: integer("status").notNull(),
    headers: text("headers").notNull(),
    body: text("body").notNull(),
    /** Milliseconds since 1970. */
    at: integer("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.actorId, table.key] }), index("idempotency_at").on(table.at)],
);

/** `search_fts` is an external-content FTS5 table over it (hand-written in a migration); search-index.ts keeps both in step. */
export const searchDocs = sqliteTable("search_docs", {
  doc: integer("doc").primaryKey(),
  recordId: text("record_id").notNull().unique(),
  resource: text("resource").notNull(),
  title: text("title").notNull(),
  body: text("body").notNull(),
});

export const jobs = sqliteTable(
  "jobs",
  {
    /** Unique name of the job; scheduling it again moves it. */
    key: text("key").primaryKey(),
    kind: text("kind").notNull(),
    payload: text("payload").notNull(),
    dueAt: integer("due_at").notNull(),
    attempts: integer("attempts").notNull(),
    parkedAt: integer("parked_at"),
    lastError: text("last_error"),
  },
  (table) => [index("jobs_due").on(table.dueAt)],
);

export const buckets = sqliteTable("buckets", {
  key: text("key").primaryKey(),
  tokens: real("tokens").notNull(),
  at: integer("at").notNull(),
});

export const liveGroups = sqliteTable("live_groups", {
  id: integer("id").primaryKey(),
  key: text("key").notNull().unique(),
  spec: text("spec").notNull(),
  lastSeq: integer("last_seq").notNull(),
});

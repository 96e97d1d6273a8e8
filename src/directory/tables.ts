/**
 * The directory: what is searchable across tenants, in D1. Derived from the tenants' logs, so it may be dropped and rebuilt.
 *
 * | table       | holds                                                       | written by                                    |
 * |-------------|-------------------------------------------------------------|-----------------------------------------------|
 * | tenants     | one row a tenant: settings and figures as of `seq`          | provisioning, then the log's reader           |
 * | entries     | title and text of each record; tombstones of deleted ones   | the log's reader, the rebuild                 |
 * | memberships | who is in which tenant; tombstones of those who were        | provisioning, acceptance, the reader, rebuild |
 * | entries_fts | full-text index of entries (hand-written in the migration)  | triggers of entries                           |
 *
 * Every write carries the `seq` of the tenant's log that it shows and loses against a newer one, so writes may be
 * repeated and arrive in any order. A tombstone keeps its `seq` and no text: an older write cannot revive the record.
 */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { instant } from "../resources/columns.ts";

export const tenants = sqliteTable(
  "tenants",
  {
    handle: text("handle").primaryKey(),
    name: text("name").notNull(),
    plan: text("plan").notNull(),
    status: text("status").notNull(),
    createdAt: instant("created_at").notNull(),
    /** Living records of all resources. */
    records: integer("records").notNull(),
    /** Size of the tenant's database. */
    bytes: integer("bytes").notNull(),
    /** Time of the last change; of the creation where there is none. */
    lastActivityAt: instant("last_activity_at").notNull(),
    /** Position of the tenant's log up to which the directory shows it. */
    seq: integer("seq").notNull(),
    projectedAt: instant("projected_at").notNull(),
  },
  (table) => [index("tenants_projected").on(table.projectedAt)],
);

export const entries = sqliteTable(
  "entries",
  {
    // The index's rowid: only a declared integer key stays the same for ever.
    doc: integer("doc").primaryKey(),
    tenant: text("tenant").notNull(),
    // The handle as one word of the full-text index (a hyphen would split it), so that a search is narrowed inside the index.
    scope: text("scope").generatedAlwaysAs(sql`replace(tenant, '-', 'ø')`, { mode: "virtual" }),
    resource: text("resource").notNull(),
    recordId: text("record_id").notNull(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    createdBy: text("created_by").notNull(),
    deleted: integer("deleted", { mode: "boolean" }).notNull(),
    seq: integer("seq").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [uniqueIndex("entries_record").on(table.tenant, table.recordId)],
);

export const memberships = sqliteTable(
  "memberships",
  {
    tenant: text("tenant").notNull(),
    userId: text("user_id").notNull(),
    /** Null for somebody who is no member any more. */
    role: text("role"),
    seq: integer("seq").notNull(),
    /** While a tenant is being made for this person: it counts against how many they may own (memberships.ts). */
    reservedAt: instant("reserved_at"),
  },
  (table) => [primaryKey({ columns: [table.userId, table.tenant] }), index("memberships_tenant").on(table.tenant)],
);

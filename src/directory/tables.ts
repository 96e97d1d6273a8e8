/**
 * The directory: what is searchable across tenants and repositories, in D1. Derived from their logs, so it may be dropped and rebuilt.
 *
 * | table       | holds                                                       | written by                                    |
 * |-------------|-------------------------------------------------------------|-----------------------------------------------|
 * | tenants     | one row a tenant: settings and figures as of `seq`          | provisioning, then the log's reader           |
 * | entries     | title and text of each record; tombstones of deleted ones   | the log's reader, the rebuild                 |
 * | memberships | who is in which tenant; tombstones of those who were        | provisioning, acceptance, the reader, rebuild |
 * | entries_fts | full-text index of entries (hand-written in the migration)  | triggers of entries                           |
 * | repositories, repository_names, repository_tenants | one row a repository; every name that one ever had; who follows it | the reader of the repository's log |
 *
 * Every write carries the `seq` of the log that it shows and loses against a newer one, so writes may be
 * repeated and arrive in any order. A tombstone keeps its `seq` and no text: an older write cannot revive the record.
 * Names and tenants of a repository are written with its row, and only where that is the newest.
 */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { instant, textList } from "../resources/columns.ts";

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

export const repositories = sqliteTable(
  "repositories",
  {
    githubId: integer("github_id").primaryKey(),
    owner: text("owner").notNull(),
    name: text("name").notNull(),
    /** `owner/name` as GitHub writes it. */
    fullName: text("full_name").notNull(),
    description: text("description"),
    language: text("language"),
    topics: textList("topics"),
    visibility: text("visibility").notNull(),
    state: text("state").notNull(),
    stars: integer("stars").notNull(),
    forks: integer("forks").notNull(),
    /** As GitHub counts them: pull requests included. */
    openIssues: integer("open_issues").notNull(),
    /** Records that the repository's object holds. */
    issues: integer("issues").notNull(),
    pulls: integer("pulls").notNull(),
    commits: integer("commits").notNull(),
    releases: integer("releases").notNull(),
    contributors: integer("contributors").notNull(),
    archived: integer("archived", { mode: "boolean" }).notNull(),
    /** When its data was last brought up to date; null before the first time. */
    freshAt: instant("fresh_at"),
    pushedAt: instant("pushed_at"),
    /** GitHub's `updated_at`. */
    changedAt: instant("changed_at"),
    /** Tenants that follow it. */
    followers: integer("followers").notNull(),
    /** Position of the repository's log up to which the directory shows it. */
    seq: integer("seq").notNull(),
    projectedAt: instant("projected_at").notNull(),
  },
  (table) => [index("repositories_stars").on(table.stars, table.githubId)],
);

export const repositoryNames = sqliteTable(
  "repository_names",
  {
    /** `owner/name` in lower case: GitHub's names ignore case. */
    name: text("name").primaryKey(),
    githubId: integer("github_id").notNull(),
    /** Whether the repository has this name now. */
    current: integer("current", { mode: "boolean" }).notNull(),
    /** When the repository was first seen under it; of two repositories, the later one has the name. */
    since: instant("since").notNull(),
  },
  (table) => [index("repository_names_repository").on(table.githubId)],
);

export const repositoryTenants = sqliteTable(
  "repository_tenants",
  {
    githubId: integer("github_id").notNull(),
    tenant: text("tenant").notNull(),
    /** Whether the tenant's own credential sees the repository; counts for private ones. */
    visible: integer("visible", { mode: "boolean" }).notNull(),
    since: instant("since").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.githubId, table.tenant] }),
    index("repository_tenants_tenant").on(table.tenant),
  ],
);

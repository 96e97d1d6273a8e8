/** Repositories that a tenant follows. Written by objects/tenant/follow-routes.ts and follows.ts alone. */
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import type { Principal } from "./authorize.ts";
import { systemColumns } from "./columns.ts";
import { defineResource } from "./define.ts";
import { livingUnique } from "./indexes.ts";
import { flag, name, oneOf, wholeNumber } from "./values.ts";

export const followsTable = sqliteTable(
  "follows",
  {
    ...systemColumns(),
    /** GitHub's number, which outlives renames and transfers. */
    repositoryId: integer("repository_id").notNull(),
    owner: text("owner").notNull(),
    name: text("name").notNull(),
    fullName: text("full_name").notNull(),
    visibility: text("visibility").notNull(),
    state: text("state").notNull(),
    activity: integer("activity", { mode: "boolean" }).notNull(),
  },
  (table) => [
    livingUnique(table.repositoryId, "follows_repository"),
    // GitHub's names are ASCII and of any case.
    index("follows_full_name").on(sql`lower("full_name")`).where(sql`deleted_at IS NULL`),
  ],
);

export const follows = defineResource({
  name: "follows",
  idPrefix: "fol",
  description:
    "GitHub repositories that the tenant follows: `pending` until the repository knows, and whether people's doings there come to their timelines (`activity`).",
  table: followsTable,
  fields: z.strictObject({
    repositoryId: wholeNumber(1),
    owner: name(39),
    name: name(100),
    fullName: name(140),
    visibility: oneOf(["public", "private"]),
    state: oneOf(["pending", "following"]),
    activity: flag,
  }),
  defaults: { state: "pending", activity: true },
  title: ["{fullName}"],
  search: ["owner", "name"],
  // The directory has the repositories themselves, and knows who may see them.
  directory: false,
  unique: [{ field: "repositoryId" }],
  access: { read: "viewer", create: null, update: null, delete: null, purge: null },
});

/** Whether a key may read repositories: where it is narrowed, they are what its tenant follows. */
export function mayReadRepositories({ resources }: Pick<Principal, "resources">): boolean {
  return resources === null || resources.includes(follows.name);
}

/** Body of `PUT /v1/tenants/{tenant}/follows/{owner}/{name}`. */
export const followSchema = z.strictObject({ activity: flag.optional() });

const sources = ["contributors", "authors", "commenters"] as const;

/** Body of `POST /v1/tenants/{tenant}/follows/{owner}/{name}/people`. */
export const peopleSchema = z.strictObject({
  sources: z.array(oneOf(sources)).min(1, "Name at least one source.").max(sources.length).optional(),
  minContributions: wholeNumber(1).optional(),
});

/** Commits of the default branch. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { instant, systemColumns } from "../columns.ts";
import { defineResource } from "../define.ts";
import { livingIndex } from "../indexes.ts";
import { flag, freeText, name, time, webAddress, wholeNumber } from "../values.ts";
import { TAKEN_FROM_GITHUB } from "./access.ts";

export const commitsTable = sqliteTable(
  "commits",
  {
    ...systemColumns(),
    sha: text("sha").notNull(),
    message: text("message").notNull(),
    authorName: text("author_name"),
    authorEmail: text("author_email"),
    authorId: integer("author_id"),
    authorLogin: text("author_login"),
    committerLogin: text("committer_login"),
    authoredAt: instant("authored_at"),
    committedAt: instant("committed_at").notNull(),
    url: text("url").notNull(),
    parents: integer("parents").notNull(),
    isVerified: integer("is_verified", { mode: "boolean" }).notNull(),
  },
  (table) => [livingIndex(table.committedAt, "commits_committed")],
);

export const commits = defineResource({
  name: "commits",
  idPrefix: "cmt",
  description: "Commits of the default branch. One that a force push removed stays, as history.",
  table: commitsTable,
  fields: z.strictObject({
    sha: name(64),
    message: freeText(20_000),
    authorName: freeText(1_000).nullable(),
    authorEmail: freeText(1_000).nullable(),
    authorId: wholeNumber(1).nullable(),
    authorLogin: name(100).nullable(),
    committerLogin: name(100).nullable(),
    authoredAt: time.nullable(),
    committedAt: time,
    url: webAddress,
    parents: wholeNumber(0),
    isVerified: flag,
  }),
  title: ["{message}"],
  search: ["message", "authorName", "authorLogin"],
  sort: "-committedAt",
  access: TAKEN_FROM_GITHUB,
  directory: false,
});

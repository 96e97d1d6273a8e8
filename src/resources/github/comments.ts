/** What people wrote below issues and pull requests. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { instant, systemColumns } from "../columns.ts";
import { defineResource } from "../define.ts";
import { livingIndex } from "../indexes.ts";
import { freeText, name, time, webAddress, wholeNumber } from "../values.ts";
import { TAKEN_FROM_GITHUB } from "./access.ts";

export const commentsTable = sqliteTable(
  "comments",
  {
    ...systemColumns(),
    githubId: integer("github_id").notNull(),
    issueNumber: integer("issue_number").notNull(),
    body: text("body"),
    authorId: integer("author_id"),
    authorLogin: text("author_login").notNull(),
    authorType: text("author_type"),
    url: text("url").notNull(),
    postedAt: instant("posted_at").notNull(),
    changedAt: instant("changed_at").notNull(),
  },
  (table) => [livingIndex(table.issueNumber, "comments_issue"), livingIndex(table.postedAt, "comments_posted")],
);

export const comments = defineResource({
  name: "comments",
  idPrefix: "com",
  description: "Comments on issues and pull requests.",
  table: commentsTable,
  fields: z.strictObject({
    githubId: wholeNumber(1),
    issueNumber: wholeNumber(1),
    body: freeText(20_000).nullable(),
    authorId: wholeNumber(1).nullable(),
    authorLogin: name(100),
    authorType: name(60).nullable(),
    url: webAddress,
    postedAt: time,
    changedAt: time,
  }),
  title: ["{authorLogin} on #{issueNumber}"],
  search: ["body", "authorLogin"],
  sort: "-postedAt",
  access: TAKEN_FROM_GITHUB,
  directory: false,
});

/** Issues and pull requests: GitHub numbers both in one row, and lists them together. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { instant, systemColumns, textList } from "../columns.ts";
import { defineResource } from "../define.ts";
import { livingIndex, livingUnique } from "../indexes.ts";
import { flag, freeText, name, oneOf, time, webAddress, wholeNumber, words } from "../values.ts";
import { TAKEN_FROM_GITHUB } from "./access.ts";

export const issuesTable = sqliteTable(
  "issues",
  {
    ...systemColumns(),
    githubId: integer("github_id").notNull(),
    number: integer("number").notNull(),
    isPull: integer("is_pull", { mode: "boolean" }).notNull(),
    isDraft: integer("is_draft", { mode: "boolean" }).notNull(),
    title: text("title").notNull(),
    body: text("body"),
    state: text("state").notNull(),
    stateReason: text("state_reason"),
    authorId: integer("author_id"),
    authorLogin: text("author_login").notNull(),
    authorType: text("author_type"),
    labels: textList("labels"),
    assignees: textList("assignees"),
    milestone: text("milestone"),
    comments: integer("comments").notNull(),
    isLocked: integer("is_locked", { mode: "boolean" }).notNull(),
    url: text("url").notNull(),
    openedAt: instant("opened_at").notNull(),
    changedAt: instant("changed_at").notNull(),
    closedAt: instant("closed_at"),
    mergedAt: instant("merged_at"),
  },
  (table) => [livingUnique(table.number, "issues_number"), livingIndex(table.changedAt, "issues_changed")],
);

export const issues = defineResource({
  name: "issues",
  idPrefix: "iss",
  description: "Issues and pull requests (`isPull`) of the repository. A deleted account is shown as ghost.",
  table: issuesTable,
  fields: z.strictObject({
    githubId: wholeNumber(1),
    number: wholeNumber(1),
    isPull: flag,
    isDraft: flag,
    title: freeText(1_000),
    body: freeText(20_000).nullable(),
    state: oneOf(["open", "closed"]),
    stateReason: name(60).nullable(),
    authorId: wholeNumber(1).nullable(),
    authorLogin: name(100),
    authorType: name(60).nullable(),
    labels: words(100, name()),
    assignees: words(100, name(100)),
    milestone: freeText(1_000).nullable(),
    comments: wholeNumber(0),
    isLocked: flag,
    url: webAddress,
    openedAt: time,
    changedAt: time,
    closedAt: time.nullable(),
    mergedAt: time.nullable(),
  }),
  defaults: { labels: [], assignees: [] },
  title: ["{title}"],
  search: ["title", "body", "authorLogin"],
  sort: "-number",
  unique: [{ field: "number" }],
  access: TAKEN_FROM_GITHUB,
  directory: false,
});

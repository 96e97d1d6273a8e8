/** The repository itself: one record, named by GitHub's number, whatever it is called today. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { instant, systemColumns, textList } from "../columns.ts";
import { defineResource } from "../define.ts";
import { flag, freeText, name, oneOf, time, webAddress, wholeNumber, words } from "../values.ts";
import { TAKEN_FROM_GITHUB } from "./access.ts";

/**
 * `active` and `archived`: GitHub shows it. `missing`: deleted, or private to every credential there is (GitHub does not say which).
 * `blocked`: withheld by law. `refused`: it is there, and no credential may read it.
 */
export const REPOSITORY_STATES = ["active", "archived", "missing", "blocked", "refused"] as const;

export const repositoryTable = sqliteTable("repository", {
  ...systemColumns(),
  githubId: integer("github_id").notNull(),
  owner: text("owner").notNull(),
  name: text("name").notNull(),
  fullName: text("full_name").notNull(),
  state: text("state").notNull(),
  stateSince: instant("state_since").notNull(),
  description: text("description"),
  homepage: text("homepage"),
  url: text("url").notNull(),
  language: text("language"),
  license: text("license"),
  topics: textList("topics"),
  visibility: text("visibility").notNull(),
  isFork: integer("is_fork", { mode: "boolean" }).notNull(),
  isArchived: integer("is_archived", { mode: "boolean" }).notNull(),
  isDisabled: integer("is_disabled", { mode: "boolean" }).notNull(),
  isTemplate: integer("is_template", { mode: "boolean" }).notNull(),
  hasIssues: integer("has_issues", { mode: "boolean" }).notNull(),
  defaultBranch: text("default_branch"),
  stars: integer("stars").notNull(),
  forks: integer("forks").notNull(),
  watchers: integer("watchers"),
  openIssues: integer("open_issues").notNull(),
  size: integer("size").notNull(),
  formerNames: textList("former_names"),
  openedAt: instant("opened_at").notNull(),
  pushedAt: instant("pushed_at"),
  changedAt: instant("changed_at").notNull(),
});

export const repository = defineResource({
  name: "repository",
  idPrefix: "repo",
  description: "The repository itself, as GitHub last showed it, with the names it once had.",
  table: repositoryTable,
  fields: z.strictObject({
    githubId: wholeNumber(1),
    owner: name(100),
    name: name(100),
    fullName: name(201),
    state: oneOf(REPOSITORY_STATES),
    stateSince: time,
    description: freeText(2_000).nullable(),
    homepage: freeText(2_000).nullable(),
    url: webAddress,
    language: name().nullable(),
    license: name().nullable(),
    topics: words(100, name()),
    visibility: oneOf(["public", "private", "internal"]),
    isFork: flag,
    isArchived: flag,
    isDisabled: flag,
    isTemplate: flag,
    hasIssues: flag,
    defaultBranch: name(300).nullable(),
    stars: wholeNumber(0),
    forks: wholeNumber(0),
    watchers: wholeNumber(0).nullable(),
    openIssues: wholeNumber(0),
    size: wholeNumber(0),
    formerNames: words(100, name(201)),
    openedAt: time,
    pushedAt: time.nullable(),
    changedAt: time,
  }),
  defaults: { formerNames: [], topics: [] },
  title: ["{fullName}"],
  search: [],
  access: TAKEN_FROM_GITHUB,
});

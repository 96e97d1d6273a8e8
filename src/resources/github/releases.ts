/** Releases. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { instant, systemColumns } from "../columns.ts";
import { defineResource } from "../define.ts";
import { flag, freeText, name, time, webAddress, wholeNumber } from "../values.ts";
import { TAKEN_FROM_GITHUB } from "./access.ts";

export const releasesTable = sqliteTable("releases", {
  ...systemColumns(),
  githubId: integer("github_id").notNull(),
  tag: text("tag").notNull(),
  name: text("name"),
  body: text("body"),
  isDraft: integer("is_draft", { mode: "boolean" }).notNull(),
  isPrerelease: integer("is_prerelease", { mode: "boolean" }).notNull(),
  authorId: integer("author_id"),
  authorLogin: text("author_login").notNull(),
  assets: integer("assets").notNull(),
  downloads: integer("downloads").notNull(),
  url: text("url").notNull(),
  openedAt: instant("opened_at").notNull(),
  publishedAt: instant("published_at"),
});

export const releases = defineResource({
  name: "releases",
  idPrefix: "rel",
  description: "Releases of the repository, with how often their assets were downloaded.",
  table: releasesTable,
  fields: z.strictObject({
    githubId: wholeNumber(1),
    tag: name(500),
    name: freeText(1_000).nullable(),
    body: freeText(20_000).nullable(),
    isDraft: flag,
    isPrerelease: flag,
    authorId: wholeNumber(1).nullable(),
    authorLogin: name(100),
    assets: wholeNumber(0),
    downloads: wholeNumber(0),
    url: webAddress,
    openedAt: time,
    publishedAt: time.nullable(),
  }),
  title: ["{name}", "{tag}"],
  search: ["name", "tag", "body"],
  sort: "-openedAt",
  access: TAKEN_FROM_GITHUB,
  directory: false,
});

/** Who has contributed commits, as GitHub counts them: hours old, and without those whose address it cannot link. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { systemColumns } from "../columns.ts";
import { defineResource } from "../define.ts";
import { name, webAddress, wholeNumber } from "../values.ts";
import { TAKEN_FROM_GITHUB } from "./access.ts";

export const contributorsTable = sqliteTable("contributors", {
  ...systemColumns(),
  githubId: integer("github_id").notNull(),
  login: text("login").notNull(),
  type: text("type").notNull(),
  contributions: integer("contributions").notNull(),
  url: text("url").notNull(),
  avatarUrl: text("avatar_url"),
});

export const contributors = defineResource({
  name: "contributors",
  idPrefix: "ctr",
  description: "People and bots with commits in the repository. GitHub links the first 500 addresses to accounts.",
  table: contributorsTable,
  fields: z.strictObject({
    githubId: wholeNumber(1),
    login: name(100),
    type: name(60),
    contributions: wholeNumber(0),
    url: webAddress,
    avatarUrl: webAddress.nullable(),
  }),
  title: ["{login}"],
  search: ["login"],
  sort: "-contributions",
  access: TAKEN_FROM_GITHUB,
  directory: false,
});

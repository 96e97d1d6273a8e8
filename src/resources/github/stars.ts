/** Stars over time: a row a day, without the people behind them. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { systemColumns } from "../columns.ts";
import { defineResource } from "../define.ts";
import { day, oneOf, wholeNumber } from "../values.ts";
import { TAKEN_FROM_GITHUB } from "./access.ts";

export const starsTable = sqliteTable("stars", {
  ...systemColumns(),
  day: text("day").notNull(),
  total: integer("total"),
  gained: integer("gained"),
  source: text("source").notNull(),
});

export const stars = defineResource({
  name: "stars",
  idPrefix: "day",
  description:
    "Stars a day (UTC): how many there were (`total`) and how many came (`gained`), from GitHub's history or from what Croft saw that day.",
  table: starsTable,
  fields: z.strictObject({
    day,
    total: wholeNumber(0).nullable(),
    gained: wholeNumber(Number.MIN_SAFE_INTEGER).nullable(),
    source: oneOf(["history", "snapshot"]),
  }),
  title: ["{day}"],
  search: [],
  sort: "-day",
  access: TAKEN_FROM_GITHUB,
});

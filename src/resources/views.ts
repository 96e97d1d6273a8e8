/** Views that people saved: how the records of a resource are shown, to everybody of the tenant. Views that the configuration makes are another thing (view.ts). */
import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { parseJson } from "../protocol/json.ts";
import { systemColumns, textList } from "./columns.ts";
import { defineResource } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { code, freeText, name, oneOf, words } from "./values.ts";

export const viewsTable = sqliteTable("views", {
  ...systemColumns(),
  name: text("name").notNull(),
  description: text("description"),
  resource: text("resource").notNull(),
  layout: text("layout").notNull(),
  query: text("query").notNull(),
  columns: textList("columns"),
});

function isObject(json: string): boolean {
  const parsed = parseJson(json);
  return parsed.ok && typeof parsed.value === "object" && parsed.value !== null && !Array.isArray(parsed.value);
}

const EXAMPLE_QUERY = '{"filter":{"stage":"new"},"sort":["-value"]}';

export const views = defineResource({
  name: "views",
  idPrefix: "view",
  description:
    "Saved views of the tenant: for a resource, which records (`query`: a JSON object with `filter`, `sort` and `q`, and with `widths` of columns in pixels), which `columns`, and in what layout.",
  table: viewsTable,
  fields: z.strictObject({
    name: name(),
    description: freeText(2_000).nullable(),
    resource: code(/^[a-z][a-z0-9-]{1,39}$/, "the name of a resource", "leads"),
    layout: oneOf(["table", "board", "calendar", "map"]),
    // As text: what is in it is for those who show it, and nobody filters by it.
    query: freeText(16_384)
      .refine(isObject, `This must be a JSON object as text, such as ${EXAMPLE_QUERY}.`)
      .meta({ examples: [EXAMPLE_QUERY] }),
    columns: words(100, name(100)),
  }),
  defaults: { layout: "table", query: "{}", columns: [] },
  title: ["{name}"],
  search: ["name"],
  unfilterable: ["query"],
  access: EVERYDAY_ACCESS,
  directory: false,
});

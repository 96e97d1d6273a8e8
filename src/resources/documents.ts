/** Files of records: what is known of each. The bytes are kept apart, under a key made from the id. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { systemColumns } from "./columns.ts";
import { defineResource } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { livingIndex } from "./indexes.ts";
import { name } from "./values.ts";

export const documentsTable = sqliteTable(
  "documents",
  {
    ...systemColumns(),
    name: text("name").notNull(),
    contentType: text("content_type").notNull(),
    size: integer("size").notNull(),
    sha256: text("sha256").notNull(),
    resource: text("resource").notNull(),
    recordId: text("record_id").notNull(),
  },
  (table) => [livingIndex(table.recordId, "documents_record")],
);

export const documents = defineResource({
  name: "documents",
  idPrefix: "doc",
  description: "Files of records: name, type, size in bytes and SHA-256. Made by an upload; only the name may change.",
  table: documentsTable,
  fields: z.strictObject({ name: name() }),
  title: ["{name}"],
  search: ["name"],
  access: { ...EVERYDAY_ACCESS, create: null },
});

/** What went wrong for a tenant, in words that may be shown. Croft alone writes it. */
import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { systemColumns } from "./columns.ts";
import { defineResource } from "./define.ts";
import { name, oneOf } from "./values.ts";

export const errorLogTable = sqliteTable("error_log", {
  ...systemColumns(),
  kind: text("kind").notNull(),
  code: text("code").notNull(),
  message: text("message").notNull(),
  requestId: text("request_id").notNull(),
  route: text("route"),
});

export const errorLog = defineResource({
  name: "error-log",
  idPrefix: "err",
  description: "Errors of this tenant's requests, jobs and upstreams, with the request they belong to.",
  table: errorLogTable,
  fields: z.strictObject({
    kind: oneOf(["request", "job", "upstream"]),
    code: name(60),
    message: name(1_000),
    requestId: name(64),
    route: name().nullable(),
  }),
  title: ["{code}: {message}"],
  search: [],
  access: { read: "admin", create: null, update: null, delete: null, purge: null },
});

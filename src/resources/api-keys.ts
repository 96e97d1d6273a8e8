/** API keys: what each may do. Their secrets' hashes are kept apart (objects/tenant/tables.ts) and are in no log. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { instant, systemColumns } from "./columns.ts";
import { defineResource } from "./define.ts";
import { flag, name, time, words } from "./values.ts";

export const apiKeysTable = sqliteTable("api_keys", {
  ...systemColumns(),
  name: text("name").notNull(),
  role: text("role").notNull(),
  /** Names of the resources the key is narrowed to; null for all. */
  resources: text("resources", { mode: "json" }).$type<string[]>(),
  readOnly: integer("read_only", { mode: "boolean" }).notNull(),
  expiresAt: instant("expires_at"),
  // Croft's own: no client sets these.
  lastUsedAt: instant("last_used_at"),
  revokedAt: instant("revoked_at"),
  rotatedAt: instant("rotated_at"),
});

export const apiKeys = defineResource({
  name: "api-keys",
  idPrefix: "key",
  description: "Keys for programs: a role, and what narrows it. The key itself is shown once, when it is made.",
  table: apiKeysTable,
  fields: z.strictObject({
    name: name(),
    role: name(40),
    resources: words(100, name(40)).nullable(),
    readOnly: flag,
    expiresAt: time.nullable(),
  }),
  defaults: { readOnly: false },
  title: ["{name}"],
  search: [],
  // Written without an entry of the log: a live query that asked for it would not hear of its changes.
  unfilterable: ["lastUsedAt"],
  // Written by objects/tenant/keys-routes.ts alone: nobody may give a key more than they have, and no batch goes round that.
  access: { read: "admin", create: null, update: null, delete: null, purge: null },
});

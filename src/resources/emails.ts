/** E-mail addresses of humans and accounts. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { systemColumns } from "./columns.ts";
import { defineResource } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { livingIndex } from "./indexes.ts";
import { requireOneOwner } from "./one-owner.ts";
import { emailAddress, flag, name, reference } from "./values.ts";

export const emailsTable = sqliteTable(
  "emails",
  {
    ...systemColumns(),
    address: text("address").notNull(),
    label: text("label"),
    primary: integer("is_primary", { mode: "boolean" }).notNull(),
    humanId: text("human_id"),
    accountId: text("account_id"),
  },
  // The address is unique only for tenants that want it so: the store decides, the index helps it look.
  (table) => [
    livingIndex(table.address, "emails_address"),
    livingIndex(table.humanId, "emails_human"),
    livingIndex(table.accountId, "emails_account"),
  ],
);

export const emails = defineResource({
  name: "emails",
  idPrefix: "eml",
  description: "E-mail addresses, in lower case, each of one human or one account.",
  table: emailsTable,
  fields: z.strictObject({
    address: emailAddress,
    label: name().nullable(),
    primary: flag,
    humanId: reference.nullable(),
    accountId: reference.nullable(),
  }),
  defaults: { primary: false },
  refine: requireOneOwner,
  title: ["{address}"],
  search: ["address", "label"],
  relations: {
    human: { kind: "one", resource: "humans", field: "humanId" },
    account: { kind: "one", resource: "accounts", field: "accountId" },
  },
  unique: [{ field: "address", when: (settings) => settings.uniqueEmails === true }],
  access: EVERYDAY_ACCESS,
});

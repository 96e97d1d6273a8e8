/** Phone numbers of humans and accounts. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { systemColumns } from "./columns.ts";
import { defineResource } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { livingIndex } from "./indexes.ts";
import { requireOneOwner } from "./one-owner.ts";
import { flag, name, phoneNumber, reference } from "./values.ts";

export const phoneNumbersTable = sqliteTable(
  "phone_numbers",
  {
    ...systemColumns(),
    number: text("number").notNull(),
    label: text("label"),
    primary: integer("is_primary", { mode: "boolean" }).notNull(),
    humanId: text("human_id"),
    accountId: text("account_id"),
  },
  (table) => [
    livingIndex(table.number, "phone_numbers_number"),
    livingIndex(table.humanId, "phone_numbers_human"),
    livingIndex(table.accountId, "phone_numbers_account"),
  ],
);

export const phoneNumbers = defineResource({
  name: "phone-numbers",
  idPrefix: "phn",
  description: "Phone numbers, in E.164, each of one human or one account.",
  table: phoneNumbersTable,
  fields: z.strictObject({
    number: phoneNumber,
    label: name().nullable(),
    primary: flag,
    humanId: reference.nullable(),
    accountId: reference.nullable(),
  }),
  defaults: { primary: false },
  refine: requireOneOwner,
  title: ["{number}"],
  search: ["number", "label"],
  relations: {
    human: { kind: "one", resource: "humans", field: "humanId" },
    account: { kind: "one", resource: "accounts", field: "accountId" },
  },
  unique: [{ field: "number", when: (settings) => settings.uniquePhoneNumbers === true }],
  access: EVERYDAY_ACCESS,
});

/** Leads: chances of business, from where they were found to won or lost. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { instant, systemColumns, textList } from "./columns.ts";
import { defineResource } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { livingIndex, livingUnique } from "./indexes.ts";
import {
  currency,
  emailAddress,
  freeText,
  minorUnits,
  name,
  oneOf,
  phoneNumber,
  reference,
  tags,
  time,
  webAddress,
} from "./values.ts";

export const leadsTable = sqliteTable(
  "leads",
  {
    ...systemColumns(),
    title: text("title"),
    stage: text("stage").notNull(),
    value: integer("value").notNull(),
    currency: text("currency").notNull(),
    humanId: text("human_id"),
    accountId: text("account_id"),
    ownerId: text("owner_id"),
    // Who the lead is, while there is no human or account for it.
    firstName: text("first_name"),
    lastName: text("last_name"),
    company: text("company"),
    email: text("email"),
    phone: text("phone"),
    githubLogin: text("github_login"),
    source: text("source").notNull(),
    sourceUrl: text("source_url"),
    externalId: text("external_id"),
    expectedCloseAt: instant("expected_close_at"),
    lostReason: text("lost_reason"),
    // Written by the conversion alone, which happens once.
    convertedAt: instant("converted_at"),
    tags: textList("tags"),
    notes: text("notes"),
  },
  (table) => [
    livingIndex(table.stage, "leads_stage"),
    livingIndex(table.humanId, "leads_human"),
    livingIndex(table.accountId, "leads_account"),
    livingUnique(table.externalId, "leads_external"),
  ],
);

export const leads = defineResource({
  name: "leads",
  idPrefix: "lead",
  description: "Chances of business, with their stage, their value and where they came from.",
  table: leadsTable,
  fields: z.strictObject({
    title: name().nullable(),
    stage: oneOf(["new", "contacted", "qualified", "proposal", "won", "lost"]),
    value: minorUnits,
    currency,
    humanId: reference.nullable(),
    accountId: reference.nullable(),
    ownerId: reference.nullable(),
    firstName: name().nullable(),
    lastName: name().nullable(),
    company: name().nullable(),
    email: emailAddress.nullable(),
    phone: phoneNumber.nullable(),
    githubLogin: name().nullable(),
    source: name(),
    sourceUrl: webAddress.nullable(),
    externalId: name().nullable(),
    expectedCloseAt: time.nullable(),
    lostReason: freeText(2_000).nullable(),
    tags,
    notes: freeText(20_000).nullable(),
  }),
  defaults: { stage: "new", value: 0, currency: "EUR", source: "manual", tags: [] },
  transitions: {
    field: "stage",
    start: ["new", "contacted", "qualified"],
    next: {
      new: ["contacted", "qualified", "proposal", "lost"],
      contacted: ["new", "qualified", "proposal", "lost"],
      qualified: ["contacted", "proposal", "won", "lost"],
      proposal: ["qualified", "won", "lost"],
      won: [],
      lost: ["new"],
    },
  },
  title: ["{title}", "{firstName} {lastName}", "{company}", "{githubLogin}", "{source}"],
  search: ["title", "firstName", "lastName", "company", "email", "githubLogin", "source", "notes"],
  relations: {
    human: { kind: "one", resource: "humans", field: "humanId" },
    account: { kind: "one", resource: "accounts", field: "accountId" },
    activities: { kind: "many", resource: "activities", field: "subjectId" },
    documents: { kind: "many", resource: "documents", field: "recordId" },
  },
  unique: [{ field: "externalId" }],
  access: EVERYDAY_ACCESS,
});

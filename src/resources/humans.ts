/** People: the centre of the CRM. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { systemColumns, textList } from "./columns.ts";
import { defineResource } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { livingIndex, livingUnique } from "./indexes.ts";
import { code, day, flag, freeText, name, reference, tags, wholeNumber } from "./values.ts";

export const humansTable = sqliteTable(
  "humans",
  {
    ...systemColumns(),
    firstName: text("first_name"),
    lastName: text("last_name"),
    jobTitle: text("job_title"),
    company: text("company"),
    accountId: text("account_id"),
    ownerId: text("owner_id"),
    doNotContact: integer("do_not_contact", { mode: "boolean" }).notNull(),
    birthday: text("birthday"),
    githubId: integer("github_id"),
    githubLogin: text("github_login"),
    externalId: text("external_id"),
    tags: textList("tags"),
    notes: text("notes"),
  },
  (table) => [
    livingIndex(table.accountId, "humans_account"),
    livingUnique(table.githubId, "humans_github"),
    livingUnique(table.externalId, "humans_external"),
  ],
);

export const humans = defineResource({
  name: "humans",
  idPrefix: "hum",
  description: "People: customers, contacts, and whoever else a tenant deals with.",
  table: humansTable,
  fields: z.strictObject({
    firstName: name().nullable(),
    lastName: name().nullable(),
    jobTitle: name().nullable(),
    company: name().nullable(),
    accountId: reference.nullable(),
    ownerId: reference.nullable(),
    doNotContact: flag,
    birthday: day.nullable(),
    githubId: wholeNumber(1).nullable(),
    // Bots end in "[bot]"; logins of managed users contain an underscore.
    githubLogin: code(/^[A-Za-z0-9_-]{1,39}(\[bot\])?$/, "a GitHub login", "octocat").nullable(),
    externalId: name().nullable(),
    tags,
    notes: freeText(20_000).nullable(),
  }),
  defaults: { doNotContact: false, tags: [] },
  refine: (record) =>
    (record.firstName ?? record.lastName ?? record.githubLogin ?? record.externalId)
      ? null
      : { field: "lastName", message: "Give at least one of firstName, lastName, githubLogin and externalId." },
  title: ["{firstName} {lastName}", "{githubLogin}", "{externalId}"],
  search: ["firstName", "lastName", "jobTitle", "company", "githubLogin", "notes"],
  relations: {
    account: { kind: "one", resource: "accounts", field: "accountId" },
    emails: { kind: "many", resource: "emails", field: "humanId" },
    phoneNumbers: { kind: "many", resource: "phone-numbers", field: "humanId" },
    leads: { kind: "many", resource: "leads", field: "humanId" },
    activities: { kind: "many", resource: "activities", field: "subjectId" },
    geoInterests: { kind: "many", resource: "geo-interests", field: "humanId" },
    pets: { kind: "many", resource: "pets", field: "ownerId" },
    bookings: { kind: "many", resource: "bookings", field: "humanId" },
    documents: { kind: "many", resource: "documents", field: "recordId" },
  },
  unique: [{ field: "githubId" }, { field: "externalId" }],
  access: EVERYDAY_ACCESS,
});

/** Companies and other organisations. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { systemColumns, textList } from "./columns.ts";
import { defineResource } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { livingUnique } from "./indexes.ts";
import { domainName, freeText, name, reference, tags, webAddress, wholeNumber } from "./values.ts";

export const accountsTable = sqliteTable(
  "accounts",
  {
    ...systemColumns(),
    name: text("name").notNull(),
    domain: text("domain"),
    website: text("website"),
    industry: text("industry"),
    size: integer("size"),
    ownerId: text("owner_id"),
    externalId: text("external_id"),
    tags: textList("tags"),
    notes: text("notes"),
  },
  (table) => [livingUnique(table.domain, "accounts_domain"), livingUnique(table.externalId, "accounts_external")],
);

export const accounts = defineResource({
  name: "accounts",
  idPrefix: "acc",
  description: "Companies and other organisations that humans and leads belong to.",
  table: accountsTable,
  fields: z.strictObject({
    name: name(),
    domain: domainName.nullable(),
    website: webAddress.nullable(),
    industry: name().nullable(),
    size: wholeNumber(0).nullable(),
    ownerId: reference.nullable(),
    externalId: name().nullable(),
    tags,
    notes: freeText(20_000).nullable(),
  }),
  defaults: { tags: [] },
  title: ["{name}"],
  search: ["name", "domain", "industry", "notes"],
  relations: {
    humans: { kind: "many", resource: "humans", field: "accountId" },
    emails: { kind: "many", resource: "emails", field: "accountId" },
    phoneNumbers: { kind: "many", resource: "phone-numbers", field: "accountId" },
    leads: { kind: "many", resource: "leads", field: "accountId" },
    activities: { kind: "many", resource: "activities", field: "subjectId" },
    geoInterests: { kind: "many", resource: "geo-interests", field: "accountId" },
    documents: { kind: "many", resource: "documents", field: "recordId" },
  },
  unique: [{ field: "domain" }, { field: "externalId" }],
  access: EVERYDAY_ACCESS,
});

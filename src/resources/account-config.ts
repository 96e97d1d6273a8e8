/** The tenant's settings: one record, which every write of the tenant is checked against. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { jsonObject, systemColumns } from "./columns.ts";
import { customFieldsSchema } from "./custom-fields.ts";
import { defineResource } from "./define.ts";
import { currency, flag, name } from "./values.ts";

export const accountConfigTable = sqliteTable("account_config", {
  ...systemColumns(),
  timezone: text("timezone").notNull(),
  locale: text("locale").notNull(),
  currency: text("currency").notNull(),
  uniqueEmails: integer("unique_emails", { mode: "boolean" }).notNull(),
  uniquePhoneNumbers: integer("unique_phone_numbers", { mode: "boolean" }).notNull(),
  customFields: jsonObject("custom_fields").notNull(),
});

/** Whether `make` accepts the text; Intl answers with a RangeError where it does not. */
function isKnown(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}

export const accountConfig = defineResource({
  name: "account-config",
  idPrefix: "cfg",
  description:
    "The tenant's settings and the fields it defines itself. Rules that are switched on hold for writes from then on.",
  table: accountConfigTable,
  fields: z.strictObject({
    timezone: name(64).refine(
      (zone) => isKnown(() => new Intl.DateTimeFormat("en", { timeZone: zone })),
      "This must be a time zone, such as Europe/Berlin.",
    ),
    locale: name(35).refine(
      (locale) => isKnown(() => Intl.getCanonicalLocales(locale)),
      "This must be a language tag, such as en or de-CH.",
    ),
    currency,
    uniqueEmails: flag,
    uniquePhoneNumbers: flag,
    customFields: customFieldsSchema,
  }),
  defaults: {
    timezone: "UTC",
    locale: "en",
    currency: "EUR",
    uniqueEmails: false,
    uniquePhoneNumbers: false,
    customFields: {},
  },
  title: ["Settings: {timezone}, {locale}, {currency}"],
  search: [],
  access: { read: "viewer", create: null, update: "admin", delete: null, purge: null },
  singleton: true,
});

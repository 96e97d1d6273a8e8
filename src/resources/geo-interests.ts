/** Places that humans and accounts care about. */
import { real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { systemColumns } from "./columns.ts";
import { defineResource } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { livingIndex } from "./indexes.ts";
import { measure, name, reference } from "./values.ts";

/** Half the circumference of the Earth in metres: a circle of this radius covers it. */
const MAX_RADIUS = 20_037_509;

export const geoInterestsTable = sqliteTable(
  "geo_interests",
  {
    ...systemColumns(),
    label: text("label").notNull(),
    latitude: real("latitude").notNull(),
    longitude: real("longitude").notNull(),
    radius: real("radius").notNull(),
    humanId: text("human_id"),
    accountId: text("account_id"),
  },
  (table) => [
    // Search near a point begins with a band of latitudes.
    livingIndex(table.latitude, "geo_interests_latitude"),
    livingIndex(table.humanId, "geo_interests_human"),
    livingIndex(table.accountId, "geo_interests_account"),
  ],
);

export const geoInterests = defineResource({
  name: "geo-interests",
  idPrefix: "geo",
  description: "Places a human or an account cares about: a point in degrees (WGS 84) and a radius in metres.",
  table: geoInterestsTable,
  fields: z.strictObject({
    label: name(),
    latitude: measure(-90, 90),
    longitude: measure(-180, 180),
    radius: measure(0, MAX_RADIUS).positive("This must be more than 0 metres."),
    humanId: reference.nullable(),
    accountId: reference.nullable(),
  }),
  title: ["{label}"],
  search: ["label"],
  relations: {
    human: { kind: "one", resource: "humans", field: "humanId" },
    account: { kind: "one", resource: "accounts", field: "accountId" },
  },
  access: EVERYDAY_ACCESS,
});

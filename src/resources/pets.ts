/** Animals that travel. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { systemColumns } from "./columns.ts";
import { defineResource } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { livingIndex } from "./indexes.ts";
import { day, freeText, name, reference, wholeNumber } from "./values.ts";

export const petsTable = sqliteTable(
  "pets",
  {
    ...systemColumns(),
    name: text("name").notNull(),
    species: text("species").notNull(),
    breed: text("breed"),
    weightGrams: integer("weight_grams"),
    ownerId: text("owner_id"),
    birthday: text("birthday"),
    notes: text("notes"),
  },
  (table) => [livingIndex(table.ownerId, "pets_owner")],
);

export const pets = defineResource({
  name: "pets",
  idPrefix: "pet",
  description: "Animals that travel with the bookings of their owners.",
  table: petsTable,
  fields: z.strictObject({
    name: name(),
    species: name(100),
    breed: name(100).nullable(),
    weightGrams: wholeNumber(1, 100_000_000).nullable(),
    ownerId: reference.nullable(),
    birthday: day.nullable(),
    notes: freeText(20_000).nullable(),
  }),
  title: ["{name}"],
  search: ["name", "species", "breed", "notes"],
  relations: { owner: { kind: "one", resource: "humans", field: "ownerId" } },
  access: EVERYDAY_ACCESS,
});

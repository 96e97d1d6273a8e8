/** Flights, which bookings refer to. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { invalidField } from "../protocol/errors.ts";
import { instant, systemColumns } from "./columns.ts";
import { defineResource, type PendingWrite, type RecordReader } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { livingIndex } from "./indexes.ts";
import { takenSeats } from "./seats.ts";
import { code, name, time, timeLike, wholeNumber } from "./values.ts";

export const flightsTable = sqliteTable(
  "flights",
  {
    ...systemColumns(),
    carrier: text("carrier").notNull(),
    number: text("number").notNull(),
    from: text("from_airport").notNull(),
    to: text("to_airport").notNull(),
    departsAt: instant("departs_at").notNull(),
    arrivesAt: instant("arrives_at").notNull(),
    seats: integer("seats").notNull(),
    status: text("status"),
  },
  (table) => [livingIndex(table.departsAt, "flights_departs")],
);

const airport = (example: string) => code(/^[A-Z]{3}$/, "an IATA airport code of three capital letters", example);

/** Seats may be taken away only while nobody holds them. */
function requireSeatsForBookings({ before, after }: PendingWrite, reader: RecordReader): void {
  if (!before || !after || Number(after.seats) >= Number(before.seats)) return;
  const { seats } = takenSeats(reader, after.id, null);
  if (Number(after.seats) < seats)
    throw invalidField("CONFLICT", "seats", `Bookings hold ${seats} seats of this flight.`);
}

export const flights = defineResource({
  name: "flights",
  idPrefix: "flt",
  description: "Flights with their times and seats.",
  table: flightsTable,
  fields: z.strictObject({
    carrier: code(/^[A-Z0-9]{2,3}$/, "an IATA or ICAO airline code of two or three capital letters or digits", "LH"),
    number: code(/^[A-Z0-9]{1,8}$/, "a flight number of up to eight digits and capital letters", "123"),
    from: airport("BER"),
    to: airport("FRA"),
    departsAt: time,
    arrivesAt: timeLike("2026-11-21T10:40:00.000Z"),
    seats: wholeNumber(0, 1_000_000),
    status: name(40).nullable(),
  }),
  refine: (record) =>
    String(record.arrivesAt) > String(record.departsAt)
      ? null
      : { field: "arrivesAt", message: "A flight arrives after it departs." },
  title: ["{carrier} {number} {from}–{to}"],
  search: ["carrier", "number", "from", "to"],
  relations: { bookings: { kind: "many", resource: "bookings", field: "flightId" } },
  access: EVERYDAY_ACCESS,
  check: requireSeatsForBookings,
});

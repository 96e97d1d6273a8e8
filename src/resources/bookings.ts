/** Bookings: who flies, with which animals, in how many seats. A flight is never overbooked. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { invalidField } from "../protocol/errors.ts";
import { systemColumns, textList } from "./columns.ts";
import { defineResource, type PendingWrite, type RecordData, type RecordReader } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { livingIndex } from "./indexes.ts";
import { HOLDING, MAX_BOOKINGS, takenSeats } from "./seats.ts";
import { currency, minorUnits, oneOf, reference, wholeNumber, words } from "./values.ts";

export const bookingsTable = sqliteTable(
  "bookings",
  {
    ...systemColumns(),
    humanId: text("human_id").notNull(),
    flightId: text("flight_id").notNull(),
    petIds: textList("pet_ids"),
    seats: integer("seats").notNull(),
    status: text("status").notNull(),
    price: integer("price").notNull(),
    currency: text("currency").notNull(),
  },
  (table) => [livingIndex(table.flightId, "bookings_flight"), livingIndex(table.humanId, "bookings_human")],
);

const seatsHeld = (booking: RecordData | null, flightId: string): number =>
  booking && booking.flightId === flightId && HOLDING.includes(String(booking.status)) ? Number(booking.seats) : 0;

/** An object runs one write at a time, so what is counted here is still true when the booking is stored. */
function requireSeats({ before, after }: PendingWrite, reader: RecordReader): void {
  if (!after) return;
  const flightId = String(after.flightId);
  const wanted = seatsHeld(after, flightId);
  // Giving seats back is always possible, even when the flight is gone.
  if (wanted <= seatsHeld(before, flightId)) return;
  const flight = reader.get("flights", flightId);
  if (!flight) throw invalidField("CONFLICT", "flightId", "This flight is deleted.");
  const taken = takenSeats(reader, flightId, after.id);
  if (taken.bookings >= MAX_BOOKINGS)
    throw invalidField("CONFLICT", "flightId", `A flight takes at most ${MAX_BOOKINGS} bookings.`);
  const free = Math.max(0, Number(flight.seats) - taken.seats);
  if (wanted > free)
    throw invalidField("CONFLICT", "seats", `Flight ${flightId} has ${free} free seats; this booking needs ${wanted}.`);
}

export const bookings = defineResource({
  name: "bookings",
  idPrefix: "bkg",
  description: "Seats of a human, and of the animals that come along, on a flight.",
  table: bookingsTable,
  fields: z.strictObject({
    humanId: reference,
    flightId: reference,
    petIds: words(20, reference),
    seats: wholeNumber(1, 1_000_000),
    status: oneOf(["requested", "confirmed", "checked-in", "completed", "cancelled"]),
    price: minorUnits,
    currency,
  }),
  defaults: { petIds: [], seats: 1, status: "requested", price: 0, currency: "EUR" },
  transitions: {
    field: "status",
    start: ["requested", "confirmed"],
    next: {
      requested: ["confirmed", "cancelled"],
      confirmed: ["requested", "checked-in", "cancelled"],
      "checked-in": ["confirmed", "completed", "cancelled"],
      completed: [],
      cancelled: ["requested"],
    },
  },
  title: ["{status} · {seats} × {flightId}"],
  search: [],
  relations: {
    human: { kind: "one", resource: "humans", field: "humanId" },
    flight: { kind: "one", resource: "flights", field: "flightId" },
    pets: { kind: "list", resource: "pets", field: "petIds" },
    activities: { kind: "many", resource: "activities", field: "subjectId" },
    documents: { kind: "many", resource: "documents", field: "recordId" },
  },
  access: EVERYDAY_ACCESS,
  check: requireSeats,
});

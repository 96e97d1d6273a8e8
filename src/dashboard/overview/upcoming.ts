/** What comes next: flights that have not departed, and the bookings on them. */
import { isRecord } from "../../protocol/values.ts";
import { idOf, type JsonRecord, numberOf, textOf, timeOf } from "../records/value.ts";

/** Those that depart now or later, the next first, at most so many. */
export function stillToCome<Flight extends JsonRecord>(
  flights: readonly Flight[],
  now: number,
  most: number,
): Flight[] {
  return flights.filter((flight) => (timeOf(flight, "departsAt") ?? 0) >= now).slice(0, most);
}

/** Bookings in the order in which their flights depart. Those of other flights are left out. */
export function byDeparture<Booking extends JsonRecord, Flight extends JsonRecord>(
  bookings: readonly Booking[],
  flights: readonly Flight[],
): { readonly booking: Booking; readonly flight: Flight }[] {
  return flights.flatMap((flight) =>
    bookings.filter((booking) => textOf(booking, "flightId") === idOf(flight)).map((booking) => ({ booking, flight })),
  );
}

/** Seats that are taken, by the id of the flight. @param rows sums of `seats` by `flightId` */
export function seatsTaken(rows: readonly JsonRecord[]): ReadonlyMap<string, number> {
  return new Map(
    rows.map((row) => [textOf(row, "flightId"), (isRecord(row.sum) && numberOf(row.sum, "seats")) || 0] as const),
  );
}

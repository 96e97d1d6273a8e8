/** How many seats of a flight are taken. */
import type { RecordReader } from "./define.ts";

/** A booking in one of these states holds its seats. */
export const HOLDING: readonly string[] = ["requested", "confirmed", "checked-in", "completed"];

/** As many records as a RecordReader finds at once: with more bookings a flight's seats could not be added up. */
export const MAX_BOOKINGS = 1_000;

/** The seats that living bookings of the flight hold, and how many such bookings there are, without the booking `except`. */
export function takenSeats(
  reader: RecordReader,
  flightId: string,
  except: string | null,
): { seats: number; bookings: number } {
  const holding = reader
    .find("bookings", { flightId, status: [...HOLDING] })
    .filter((booking) => booking.id !== except);
  return { seats: holding.reduce((sum, booking) => sum + Number(booking.seats), 0), bookings: holding.length };
}

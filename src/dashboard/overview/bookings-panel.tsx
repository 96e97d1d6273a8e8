/** Who flies next. */
import { useLive } from "../../client/react/use-live.ts";
import type { AnyRecord } from "../../client/resource-types.ts";
import { RecordLink } from "../fields/record-link.tsx";
import { numberOf, textOf } from "../records/value.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { labelOf } from "../texts/names.ts";
import { TEXTS } from "../texts/overview.ts";
import { DepartureRow } from "./departure-row.tsx";
import { CANCELLED } from "./flights-panel.tsx";
import { Begin } from "./rows.tsx";
import { RowsPanel } from "./rows-panel.tsx";
import { byDeparture } from "./upcoming.ts";
import { NEXT, useUpcomingFlights } from "./use-upcoming.ts";

/** More than are shown: they are ordered by their flights here. */
const ASKED = 200;

export function BookingsPanel() {
  const { tenant } = useTenant();
  const flights = useUpcomingFlights();
  const ids = flights.data.map(({ id }) => id);
  const bookings = useLive(
    tenant.resource("bookings"),
    ids.length > 0 ? { filter: { flightId: { in: ids }, status: { ne: CANCELLED } }, limit: ASKED } : null,
  );
  const { status, error } = ids.length > 0 || flights.status === "failed" ? bookings : flights;
  const next = byDeparture(bookings.data, flights.data).slice(0, NEXT);
  return (
    <RowsPanel
      title={TEXTS.bookings}
      most={NEXT}
      status={status}
      error={error}
      empty={<Begin title={TEXTS.noBookings} hint={TEXTS.noBookingsHint} resource="bookings" />}
    >
      {next.map(({ booking, flight }) => (
        <Booking key={booking.id} booking={booking} flight={flight} />
      ))}
    </RowsPanel>
  );
}

function Booking({ booking, flight }: { readonly booking: AnyRecord; readonly flight: AnyRecord }) {
  const text = (name: string) => textOf(flight, name);
  return (
    <DepartureRow
      resource="bookings"
      record={booking}
      flight={flight}
      title={<RecordLink resource="humans" id={textOf(booking, "humanId")} link={false} />}
      words={`${text("carrier")} ${text("number")} ${text("from")} – ${text("to")}`}
      seats={`${labelOf(textOf(booking, "status"))} · ${TEXTS.seats(numberOf(booking, "seats") ?? 0)}`}
    />
  );
}

/** Who flies next. */
import { Link } from "@tanstack/react-router";
import { useLive } from "../../client/react/use-live.ts";
import type { AnyRecord } from "../../client/resource-types.ts";
import { RecordLink } from "../fields/record-link.tsx";
import { numberOf, textOf } from "../records/value.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { labelOf } from "../texts/names.ts";
import { TEXTS } from "../texts/overview.ts";
import { Panel } from "../ui/heading.tsx";
import { Failed } from "../ui/notice.tsx";
import { Age } from "../ui/time.tsx";
import { CANCELLED } from "./flights-panel.tsx";
import { Begin, Rows } from "./rows.tsx";
import { Touched } from "./touched.tsx";
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
    <Panel title={TEXTS.bookings}>
      {status === "failed" && <Failed error={error} />}
      {status !== "failed" && (
        <Rows
          label={TEXTS.bookings}
          most={NEXT}
          loading={status === "loading"}
          empty={<Begin title={TEXTS.noBookings} hint={TEXTS.noBookingsHint} resource="bookings" />}
        >
          {next.map(({ booking, flight }) => (
            <Booking key={booking.id} booking={booking} flight={flight} />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function Booking({ booking, flight }: { readonly booking: AnyRecord; readonly flight: AnyRecord }) {
  const { handle } = useTenant();
  const text = (name: string) => textOf(flight, name);
  return (
    <Touched value={numberOf(booking, "version") ?? 0} className="-mx-2 flex items-center gap-3 px-2 py-1">
      <span className="min-w-0 flex-1">
        <Link
          to="/t/$tenant/r/$resource/$id"
          params={{ tenant: handle, resource: "bookings", id: booking.id }}
          className="block truncate font-medium hover:underline"
        >
          <RecordLink resource="humans" id={textOf(booking, "humanId")} link={false} />
        </Link>
        <span className="block truncate text-quiet text-xs">
          {`${text("carrier")} ${text("number")} ${text("from")} – ${text("to")}`}
        </span>
      </span>
      <span className="shrink-0 text-right">
        <span className="block">
          <Age at={text("departsAt")} />
        </span>
        <span className="block text-quiet text-xs tabular-nums">
          {`${labelOf(textOf(booking, "status"))} · ${TEXTS.seats(numberOf(booking, "seats") ?? 0)}`}
        </span>
      </span>
    </Touched>
  );
}

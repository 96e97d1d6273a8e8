/** The flights that depart next, and how full they are. */
import { useAggregate } from "../../client/react/use-aggregate.ts";
import type { AnyRecord } from "../../client/resource-types.ts";
import { numberOf, textOf } from "../records/value.ts";
import { useReadable } from "../shell/readable.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/overview.ts";
import { DepartureRow } from "./departure-row.tsx";
import { Begin } from "./rows.tsx";
import { RowsPanel } from "./rows-panel.tsx";
import { seatsTaken } from "./upcoming.ts";
import { NEXT, useUpcomingFlights } from "./use-upcoming.ts";

const DEPARTURE = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

/** Bookings that hold no seats. */
export const CANCELLED = "cancelled";

export function FlightsPanel() {
  const { tenant } = useTenant();
  const readsBookings = useReadable()("bookings") !== null;
  const { data, status, error } = useUpcomingFlights();
  const ids = data.map(({ id }) => id);
  const held = useAggregate(
    tenant.resource("bookings"),
    readsBookings && ids.length > 0
      ? { filter: { flightId: { in: ids }, status: { ne: CANCELLED } }, groupBy: ["flightId"], sum: ["seats"] }
      : null,
  );
  const taken = seatsTaken(held.data);
  return (
    <RowsPanel
      title={TEXTS.flights}
      most={NEXT}
      status={status}
      error={error}
      empty={<Begin title={TEXTS.noFlights} hint={TEXTS.noFlightsHint} resource="flights" />}
    >
      {data.map((flight) => (
        <Flight key={flight.id} flight={flight} taken={readsBookings ? (taken.get(flight.id) ?? 0) : null} />
      ))}
    </RowsPanel>
  );
}

function Flight({ flight, taken }: { readonly flight: AnyRecord; readonly taken: number | null }) {
  const text = (name: string) => textOf(flight, name);
  const seats = numberOf(flight, "seats") ?? 0;
  const title = (
    <>
      {`${text("carrier")} ${text("number")}`} <span className="font-normal">{`${text("from")} – ${text("to")}`}</span>
    </>
  );
  return (
    <DepartureRow
      resource="flights"
      record={flight}
      flight={flight}
      title={title}
      words={[DEPARTURE.format(new Date(text("departsAt"))), text("status")].filter(Boolean).join(" · ")}
      seats={taken === null ? TEXTS.seats(seats) : TEXTS.seatsTaken(taken, seats)}
    />
  );
}

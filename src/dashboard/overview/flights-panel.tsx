/** The flights that depart next, and how full they are. */
import { Link } from "@tanstack/react-router";
import { useAggregate } from "../../client/react/use-aggregate.ts";
import type { AnyRecord } from "../../client/resource-types.ts";
import { numberOf, textOf } from "../records/value.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/overview.ts";
import { Panel } from "../ui/heading.tsx";
import { Failed } from "../ui/notice.tsx";
import { Age } from "../ui/time.tsx";
import { useReadable } from "./readable.ts";
import { Begin, Rows } from "./rows.tsx";
import { Touched } from "./touched.tsx";
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
    <Panel title={TEXTS.flights}>
      {status === "failed" && <Failed error={error} />}
      {status !== "failed" && (
        <Rows
          label={TEXTS.flights}
          most={NEXT}
          loading={status === "loading"}
          empty={<Begin title={TEXTS.noFlights} hint={TEXTS.noFlightsHint} resource="flights" />}
        >
          {data.map((flight) => (
            <Flight key={flight.id} flight={flight} taken={readsBookings ? (taken.get(flight.id) ?? 0) : null} />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function Flight({ flight, taken }: { readonly flight: AnyRecord; readonly taken: number | null }) {
  const { handle } = useTenant();
  const text = (name: string) => textOf(flight, name);
  const seats = numberOf(flight, "seats") ?? 0;
  const words = [DEPARTURE.format(new Date(text("departsAt"))), text("status")].filter(Boolean).join(" · ");
  return (
    <Touched value={numberOf(flight, "version") ?? 0} className="-mx-2 flex items-center gap-3 px-2 py-1">
      <span className="min-w-0 flex-1">
        <Link
          to="/t/$tenant/r/$resource/$id"
          params={{ tenant: handle, resource: "flights", id: flight.id }}
          className="block truncate font-medium hover:underline"
        >
          {`${text("carrier")} ${text("number")}`}{" "}
          <span className="font-normal">{`${text("from")} – ${text("to")}`}</span>
        </Link>
        <span className="block truncate text-quiet text-xs">{words}</span>
      </span>
      <span className="shrink-0 text-right">
        <span className="block">
          <Age at={text("departsAt")} />
        </span>
        <span className="block text-quiet text-xs tabular-nums">
          {taken === null ? TEXTS.seats(seats) : TEXTS.seatsTaken(taken, seats)}
        </span>
      </span>
    </Touched>
  );
}

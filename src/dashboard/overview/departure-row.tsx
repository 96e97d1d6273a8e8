/** A row about something that departs: what, and when it is. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { AnyRecord } from "../../client/resource-types.ts";
import { numberOf, textOf } from "../records/value.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { Age } from "../ui/time.tsx";
import { Touched } from "./touched.tsx";

interface DepartureRowProps {
  readonly resource: "bookings" | "flights";
  /** What the row leads to, and what shows itself when it changes. */
  readonly record: AnyRecord;
  readonly flight: AnyRecord;
  readonly title: ReactNode;
  /** Below the title. */
  readonly words: string;
  /** Below the time. */
  readonly seats: string;
}

export function DepartureRow({ resource, record, flight, title, words, seats }: DepartureRowProps) {
  const { handle } = useTenant();
  return (
    <Touched value={numberOf(record, "version") ?? 0} className="-mx-2 flex items-center gap-3 px-2 py-1">
      <span className="min-w-0 flex-1">
        <Link
          to="/t/$tenant/r/$resource/$id"
          params={{ tenant: handle, resource, id: record.id }}
          className="block truncate font-medium hover:underline"
        >
          {title}
        </Link>
        <span className="block truncate text-quiet text-xs">{words}</span>
      </span>
      <span className="shrink-0 text-right">
        <span className="block">
          <Age at={textOf(flight, "departsAt")} />
        </span>
        <span className="block text-quiet text-xs tabular-nums">{seats}</span>
      </span>
    </Touched>
  );
}

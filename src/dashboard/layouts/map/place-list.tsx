/** The places in sight, as a list: what the map says, for those who do not see it too. */
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import type { ResourceDescription } from "../../../protocol/description.ts";
import { recordTitle } from "../../fields/record-title.ts";
import { numberOf } from "../../records/value.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/layouts.ts";
import type { PlaceFields } from "../possible-layouts.ts";
import type { Place } from "./places.ts";

const MOST_LISTED = 200;

const KILOMETRES = new Intl.NumberFormat(undefined, { style: "unit", unit: "kilometer", maximumSignificantDigits: 2 });

/** @param onPoint told the id of the place that is pointed at, null when it is none any more */
export function PlaceList({
  resource,
  fields,
  places,
  onPoint,
}: {
  readonly resource: ResourceDescription;
  readonly fields: PlaceFields;
  readonly places: readonly Place[];
  readonly onPoint: (id: string | null) => void;
}) {
  const { handle } = useTenant();
  const heading = useId();
  return (
    <section aria-labelledby={heading} className="flex h-full flex-col gap-2">
      <h2 id={heading} className="font-semibold">
        <span role="status">{TEXTS.inSight(places.length)}</span>
      </h2>
      {places.length === 0 && <p className="text-quiet">{TEXTS.nothingInSight}</p>}
      <ul className="min-h-0 flex-1 overflow-y-auto rounded-lg border border-line bg-panel empty:hidden">
        {places.slice(0, MOST_LISTED).map(({ id, record }) => (
          <li key={id} className="border-line not-last:border-b">
            <Link
              to="/t/$tenant/r/$resource/$id"
              params={{ tenant: handle, resource: resource.name, id }}
              onPointerEnter={() => onPoint(id)}
              onPointerLeave={() => onPoint(null)}
              onFocus={() => onPoint(id)}
              onBlur={() => onPoint(null)}
              className="block px-3 py-1.5 hover:bg-sunken focus-visible:-outline-offset-2"
            >
              <span dir="auto" className="block truncate">
                {recordTitle(resource, record)}
              </span>
              {fields.radius !== null && (
                <span className="text-quiet text-xs">
                  {TEXTS.radius(KILOMETRES.format((numberOf(record, fields.radius) ?? 0) / 1_000))}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      {places.length > MOST_LISTED && <p className="text-quiet text-xs">{TEXTS.more(places.length - MOST_LISTED)}</p>}
    </section>
  );
}

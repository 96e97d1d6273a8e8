/** Marks on a map: one place, which leads to its record; or several, which leads closer. */
import { Link } from "@tanstack/react-router";
import type { AnyRecord } from "../../../client/croft.ts";
import type { ResourceDescription } from "../../../protocol/description.ts";
import { recordTitle } from "../../fields/record-title.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/layouts.ts";
import type { Spot } from "./map-view.ts";

interface MarkProps {
  /** On the screen. */
  readonly spot: Spot;
  readonly isPointedAt: boolean;
}

const at = ([x, y]: Spot) => ({ left: x, top: y });
const PLACED = "absolute -translate-x-1/2 -translate-y-1/2 hover:z-20 focus-visible:z-20";

export function PlaceMark({
  resource,
  record,
  spot,
  isPointedAt,
}: MarkProps & { readonly resource: ResourceDescription; readonly record: AnyRecord }) {
  const { handle } = useTenant();
  return (
    <Link
      to="/t/$tenant/r/$resource/$id"
      params={{ tenant: handle, resource: resource.name, id: record.id }}
      draggable={false}
      data-place={record.id}
      style={at(spot)}
      className={`group ${PLACED} grid size-6 place-items-center rounded-full ${isPointedAt ? "z-20" : "z-10"}`}
    >
      <span
        aria-hidden
        className={`size-3 rounded-full border-2 border-panel bg-accent shadow ${isPointedAt ? "scale-150" : ""} group-hover:scale-125`}
      />
      <span
        dir="auto"
        className={`pointer-events-none absolute bottom-full max-w-56 truncate rounded bg-panel px-2 py-0.5 text-xs shadow ring-1 ring-line ${isPointedAt ? "" : "opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"}`}
      >
        {recordTitle(resource, record)}
      </span>
    </Link>
  );
}

export function ClusterMark({
  count,
  spot,
  isPointedAt,
  onOpen,
}: MarkProps & { readonly count: number; readonly onOpen: () => void }) {
  return (
    <button
      type="button"
      aria-label={TEXTS.cluster(count)}
      onClick={onOpen}
      style={at(spot)}
      className={`${PLACED} z-10 grid h-7 min-w-7 cursor-zoom-in place-items-center rounded-full border-2 border-panel bg-accent px-1.5 font-semibold text-on-accent text-xs tabular-nums shadow ${isPointedAt ? "outline-2 outline-accent outline-offset-2" : ""}`}
    >
      {count.toLocaleString()}
    </button>
  );
}

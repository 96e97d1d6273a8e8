/** A map with its places, and the list of those in sight. */
import { useMemo, useState } from "react";
import type { AnyRecord } from "../../../client/croft.ts";
import type { ResourceDescription } from "../../../protocol/description.ts";
import type { PlaceFields } from "../possible-layouts.ts";
import { isInSight, onScreen } from "./map-view.ts";
import { PlaceList } from "./place-list.tsx";
import { placesOf, projectionFor } from "./places.ts";
import { useMapView } from "./use-map-view.ts";
import { WorldMap } from "./world-map.tsx";

/** The world is about twice as wide as high; a map may be higher than that, to be looked at from close by. */
const PROPORTIONS = [0.52, 0.7] as const;
const LEAST_HEIGHT = 240;
/** What stands above the map, in pixels. */
const ABOVE = 200;
const LIST_WIDTH = 288;
/** From this width on, in pixels, the list stands beside the map. */
const WIDE = 820;

interface PlacesMapProps {
  readonly resource: ResourceDescription;
  readonly records: readonly AnyRecord[];
  readonly fields: PlaceFields;
  /** Width for map and list, in pixels. */
  readonly room: number;
}

export function PlacesMap({ resource, records, fields, room }: PlacesMapProps) {
  const isWide = room >= WIDE;
  const width = isWide ? room - LIST_WIDTH : room;
  const size = useMemo(() => ({ width, height: heightFor(width) }), [width]);
  const projection = useMemo(() => projectionFor(size), [size]);
  const places = useMemo(() => placesOf(records, fields, projection), [records, fields, projection]);
  const handling = useMapView(size);
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const inSight = places.filter(({ spot }) => isInSight(onScreen(handling.view, spot), size));
  return (
    <div className={`flex gap-4 ${isWide ? "flex-row" : "flex-col"}`}>
      <WorldMap {...{ resource, projection, places, inSight, size, handling, pointedAt }} />
      <div className="min-w-0 flex-1" style={isWide ? { maxHeight: size.height } : undefined}>
        <PlaceList resource={resource} fields={fields} places={inSight} onPoint={setPointedAt} />
      </div>
    </div>
  );
}

function heightFor(width: number): number {
  const [least, most] = PROPORTIONS.map((proportion) => Math.round(width * proportion));
  return Math.max(LEAST_HEIGHT, least ?? 0, Math.min(window.innerHeight - ABOVE, most ?? 0));
}

/** The map itself: the world drawn once, moved and enlarged as a whole; marks of one size upon it. */
import type { GeoProjection } from "d3-geo";
import { Minus, Plus, RotateCcw } from "lucide-react";
import { memo, useId, useMemo } from "react";
import type { ResourceDescription } from "../../../protocol/description.ts";
import { TEXTS } from "../../texts/layouts.ts";
import { IconButton } from "../../ui/button.tsx";
import { clustersOf } from "./clusters.ts";
import { around, type MapView, onScreen, type Size, WHOLE, zoomed } from "./map-view.ts";
import { ClusterMark, PlaceMark } from "./marks.tsx";
import type { Place } from "./places.ts";
import type { MapHandling } from "./use-map-view.ts";
import { worldPaths } from "./world.ts";

/** Marks closer than this, in pixels, are one. */
const TOO_CLOSE = 32;
const STEP = 1.8;

interface WorldMapProps {
  readonly resource: ResourceDescription;
  readonly projection: GeoProjection;
  readonly places: readonly Place[];
  readonly inSight: readonly Place[];
  readonly size: Size;
  readonly handling: MapHandling;
  /** The id of the place to show among all. */
  readonly pointedAt: string | null;
}

export function WorldMap({ resource, projection, places, inSight, size, handling, pointedAt }: WorldMapProps) {
  const { view, setView, frame, handlers } = handling;
  const help = useId();
  const clusters = clustersOf(
    inSight.map((place) => ({ id: place.id, place, spot: onScreen(view, place.spot) })),
    TOO_CLOSE,
  );
  return (
    <div
      ref={frame}
      role="application"
      aria-label={TEXTS.map}
      aria-describedby={help}
      {...handlers}
      style={size}
      className="relative shrink-0 cursor-grab touch-none select-none overflow-hidden rounded-lg border border-line bg-paper active:cursor-grabbing"
    >
      <svg aria-hidden width={size.width} height={size.height} className="block">
        <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
          <World projection={projection} />
          {places.map(({ id, circle }) => circle && <Circle key={id} d={circle} isPointedAt={id === pointedAt} />)}
        </g>
      </svg>
      {clusters.map(({ spot, members }) =>
        members.length === 1 && members[0] ? (
          <PlaceMark
            key={members[0].id}
            resource={resource}
            record={members[0].place.record}
            spot={spot}
            isPointedAt={members[0].id === pointedAt}
          />
        ) : (
          <ClusterMark
            key={members[0]?.id}
            count={members.length}
            spot={spot}
            isPointedAt={members.some(({ id }) => id === pointedAt)}
            onOpen={() =>
              setView(
                around(
                  members.map(({ place }) => place.spot),
                  size,
                ),
              )
            }
          />
        ),
      )}
      <p id={help} className="sr-only">
        {TEXTS.mapHelp}
      </p>
      <ZoomButtons view={view} setView={setView} size={size} />
    </div>
  );
}

const World = memo(function World({ projection }: { readonly projection: GeoProjection }) {
  const { sphere, graticule, land, borders } = useMemo(() => worldPaths(projection), [projection]);
  return (
    <g fill="none" strokeWidth={0.6} className="[&>path]:[vector-effect:non-scaling-stroke]">
      <path d={sphere} className="fill-sunken stroke-line" />
      <path d={graticule} className="stroke-line/60" />
      <path d={land} className="fill-line stroke-edge/60" />
      <path d={borders} className="stroke-panel" />
    </g>
  );
});

const Circle = memo(function Circle({ d, isPointedAt }: { readonly d: string; readonly isPointedAt: boolean }) {
  const look = isPointedAt ? "fill-accent/40" : "fill-accent/20";
  return <path d={d} strokeWidth={1} className={`stroke-accent/70 [vector-effect:non-scaling-stroke] ${look}`} />;
});

interface ZoomProps {
  readonly view: MapView;
  readonly setView: (view: MapView) => void;
  readonly size: Size;
}

function ZoomButtons({ view, setView, size }: ZoomProps) {
  const by = (factor: number) => setView(zoomed(view, factor, [size.width / 2, size.height / 2], size));
  return (
    <div className="absolute top-2 right-2 grid cursor-default rounded-md border border-line bg-panel">
      <IconButton label={TEXTS.zoomIn} onClick={() => by(STEP)}>
        <Plus size={16} aria-hidden />
      </IconButton>
      <IconButton label={TEXTS.zoomOut} onClick={() => by(1 / STEP)}>
        <Minus size={16} aria-hidden />
      </IconButton>
      <IconButton label={TEXTS.wholeWorld} onClick={() => setView(WHOLE)}>
        <RotateCcw size={14} aria-hidden />
      </IconButton>
    </div>
  );
}

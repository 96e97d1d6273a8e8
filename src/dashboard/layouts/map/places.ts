/** Records as a map shows them. */
import { type GeoProjection, geoCircle, geoNaturalEarth1, geoPath } from "d3-geo";
import type { AnyRecord } from "../../../client/croft.ts";
import { numberOf } from "../../records/value.ts";
import type { PlaceFields } from "../possible-layouts.ts";
import type { Size, Spot } from "./map-view.ts";

export interface Place {
  readonly id: string;
  readonly record: AnyRecord;
  /** On the whole map. */
  readonly spot: Spot;
  /** The outline of its surroundings on the whole map, as the `d` of an SVG path; null without any. */
  readonly circle: string | null;
}

/** Metres of one degree of a great circle. */
const METRES_PER_DEGREE = 111_195;
/** A circle of more is nearly the whole Earth. */
const MOST_DEGREES = 179;

/** The whole Earth, as large as fits. */
export function projectionFor({ width, height }: Size): GeoProjection {
  const margin = 8;
  return geoNaturalEarth1().fitExtent(
    [
      [margin, margin],
      [width - margin, height - margin],
    ],
    { type: "Sphere" },
  );
}

/** @returns the places; records whose fields are no place are left out */
export function placesOf(
  records: readonly AnyRecord[],
  { latitude, longitude, radius }: PlaceFields,
  projection: GeoProjection,
): readonly Place[] {
  const path = geoPath(projection).digits(2);
  return records.flatMap((record): readonly Place[] => {
    const [x, y, metres] = [
      numberOf(record, longitude),
      numberOf(record, latitude),
      radius ? numberOf(record, radius) : null,
    ];
    const spot = x === null || y === null ? null : projection([x, y]);
    if (x === null || y === null || !spot) return [];
    const degrees = Math.min(MOST_DEGREES, (metres ?? 0) / METRES_PER_DEGREE);
    const circle = degrees > 0 ? path(geoCircle().center([x, y]).radius(degrees).precision(4)()) : null;
    return [{ id: record.id, record, spot, circle }];
  });
}

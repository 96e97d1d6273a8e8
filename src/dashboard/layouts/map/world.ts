/** The outlines of the world, for a projection. */
import { type GeoProjection, geoGraticule10, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import world from "world-atlas/countries-110m.json";

/** Each the `d` of an SVG path. */
export interface WorldPaths {
  readonly sphere: string;
  readonly graticule: string;
  readonly land: string;
  readonly borders: string;
}

const LAND = feature(world, world.objects.land);
/** Each border once; coasts are the land's. */
const BORDERS = mesh(world, world.objects.countries, (one, other) => one !== other);
const GRATICULE = geoGraticule10();

export function worldPaths(projection: GeoProjection): WorldPaths {
  const path = geoPath(projection).digits(2);
  return {
    sphere: path({ type: "Sphere" }) ?? "",
    graticule: path(GRATICULE) ?? "",
    land: path(LAND) ?? "",
    borders: path(BORDERS) ?? "",
  };
}

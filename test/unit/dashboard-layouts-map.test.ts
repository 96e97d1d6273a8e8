import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clustersOf } from "../../src/dashboard/layouts/map/clusters.ts";
import {
  afterKey,
  around,
  isInSight,
  LARGEST,
  type MapView,
  moved,
  onScreen,
  type Spot,
  WHOLE,
  zoomed,
} from "../../src/dashboard/layouts/map/map-view.ts";
import { placesOf, projectionFor } from "../../src/dashboard/layouts/map/places.ts";

const SIZE = { width: 800, height: 400 };
const coordinates = fc.double({ min: 0, max: 400, noNaN: true });
const spots = fc.tuple(coordinates, coordinates);
const views = fc
  .array(fc.tuple(fc.double({ min: 0.2, max: 5, noNaN: true }), spots), { maxLength: 6 })
  .map((steps) => steps.reduce<MapView>((view, [factor, spot]) => zoomed(view, factor, spot, SIZE), WHOLE));

describe("the view of a map", () => {
  it("keeps the spot under the pointer where it is when it is enlarged", () => {
    const view = zoomed(WHOLE, 4, [200, 100], SIZE);
    expect(view.scale).toBe(4);
    expect(onScreen(view, [200, 100])).toEqual([200, 100]);
  });

  it("is always filled by the map, and never enlarged beyond what was drawn", () => {
    fc.assert(
      fc.property(
        views,
        fc.integer({ min: -3_000, max: 3_000 }),
        fc.integer({ min: -3_000, max: 3_000 }),
        (view, dx, dy) => {
          const { scale, x, y } = moved(view, dx, dy, SIZE);
          expect(scale >= 1 && scale <= LARGEST).toBe(true);
          expect(x <= 0 && y <= 0).toBe(true);
          expect(x + SIZE.width * scale).toBeGreaterThanOrEqual(SIZE.width - 1e-6);
          expect(y + SIZE.height * scale).toBeGreaterThanOrEqual(SIZE.height - 1e-6);
        },
      ),
    );
  });

  it("shows all spots that it is put around", () => {
    fc.assert(
      fc.property(fc.array(spots, { minLength: 1, maxLength: 8 }), (some) => {
        const view = around(some, SIZE);
        expect(some.every((spot) => isInSight(onScreen(view, spot), SIZE))).toBe(true);
      }),
    );
  });

  it("is moved and enlarged by keys", () => {
    const near = zoomed(WHOLE, 4, [400, 200], SIZE);
    expect(afterKey("ArrowRight", near, SIZE)?.x).toBeLessThan(near.x);
    expect(afterKey("ArrowUp", near, SIZE)?.y).toBeGreaterThan(near.y);
    expect(afterKey("+", near, SIZE)?.scale).toBeGreaterThan(4);
    expect(afterKey("-", near, SIZE)?.scale).toBeLessThan(4);
    expect(afterKey("0", near, SIZE)).toEqual(WHOLE);
    expect(afterKey("Tab", near, SIZE)).toBeNull();
  });
});

describe("clusters", () => {
  const placed = (given: readonly Spot[]) => given.map((spot, at) => ({ id: String(at), spot }));

  it("hold places that lie close together, where the first of them lies", () => {
    const clusters = clustersOf(
      placed([
        [10, 10],
        [20, 10],
        [100, 100],
      ]),
      26,
    );
    expect(clusters.map(({ members }) => members.map(({ id }) => id))).toEqual([["0", "1"], ["2"]]);
    expect(clusters[0]?.spot).toEqual([10, 10]);
  });

  it("are told apart across the borders of the cells too", () => {
    expect(
      clustersOf(
        placed([
          [25, 25],
          [27, 27],
        ]),
        26,
      ),
    ).toHaveLength(1);
  });

  it("lose no place and double none; their first members are apart, all others near theirs", () => {
    fc.assert(
      fc.property(fc.array(spots, { maxLength: 60 }), (some) => {
        const clusters = clustersOf(placed(some), 30);
        const ids = clusters.flatMap(({ members }) => members.map(({ id }) => id));
        expect(ids.toSorted()).toEqual(some.map((_, at) => String(at)).toSorted());
        for (const { members } of clusters)
          for (const { spot } of members) expect(apart(spot, members[0]?.spot)).toBeLessThan(30);
        const pairs = clusters.flatMap((one, at) => clusters.slice(at + 1).map((other) => [one, other] as const));
        for (const [one, other] of pairs)
          expect(apart(one.members[0]?.spot, other.members[0]?.spot)).toBeGreaterThanOrEqual(30);
      }),
    );
  });
});

function apart([x, y]: Spot = [Number.NaN, 0], [otherX, otherY]: Spot = [Number.NaN, 0]): number {
  return Math.hypot(x - otherX, y - otherY);
}

describe("places", () => {
  const fields = { latitude: "latitude", longitude: "longitude", radius: "radius" };
  const record = (latitude: unknown, longitude: unknown, radius: number) => ({
    id: "geo_1",
    version: 1,
    label: "Berlin",
    ...Object(JSON.parse(JSON.stringify({ latitude, longitude, radius }))),
  });
  const projection = projectionFor(SIZE);

  it("lie where the projection puts them, with the outline of what is around", () => {
    const [berlin] = placesOf([record(52.52, 13.4, 100_000)], fields, projection);
    expect(berlin?.spot[0]).toBeGreaterThan(SIZE.width / 2);
    expect(berlin?.spot[1]).toBeLessThan(SIZE.height / 2);
    expect(berlin?.circle).toMatch(/^M[\d.]+,[\d.]+L.*Z$/);
  });

  it("may be as large as the Earth", () => {
    expect(placesOf([record(0, 0, 20_037_508)], fields, projection)[0]?.circle).not.toBeNull();
  });

  it("are left out where the fields hold none", () => {
    expect(placesOf([record(null, 13.4, 1), record("52", 13, 1)], fields, projection)).toEqual([]);
  });

  it("have no outline without a radius", () => {
    expect(placesOf([record(1, 1, 5)], { ...fields, radius: null }, projection)[0]?.circle).toBeNull();
  });
});

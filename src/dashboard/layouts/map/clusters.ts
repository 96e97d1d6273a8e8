/** Places that lie too close together on the screen to be told apart, as one mark each. */
import type { Spot } from "./map-view.ts";

export interface Placed {
  readonly id: string;
  readonly spot: Spot;
}

export interface Cluster<Item extends Placed> {
  /** That of its first member, so that marks of clusters never lie upon each other. */
  readonly spot: Spot;
  /** In the order in which they were given; at least one. */
  readonly members: readonly Item[];
}

/**
 * Each place joins the first cluster whose first member is closer than `distance`, else it begins one. Only the nine cells around a
 * place are looked through, so that a thousand places take a thousand steps and not a million.
 */
export function clustersOf<Item extends Placed>(places: readonly Item[], distance: number): readonly Cluster<Item>[] {
  const cells = new Map<string, Item[][]>();
  const groups: Item[][] = [];
  const cellOf = ([x, y]: Spot): Spot => [Math.floor(x / distance), Math.floor(y / distance)];
  for (const place of places) {
    const [column, row] = cellOf(place.spot);
    const near = AROUND.flatMap(([dx, dy]) => cells.get(`${column + dx} ${row + dy}`) ?? []);
    const group = near.find(([first]) => first !== undefined && apart(first.spot, place.spot) < distance);
    if (group) {
      group.push(place);
      continue;
    }
    const begun = [place];
    groups.push(begun);
    const cell = `${column} ${row}`;
    cells.set(cell, [...(cells.get(cell) ?? []), begun]);
  }
  return groups.flatMap((members) => (members[0] ? { members, spot: members[0].spot } : []));
}

const AROUND = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy] as const));

function apart([x, y]: Spot, [otherX, otherY]: Spot): number {
  return Math.hypot(x - otherX, y - otherY);
}

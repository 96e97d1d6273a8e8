/** Which part of a map is shown: how far it is enlarged, and where its corner lies. All lengths are in pixels of the screen. */

/** A point of the whole map, at its smallest, lies on the screen at `x + scale * point`. */
export interface MapView {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place on the screen, or on the whole map: `[x, y]`. */
export type Spot = readonly [x: number, y: number];

export const WHOLE: MapView = { scale: 1, x: 0, y: 0 };

/** Beyond it coasts are nothing but straight lines: they are drawn 1 to 110 million. */
export const LARGEST = 64;

/** Enlarged by a factor, with the spot staying where it is. */
export function zoomed(view: MapView, factor: number, [x, y]: Spot, size: Size): MapView {
  const scale = Math.min(LARGEST, Math.max(1, view.scale * factor));
  const ratio = scale / view.scale;
  return kept({ scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio }, size);
}

export function moved(view: MapView, dx: number, dy: number, size: Size): MapView {
  return kept({ ...view, x: view.x + dx, y: view.y + dy }, size);
}

/** So that all these spots of the whole map are in sight, with room around them. */
export function around(spots: readonly Spot[], { width, height }: Size): MapView {
  const [left, right] = extent(spots.map(([x]) => x));
  const [top, bottom] = extent(spots.map(([, y]) => y));
  const fit = 0.6 * Math.min(width / Math.max(1, right - left), height / Math.max(1, bottom - top));
  const scale = Math.min(LARGEST, Math.max(1, fit));
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return kept({ scale, x: width / 2 - x * scale, y: height / 2 - y * scale }, { width, height });
}

/** Where a spot of the whole map lies on the screen. */
export function onScreen({ scale, x, y }: MapView, spot: Spot): Spot {
  return [x + scale * spot[0], y + scale * spot[1]];
}

export function isInSight([x, y]: Spot, { width, height }: Size): boolean {
  return x >= 0 && x <= width && y >= 0 && y <= height;
}

/** The map fills the screen at any scale. */
function kept({ scale, x, y }: MapView, { width, height }: Size): MapView {
  const within = (at: number, length: number) => Math.min(0, Math.max(length - length * scale, at));
  return { scale, x: within(x, width), y: within(y, height) };
}

function extent(values: readonly number[]): readonly [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}

const STEP = 64;

/** What a key does to the view; null for keys that do nothing. */
export function afterKey(key: string, view: MapView, size: Size): MapView | null {
  const middle: Spot = [size.width / 2, size.height / 2];
  switch (key) {
    case "+":
    case "=":
      return zoomed(view, 1.6, middle, size);
    case "-":
    case "_":
      return zoomed(view, 1 / 1.6, middle, size);
    case "0":
      return WHOLE;
    case "ArrowLeft":
      return moved(view, STEP, 0, size);
    case "ArrowRight":
      return moved(view, -STEP, 0, size);
    case "ArrowUp":
      return moved(view, 0, STEP, size);
    case "ArrowDown":
      return moved(view, 0, -STEP, size);
    default:
      return null;
  }
}

/** How wide people made the columns of a table. */
import * as z from "zod/mini";

/** Pixels by the name of the column; others are as wide as their values take. Names stand in order: the same widths are the same text. */
export type Widths = Readonly<Record<string, number>>;

export const NO_WIDTHS: Widths = {};

/** Pixels. The least leaves room for a word and for the edge at which a column is taken. */
const LEAST = 64;
const MOST = 1_200;
/** Pixels by which a key makes a column wider or narrower. */
export const STEP = 16;

const widthsSchema = z.record(z.string(), z.number());

/** Widths from an address or a saved view, within their bounds; none for what is something else. */
export function widthsIn(value: unknown): Widths {
  const parsed = z.safeParse(widthsSchema, value);
  return parsed.success
    ? ordered(Object.entries(parsed.data).map(([name, width]) => [name, bounded(width)]))
    : NO_WIDTHS;
}

/** The nearest width that a column may have. */
export function bounded(width: number): number {
  return Math.min(MOST, Math.max(LEAST, Math.round(width)));
}

/** The widths with another one for a column; null for the one that it has by itself. */
export function resized(widths: Widths, name: string, width: number | null): Widths {
  const others = Object.entries(widths).filter(([each]) => each !== name);
  return ordered(width === null ? others : [...others, [name, bounded(width)]]);
}

function ordered(entries: readonly (readonly [string, number])[]): Widths {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

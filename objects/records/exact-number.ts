/**
 * Doubles on their way through JSON into SQLite. SQLite rounds decimal text correctly only near 1: measured in workerd over
 * a million numbers each, it read all of those from 1e-60 to 1e60 right and 2 % of those from 1e-100 to 1e100 wrong.
 */
import { READABLE } from "../../src/resources/custom-fields.ts";

/** The condition under which a number that SQLite has read from JSON is `isReadable`. */
export function readableSql(value: string): string {
  return `(${value} = 0 OR abs(${value}) BETWEEN ${READABLE.least} AND ${READABLE.most})`;
}

/** A number as two integers, which JSON carries exactly: significand and power of two. `exactNumberSql` puts them together. */
export type NumberParts = readonly [significand: number, exponent: number];

const MANTISSA_BITS = 52;
/** The exponent of the last bit of the smallest numbers. */
const LEAST_EXPONENT = -1074;

export function numberParts(value: number): NumberParts {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const biased = (view.getUint32(0) >>> 20) & 0x7ff;
  const fraction = (view.getUint32(0) & 0xfffff) * 2 ** 32 + view.getUint32(4);
  const significand = biased === 0 ? fraction : fraction + 2 ** MANTISSA_BITS;
  return [value < 0 ? -significand : significand, Math.max(biased, 1) - 1 + LEAST_EXPONENT];
}

/**
 * The number whose parts lie at a path of a JSON text; null when there is none.
 * @param path without the quotes, such as `$[3]`.
 */
export function exactNumberSql(json: string, path: string): string {
  return `(json_extract(${json}, '${path}[0]') * pow(2, json_extract(${json}, '${path}[1]')))`;
}

/** How values of records are compared in memory, by the server and by clients alike: as SQLite compares them. */

/**
 * Compares two values of one field. null stands behind everything in both directions, text behind what is no text.
 * @param sign 1 for ascending, -1 for descending.
 */
export function compareValues(a: unknown, b: unknown, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === "string" && typeof b === "string") return sign * compareText(a, b);
  if (typeof a === "string" || typeof b === "string") return typeof a === "string" ? sign : -sign;
  return sign * (Number(a) - Number(b));
}

/** By Unicode code point, as UTF-8 orders; JavaScript's `<` compares UTF-16 units, which differ beyond U+FFFF. */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Moves surrogates, which stand for code points from U+10000, behind U+E000 to U+FFFF. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Text with `A` to `Z` lowered and nothing else: what SQLite's `lower` does. */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

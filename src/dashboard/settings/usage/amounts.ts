/** Sizes and shares, in the reader's language. */

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** `1.5 MB`; a kilobyte is 1,024 bytes, as the plans count. @param language of the reader unless given */
export function sizeText(bytes: number, language?: string): string {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  const format = new Intl.NumberFormat(language, {
    style: "unit",
    unit: UNITS[step] ?? "byte",
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step === 0 ? 0 : 1,
  });
  return format.format(bytes / 1_024 ** step);
}

/** From 0 to 1, and never more: what is over a limit fills it. */
export function shareOf(used: number, most: number): number {
  return most <= 0 ? 1 : Math.min(Math.max(used / most, 0), 1);
}

/** How a share is to be taken: from four fifths on it is time to think, from 95 of a hundred on to act. */
export function levelOf(share: number): "good" | "warn" | "bad" {
  if (share >= 0.95) return "bad";
  return share >= 0.8 ? "warn" : "good";
}

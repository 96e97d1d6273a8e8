/** Times that a filter counts from now on, as the API writes them: `now-7d`, `startOfMonth`. All of it is UTC. */

export const ANCHORS = ["now", "today", "startOfWeek", "startOfMonth", "startOfYear"] as const;
export type Anchor = (typeof ANCHORS)[number];

export const UNITS = ["m", "h", "d", "w"] as const;
export type Unit = (typeof UNITS)[number];

/** `offset` counts units, before the anchor where it is negative. */
export interface RelativeDate {
  readonly anchor: Anchor;
  readonly offset: number;
  readonly unit: Unit;
}

const PATTERN = /^(now|today|startOfWeek|startOfMonth|startOfYear)(?:([+-])(\d{1,6})([smhdw]))?$/;

/** @returns null for a time that stands for itself, and for what is no time */
export function readRelative(text: unknown): RelativeDate | null {
  const [, anchor, sign, amount = "0", unit = "d"] = (typeof text === "string" && PATTERN.exec(text)) || [];
  const known = ANCHORS.find((each) => each === anchor);
  if (!known) return null;
  const seconds = unit === "s";
  // What is counted in seconds is shown in minutes: nobody asks a table for seconds.
  const count = seconds ? Math.round(Number(amount) / 60) : Number(amount);
  return {
    anchor: known,
    offset: count === 0 ? 0 : sign === "-" ? -count : count,
    unit: UNITS.find((each) => each === unit) ?? "m",
  };
}

export function writeRelative({ anchor, offset, unit }: RelativeDate): string {
  const amount = Math.min(999_999, Math.abs(Math.trunc(offset)));
  return amount === 0 ? anchor : `${anchor}${offset < 0 ? "-" : "+"}${amount}${unit}`;
}

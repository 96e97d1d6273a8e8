/** Dates as filters write them: times with any offset, days, and times relative to now. All of it is UTC. */
import { isDay, toInstant } from "../../src/resources/values.ts";

const RELATIVE = /^(now|today|startOfWeek|startOfMonth|startOfYear)(?:([+-])(\d{1,6})([smhdw]))?$/;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/**
 * The point in time a text means, as stored (`2026-11-21T02:52:58.123Z`); null when it means none.
 * Accepts `2026-11-21T03:52+01:00`, `2026-11-21`, and `now`, `today`, `startOfWeek` (Monday), `startOfMonth` and
 * `startOfYear`, each with an optional `+` or `-`, a number and a unit (`s`, `m`, `h`, `d`, `w`): `now-7d`.
 * @param now milliseconds since 1970.
 */
export function resolveInstant(text: string, now: number): string | null {
  const relative = RELATIVE.exec(text);
  if (!relative) return toInstant(isDay(text) ? `${text}T00:00:00Z` : text);
  const [, anchor = "", sign, amount = "0", unit = ""] = relative;
  const offset = Number(amount) * (UNITS[unit] ?? 0);
  return toText(anchorOf(anchor, now) + (sign === "-" ? -offset : offset));
}

/** The Monday on or before a day, both as `YYYY-MM-DD`. */
export function mondayOf(day: string): string {
  return startOfWeek(Date.parse(`${day}T00:00:00Z`))
    .toISOString()
    .slice(0, 10);
}

function anchorOf(anchor: string, now: number): number {
  const date = new Date(now);
  switch (anchor) {
    case "today":
      return date.setUTCHours(0, 0, 0, 0);
    case "startOfWeek":
      return startOfWeek(now).getTime();
    case "startOfMonth":
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    case "startOfYear":
      return Date.UTC(date.getUTCFullYear(), 0, 1);
    default:
      return now;
  }
}

function startOfWeek(at: number): Date {
  const date = new Date(at);
  const daysSinceMonday = (date.getUTCDay() + 6) % 7;
  date.setUTCHours(0, 0, 0, 0);
  date.setUTCDate(date.getUTCDate() - daysSinceMonday);
  return date;
}

/** Only the years 0001 to 9999 have the fixed shape that orders as text. */
function toText(at: number): string | null {
  const text = Number.isFinite(new Date(at).getTime()) ? new Date(at).toISOString() : "";
  return /^(?!0000)\d{4}-/.test(text) ? text : null;
}

/** Times and days of the calendar, in the reader's zone, as they are shown and as the browser's own controls take them. */

const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const TIME_OF_DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });

/** The zone of the reader, such as `Europe/Berlin`. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param at ISO 8601; what is none is shown as it is */
export function formatTime(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? at : TIME.format(date);
}

/** A day of the calendar is the same everywhere. @param day `1987-03-21` */
export function formatDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? day : TIME_OF_DAY.format(date);
}

const two = (value: number) => String(value).padStart(2, "0");

/** A time for `<input type="datetime-local">`, in the reader's zone; seconds only where there are some. Empty for what is none. */
export function localOf(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const seconds = date.getSeconds() === 0 ? "" : `:${two(date.getSeconds())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}${seconds}`;
}

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/;

/** What such an input holds, as UTC with milliseconds; null for what is not complete. */
export function instantOf(local: string): string | null {
  const match = LOCAL.exec(local);
  if (!match) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const date = new Date(2000, 0, 1, hour, minute, second);
  // The constructor takes the years 0 to 99 for 1900 to 1999; this does not.
  date.setFullYear(year, month - 1, day);
  // Days on which clocks change have another offset than the one above.
  date.setHours(hour, minute, second, 0);
  return date.toISOString();
}

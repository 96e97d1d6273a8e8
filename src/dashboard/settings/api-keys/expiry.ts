/** How long a key is to be good for. */

/** Days, as a form offers them; `never` for a key that does not end. */
export const LIFETIMES = ["30", "90", "365", "never"] as const;

/** When a key of this lifetime ends, ISO 8601; null for never. @param now milliseconds since 1970 */
export function expiryOf(lifetime: string, now: number): string | null {
  const days = Number(lifetime);
  return Number.isInteger(days) && days > 0 ? new Date(now + days * 86_400_000).toISOString() : null;
}

/** Which lines of a list have come while it was shown. */
import { useRef } from "react";

/** @returns whether a line was not there when the list was first complete */
export function useArrivals(lines: readonly { readonly key: string }[], settled: boolean): (key: string) => boolean {
  const first = useRef<ReadonlySet<string> | null>(null);
  // Written once, with what the first complete render shows: rendering again gives the same.
  if (settled) first.current ??= new Set(lines.map(({ key }) => key));
  const known = first.current;
  return (key) => known !== null && !known.has(key);
}

/** Ids of records. */
import { monotonicFactory } from "ulid";

// Monotonic per isolate: ids made in one millisecond still order by creation.
let nextUlid: ((now: number) => string) | undefined;

/** A new id: the prefix and a ULID (`hum_01J…`). */
export function newId(prefix: string, now: number): string {
  // Made on first use: randomness is forbidden while a Worker's modules load.
  nextUlid ??= monotonicFactory();
  return `${prefix}_${nextUlid(now)}`;
}

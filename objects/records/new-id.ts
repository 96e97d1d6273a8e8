/** Ids of records. */
import { monotonicFactory } from "ulid";

// Monotonic per isolate: ids made in one millisecond still order by creation.
let nextUlid: ((now: number) => string) | undefined;

/** A new id: the prefix and a ULID (`hum_01J…`). */
export function newId(prefix: string, now: number): string {
  // Made on first use: randomness is forbidden while a Worker's modules load.
  nextUlid ??= monotonicFactory(randomShare);
  return `${prefix}_${nextUlid(now)}`;
}

/** Random bytes in store: the library would ask the runtime for each of an id's sixteen. */
const bytes = new Uint8Array(1_024);
let used = bytes.length;

/** From 0 to 1, 1 not included. */
function randomShare(): number {
  if (used === bytes.length) {
    crypto.getRandomValues(bytes);
    used = 0;
  }
  const byte = bytes[used] ?? 0;
  used += 1;
  return byte / 256;
}

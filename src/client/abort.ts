/** Waits that a caller's signal may end. */
import type { Clock } from "./clock.ts";
import { CroftError } from "./error.ts";

/** @throws CroftError ABORTED, as soon as the signal says so. */
export async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise;
  let abort = () => {};
  const ended = new Promise<never>((_, reject) => {
    abort = () => reject(aborted(signal.reason));
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([ended, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** Ends after so many milliseconds. @throws CroftError ABORTED, as soon as the signal says so. */
export async function pause(ms: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  let cancel = () => {};
  const passed = new Promise<void>((done) => {
    cancel = clock.after(ms, done);
  });
  try {
    await unlessAborted(passed, signal);
  } finally {
    cancel();
  }
}

export function aborted(cause: unknown): CroftError {
  return new CroftError("ABORTED", "The call was aborted.", { cause });
}

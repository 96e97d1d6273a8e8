/** Ends sockets when their credentials do: a job for the first of them, since nobody may call the object at that time. */
import type { JobKind, Jobs } from "../jobs.ts";
import type { Live } from "./live.ts";

export const LIVE_EXPIRY = "live-expiry";

/** To be called whenever a socket was opened or spoke: it may have brought a new credential. */
export function armExpiry(live: Live, jobs: Jobs): void {
  const at = live.nextExpiry();
  if (at === null) return;
  jobs.schedule(LIVE_EXPIRY, LIVE_EXPIRY, at + 1);
  void jobs.arm();
}

/** @param live is asked at run time: kinds are registered before the object is put together. */
export function expiryKind(live: () => Live): JobKind {
  return {
    maxAttempts: Number.POSITIVE_INFINITY,
    run: async () => {
      live().rightsChanged();
      const at = live().nextExpiry();
      return at === null ? undefined : { again: at + 1 };
    },
  };
}

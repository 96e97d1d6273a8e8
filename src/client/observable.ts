/** What can be watched: the connection of a tenant, and live queries. */
import type { CroftError } from "./error.ts";

/** A value that changes. Fits React's `useSyncExternalStore`. */
export interface Observable<Value> {
  /** The value now; the same object until it changes. */
  readonly value: Value;
  /** Calls the listener at every change, not at once. @returns what ends that. */
  subscribe(listener: (value: Value) => void): () => void;
}

/** How a tenant's connection stands. Times are milliseconds since 1970. */
export type ConnectionState =
  /** Nothing is followed, and there is no socket. */
  | { readonly status: "idle" }
  | { readonly status: "connecting" }
  /** The socket is open, and not every query has been confirmed. */
  | { readonly status: "catching-up" }
  /** Every query is confirmed; `seq` is the position of the log at which that became so. */
  | { readonly status: "live"; readonly seq: number }
  /** Nothing is heard since `since`; the next attempt is at `retryAt`. */
  | { readonly status: "offline"; readonly since: number; readonly retryAt: number }
  /** Nothing is tried any more, until `reconnect()`. */
  | { readonly status: "closed"; readonly reason: CroftError };

/** What a live query shows. */
export interface LiveResult<Item> {
  /** In the query's order, with optimistic writes laid over. The same array while nothing changes; unchanged records stay the same objects. */
  readonly data: readonly Item[];
  /** Position of the log up to which the server has confirmed it; null before its first answer. */
  readonly seq: number | null;
  /** `stale`: shown, but not confirmed now, as while offline. `failed`: `error` says why. */
  readonly status: "loading" | "live" | "stale" | "failed";
  readonly error: CroftError | null;
}

/** A query that is followed while somebody subscribes to it. */
export interface LiveQuery<Item> extends Observable<LiveResult<Item>> {
  /** Follows the query until its first confirmed result. @throws CroftError when it fails, or when the signal ends the wait (`ABORTED`). */
  ready(signal?: AbortSignal): Promise<LiveResult<Item>>;
}

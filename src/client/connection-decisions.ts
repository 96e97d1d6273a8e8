/** What to do after a connection was lost, and how long to wait. */
import { CLOSE, retryAfterClose } from "../protocol/close-codes.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import { CroftError } from "./error.ts";

/** One connection, as it ended. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
  /** Connections lost in a row, this one not counted, since one proved healthy. */
  readonly failures: number;
  /** Whether another token can be had: the token is fetched, and this was not a new one already. */
  readonly renewable: boolean;
}

/** `renew`: with another token. `asked`: by the server, not to be cut short. `closed`: nothing is tried any more. Waits are milliseconds. */
export type Next =
  | { readonly kind: "retry"; readonly wait: number; readonly renew: boolean; readonly asked: boolean }
  | { readonly kind: "closed"; readonly reason: CroftError };

const SECOND = 1_000;
/** Bounds of the jitter, in seconds: short while a restart may be under way, so that all are back 3 seconds after it. */
const WINDOWS = [2, 2, 2, 2, 2, 2, 2, 2, 4, 8, 16, 30];
/** However the dice fall, a failing connection is not a busy loop. */
const LEAST_MS = 50;
/** Longest that a server's word is taken for. */
const MOST_MS = 3_600_000;

/** Full jitter, so that a thousand clients that were cut off together return apart. @param random from 0 to 1. */
export function waitAfter(failures: number, random: number): number {
  return LEAST_MS + Math.round(random * (WINDOWS[failures] ?? 30) * SECOND);
}

/** @param random from 0 to 1. */
export function afterClose({ code, reason, failures, renewable }: Ending, random: number): Next {
  const wait = waitAfter(failures, random);
  const retry = retryAfterClose(code);
  if (retry === "now") return again(wait);
  if (retry === "delay") return again(secondsIn(reason) * SECOND + wait, { asked: true });
  if (retry === "credential" && renewable) return again(failures === 0 ? LEAST_MS : wait, { renew: true });
  return { kind: "closed", reason: closeError(code, reason) };
}

/** What a call says of a service whose sockets are refused without a word. @param random from 0 to 1. */
export function afterProbe(error: CroftError | null, failures: number, random: number): Next {
  const wait = waitAfter(failures, random);
  if (error && [401, 403, 404].includes(error.status)) return { kind: "closed", reason: error };
  const asked = error?.retryAfter ?? null;
  return asked === null ? again(wait) : again(Math.min(asked, MOST_MS) + wait, { asked: true });
}

export function again(wait: number, { renew = false, asked = false } = {}): Next {
  return { kind: "retry", wait, renew, asked };
}

/** The delay of `retry after 5`. */
function secondsIn(reason: string): number {
  const seconds = Number(/(\d{1,7})\D*$/.exec(reason)?.[1] ?? 5);
  return Math.min(seconds, MOST_MS / SECOND);
}

const ERROR_CODE: Readonly<Record<number, ErrorCode>> = {
  [CLOSE.TOO_LARGE]: "PAYLOAD_TOO_LARGE",
  [CLOSE.UNAUTHENTICATED]: "UNAUTHENTICATED",
  [CLOSE.FORBIDDEN]: "FORBIDDEN",
};

function closeError(close: number, reason: string): CroftError {
  const message = `The service closed the connection (${close}${reason && `: ${reason}`}).`;
  return CroftError.from({ code: ERROR_CODE[close] ?? "BAD_REQUEST", message });
}

/** Why a live socket was closed: a closed list, with what a client should do next. */

export const CLOSE = {
  /** One message was larger than a socket may send. */
  TOO_LARGE: 1009,
  /** The service restarts; resubscribe with `since`. */
  RESTARTING: 1012,
  /** The client sent something that is not part of the protocol. */
  PROTOCOL_ERROR: 4400,
  /** The credential is missing, wrong or over. */
  UNAUTHENTICATED: 4401,
  /** The credential was revoked, or its owner removed. */
  FORBIDDEN: 4403,
  /** The client does not take what it is sent; resubscribe with `since`. */
  TOO_SLOW: 4408,
  /** Too many sockets, or too many messages from this one. */
  TOO_MANY: 4429,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** When to connect again: at once (with jitter), with a new credential, after the seconds that end the reason, or never. */
export type CloseRetry = "now" | "credential" | "delay" | "never";

const RETRY: Readonly<Record<number, CloseRetry>> = {
  [CLOSE.TOO_LARGE]: "never",
  [CLOSE.RESTARTING]: "now",
  [CLOSE.PROTOCOL_ERROR]: "never",
  [CLOSE.UNAUTHENTICATED]: "credential",
  [CLOSE.FORBIDDEN]: "never",
  [CLOSE.TOO_SLOW]: "now",
  [CLOSE.TOO_MANY]: "delay",
};

/** What a client should do about a close code; codes of the transport itself (1001, 1006 …) mean trying again. */
export function retryAfterClose(code: number): CloseRetry {
  return RETRY[code] ?? "now";
}

/** Why a live socket was closed: a closed list, with what a client should do next. */

interface CloseEntry {
  /** Code of the close frame. */
  readonly code: number;
  /** When to connect again: at once (with jitter), after a new credential, after the seconds named in the reason, or never. */
  readonly retry: "now" | "credential" | "delay" | "never";
  /** The reason sent where no better one is given. */
  readonly reason: string;
}

export const CLOSE = {
  /** One message was larger than a socket may send. */
  tooLarge: { code: 1009, retry: "never", reason: "message too large" },
  /** The service restarts; resubscribe with `since`. */
  restarting: { code: 1012, retry: "now", reason: "restarting" },
  /** The client sent something that is not part of the protocol. */
  protocolError: { code: 4400, retry: "never", reason: "protocol error" },
  /** The credential is missing, wrong or over. */
  unauthenticated: { code: 4401, retry: "credential", reason: "not authenticated" },
  /** The credential was revoked, or its owner removed. */
  forbidden: { code: 4403, retry: "never", reason: "no longer allowed" },
  /** The client does not take what it is sent; resubscribe with `since`. */
  tooSlow: { code: 4408, retry: "now", reason: "too slow" },
  /** Too many sockets, or too many messages from this one. */
  tooMany: { code: 4429, retry: "delay", reason: "retry after 5" },
} as const satisfies Record<string, CloseEntry>;

export type CloseName = keyof typeof CLOSE;

/** What a client should do about a close code; codes of the transport itself (1001, 1006 …) mean trying again. */
export function retryAfterClose(code: number): CloseEntry["retry"] {
  const entry = Object.values(CLOSE).find((candidate) => candidate.code === code);
  return entry?.retry ?? "now";
}

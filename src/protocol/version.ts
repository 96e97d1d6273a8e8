/** Version of the wire format; see the history below before raising it. */
export const PROTOCOL_VERSION = 1;

/**
 * What the wire format was, the newest last. `fingerprint` is that of the schemas of messages, errors, changes and envelopes
 * (test/protocol/version.test.ts tells it): what adds to a version replaces its fingerprint, and what takes something away or
 * gives it another meaning is a new version with a line of its own.
 */
export const PROTOCOL_HISTORY: readonly {
  readonly version: number;
  readonly fingerprint: string;
  readonly note: string;
}[] = [
  {
    version: 1,
    fingerprint: "aae712b4ea7c515d",
    note: "Live queries and aggregates, errors, the change feed, envelopes.",
  },
];

/** Subprotocol that sockets speak. */
export const SUBPROTOCOL = `croft.v${PROTOCOL_VERSION}`;

/** Prefix of the subprotocol that carries a browser's credential. */
export const TOKEN_SUBPROTOCOL_PREFIX = "croft.token.";

/** Version of the wire format; see the history below before raising it. */
export const PROTOCOL_VERSION = 1;

/** Subprotocol that sockets speak. */
export const SUBPROTOCOL = `croft.v${PROTOCOL_VERSION}`;

/** Prefix of the subprotocol that carries a browser's credential. */
export const TOKEN_SUBPROTOCOL_PREFIX = "croft.token.";

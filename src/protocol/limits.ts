/** Subscriptions of one socket. */
export const LIVE_SUBSCRIPTIONS = 64;
/** Bytes of one message from a client. */
export const LIVE_MESSAGE_BYTES = 65_536;

/** Limits a client can meet, with their source. */
export const LIMITS = {
  /** Bytes of a JSON body (api.md, Common rules). */
  bodyBytes: 1_048_576,
  /** Levels of nesting in a JSON body; V8 itself sets none. */
  jsonDepth: 32,
  /** Keys of all objects of a JSON body together. */
  jsonKeys: 100_000,
  /** Bytes of one record as JSON: a log row holds it twice, and a row ends at 2 MB (platform.md 1.1). */
  recordBytes: 900_000,
  /** Bytes of the answer to a write: it may have to be stored for a repetition, and a row ends at 2 MB (platform.md 1.1). */
  answerBytes: 1_900_000,
  /** Operations of one batch. */
  batchOperations: 500,
  /** Characters of an Idempotency-Key. */
  idempotencyKeyLength: 255,
  /** Entries of one page of the change feed. */
  changesPage: 1_000,
  /** Invitations a tenant may make in 24 hours: each is a mail to somebody who may not have asked for it. */
  invitationsPerDay: 500,
  live: {
    subscriptions: LIVE_SUBSCRIPTIONS,
    messageBytes: LIVE_MESSAGE_BYTES,
    /** Messages after which a client must have acknowledged. */
    ackEvery: 100,
    /** Unacknowledged messages at which a socket is closed at once. */
    unacknowledged: 1_000,
    /** Milliseconds without an acknowledgement, while more than `ackEvery` messages are out, until a socket is closed. */
    ackTimeoutMs: 30_000,
    /** Bytes waiting in the runtime for one socket: they cost memory one to one (platform.md, point 7). */
    bufferedBytes: 1_048_576,
    /** Messages a second that a socket may send in the long run, and at once. */
    messagesPerSecond: 50,
    messageBurst: 200,
    /** Largest `limit` of a live query. */
    window: 1_000,
  },
} as const;

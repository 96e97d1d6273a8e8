/**
 * What a tenant's object keeps beside its records and the tables of objects/records/tables.ts.
 *
 * | table             | holds                                          | may be lost                        |
 * |-------------------|------------------------------------------------|------------------------------------|
 * | api_key_secrets   | hashes of the secrets of api-keys' records     | never                              |
 * | invitation_tokens | hashes of the tokens of invitations' records   | never                              |
 * | ended_sessions    | sessions whose access tokens may live on       | a token lives on for five minutes  |
 * | github_taken      | what was taken from repositories               | some of it is taken once more      |
 *
 * Records are copied to the log, to exports and to the directory; these rows go nowhere.
 */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** While a key is rotated it has two secrets. */
export const apiKeySecrets = sqliteTable(
  "api_key_secrets",
  {
    /** Id of the key's record. */
    keyId: text("key_id").notNull(),
    hash: text("hash").notNull(),
    /** Milliseconds since 1970 from which the secret is refused; null for as long as its key is valid. */
    expiresAt: integer("expires_at"),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.hash] })],
);

/** Usually one an invitation: another one where the MAC secret was changed before its mail went out. */
export const invitationTokens = sqliteTable(
  "invitation_tokens",
  {
    hash: text("hash").primaryKey(),
    /** Id of the invitation's record. */
    invitationId: text("invitation_id").notNull(),
    /** End of the invitation, milliseconds since 1970: its row goes some time after. */
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("invitation_tokens_end").on(table.expiresAt)],
);

export const endedSessions = sqliteTable("ended_sessions", {
  /** Id of the session, as access tokens name it, or of a person, for all of theirs. */
  session: text("session").primaryKey(),
  /** Milliseconds since 1970 from which no access token of the session is alive. */
  until: integer("until").notNull(),
});

/** What was taken from GitHub's repositories is taken once, whatever becomes of the records that were made of it. */
export const githubTaken = sqliteTable("github_taken", {
  /** `github:{id}` of a person, the externalId of an activity, or an error with its repository. */
  key: text("key").primaryKey(),
  /** Milliseconds since 1970. */
  at: integer("at").notNull(),
});

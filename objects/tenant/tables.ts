/**
 * What a tenant's object keeps beside its records and the tables of objects/records/tables.ts.
 *
 * | table           | holds                                      | may be lost |
 * |-----------------|--------------------------------------------|-------------|
 * | api_key_secrets | hashes of the secrets of api-keys' records | never       |
 *
 * Records are copied to the log, to exports and to the directory; these rows go nowhere.
 */
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

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

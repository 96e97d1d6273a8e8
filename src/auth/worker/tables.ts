/**
 * The database of croft-auth, in D1. Better Auth reads and writes the tables under its own names for them (`authTables`); the
 * columns of second factors and passkeys are there whether or not these are switched on, so that switching them on is no migration.
 *
 * | table                | holds                                                                        |
 * |----------------------|------------------------------------------------------------------------------|
 * | users                | people, by e-mail address in lower case                                      |
 * | sessions             | who is signed in where; `token` is the cookie's secret half                  |
 * | sign_in_methods      | password hash or account of another provider, one row each                   |
 * | verifications        | one-time values: password resets, states of sign-ins with other providers    |
 * | second_factors       | secrets of authenticator apps, encrypted, and backup codes                   |
 * | passkeys             | public keys of authenticators                                                |
 * | signing_keys         | keys of access tokens; the private half encrypted                            |
 * | local_mails          | mails of local runs; empty elsewhere                                         |
 * | clerk_people         | people of Clerk, as its webhooks last told                                   |
 * | clerk_receipts       | webhooks that were taken, for some days                                      |
 */
import { relations } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** A time, kept as integer milliseconds since 1970. */
const time = (name: string) => integer(name, { mode: "timestamp_ms" });
const flag = (name: string) => integer(name, { mode: "boolean" });

export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  emailVerified: flag("email_verified").notNull().default(false),
  image: text("image"),
  status: text("status", { enum: ["active", "suspended"] })
    .notNull()
    .default("active"),
  operator: flag("operator").notNull().default(false),
  twoFactorEnabled: flag("two_factor_enabled").notNull().default(false),
  createdAt: time("created_at").notNull(),
  updatedAt: time("updated_at").notNull(),
});

/** The column that says whose row it is; the row goes with its person. */
const owner = () =>
  text("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    token: text("token").notNull().unique(),
    userId: owner(),
    expiresAt: time("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

export const signInMethods = sqliteTable(
  "sign_in_methods",
  {
    id: text("id").primaryKey(),
    providerId: text("provider_id").notNull(),
    accountId: text("account_id").notNull(),
    userId: owner(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: time("access_token_expires_at"),
    refreshTokenExpiresAt: time("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (table) => [
    index("sign_in_methods_user").on(table.userId),
    // One account of a provider opens one account here, also where two sign-ins race.
    uniqueIndex("sign_in_methods_account").on(table.providerId, table.accountId),
  ],
);

export const verifications = sqliteTable(
  "verifications",
  {
    id: text("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: time("expires_at").notNull(),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (table) => [
    index("verifications_identifier").on(table.identifier),
    index("verifications_expires").on(table.expiresAt),
  ],
);

export const secondFactors = sqliteTable(
  "second_factors",
  {
    id: text("id").primaryKey(),
    userId: owner(),
    secret: text("secret").notNull(),
    backupCodes: text("backup_codes").notNull(),
    verified: flag("verified").notNull().default(true),
    failedVerificationCount: integer("failed_verification_count").notNull().default(0),
    lockedUntil: time("locked_until"),
  },
  (table) => [uniqueIndex("second_factors_user").on(table.userId)],
);

export const passkeys = sqliteTable(
  "passkeys",
  {
    id: text("id").primaryKey(),
    name: text("name"),
    publicKey: text("public_key").notNull(),
    userId: owner(),
    credentialID: text("credential_id").notNull(),
    counter: integer("counter").notNull(),
    deviceType: text("device_type").notNull(),
    backedUp: flag("backed_up").notNull(),
    transports: text("transports"),
    createdAt: time("created_at"),
    aaguid: text("aaguid"),
  },
  (table) => [index("passkeys_user").on(table.userId), uniqueIndex("passkeys_credential").on(table.credentialID)],
);

export const signingKeys = sqliteTable("signing_keys", {
  /** Counts up; two isolates that make the next key at once ask for the same number, and one of them loses. */
  number: integer("number").primaryKey(),
  kid: text("kid").notNull().unique(),
  /** JWK, as published. */
  publicKey: text("public_key").notNull(),
  /** JWK, encrypted with a version of AUTH_SECRETS. */
  privateKey: text("private_key").notNull(),
  /** From when on it signs (ms); it is published before. */
  signsFrom: integer("signs_from").notNull(),
});

export const localMails = sqliteTable("local_mails", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  to: text("to").notNull(),
  subject: text("subject").notNull(),
  text: text("text").notNull(),
  html: text("html").notNull(),
  sentAt: integer("sent_at").notNull(),
});

export const clerkPeople = sqliteTable("clerk_people", {
  /** `user_…`, as Clerk's tokens name them. */
  id: text("id").primaryKey(),
  /** Empty for somebody without one. */
  email: text("email").notNull(),
  emailVerified: flag("email_verified").notNull(),
  name: text("name").notNull(),
  suspended: flag("suspended").notNull(),
  /** The row stays behind, empty, so that a late event does not bring the person back. */
  deleted: flag("deleted").notNull(),
  createdAt: integer("created_at").notNull(),
  /** Clerk's time of the state that is kept, and of the event that told it: an older one changes nothing. */
  updatedAt: integer("updated_at").notNull(),
  eventAt: integer("event_at").notNull(),
});

export const clerkReceipts = sqliteTable(
  "clerk_receipts",
  {
    /** Id of the message, the same in all its repetitions. */
    id: text("id").primaryKey(),
    receivedAt: integer("received_at").notNull(),
  },
  (table) => [index("clerk_receipts_received").on(table.receivedAt)],
);

/** For a session together with its person in one query. */
export const sessionRelations = relations(sessions, ({ one }) => ({
  user: one(users, { fields: [sessions.userId], references: [users.id] }),
}));

export const signInMethodRelations = relations(signInMethods, ({ one }) => ({
  user: one(users, { fields: [signInMethods.userId], references: [users.id] }),
}));

export const userRelations = relations(users, ({ many }) => ({
  // Better Auth looks for its own name of a table and an "s".
  accounts: many(signInMethods),
  sessions: many(sessions),
}));

/**
 * Rows that SQLite writes for one create, which is what Cloudflare bills, and the query that each index is there for.
 * test/routes/write-costs.test.ts measures the first, test/unit/bench-costs.test.ts asks SQLite about the second.
 */

/** Rows written for one record with every indexed field set: the row with its indexes, its search document, its log entry. */
export interface WriteCost {
  readonly resource: string;
  readonly row: number;
  readonly search: number;
  readonly log: number;
}

export const WRITE_COSTS: readonly WriteCost[] = [
  { resource: "accounts", row: 4, search: 3, log: 2 },
  { resource: "activities", row: 6, search: 3, log: 2 },
  { resource: "bookings", row: 4, search: 0, log: 2 },
  { resource: "emails", row: 4, search: 3, log: 2 },
  { resource: "flights", row: 3, search: 3, log: 2 },
  { resource: "geo-interests", row: 4, search: 3, log: 2 },
  { resource: "humans", row: 5, search: 3, log: 2 },
  { resource: "leads", row: 6, search: 3, log: 2 },
  { resource: "pets", row: 3, search: 3, log: 2 },
  { resource: "phone-numbers", row: 4, search: 3, log: 2 },
  { resource: "views", row: 2, search: 3, log: 2 },
];

/** An index, and a query of Croft's that it serves. */
export interface IndexUse {
  readonly index: string;
  /** What a person would ask for. */
  readonly serves: string;
  /** The statement as Croft writes it, reduced to what decides about the index. */
  readonly query: string;
}

const LIVING = "deleted_at IS NULL";
/** A reference is looked up by relations (`expand`), by filters, and by the rule that a unique value is free. */
const by = (table: string, column: string): string => `SELECT id FROM ${table} WHERE ${LIVING} AND ${column} = ?`;
const ordered = (table: string, column: string): string =>
  `SELECT id FROM ${table} WHERE ${LIVING} AND ${column} >= ? ORDER BY ${column} DESC, id ASC LIMIT 51`;

export const INDEX_USES: readonly IndexUse[] = [
  { index: "accounts_domain", serves: "upsert and uniqueness by domain", query: by("accounts", "domain") },
  { index: "accounts_external", serves: "upsert and uniqueness by external id", query: by("accounts", "external_id") },
  { index: "activities_occurred", serves: "the timeline, newest first", query: ordered("activities", "occurred_at") },
  { index: "activities_subject", serves: "activities of a record", query: by("activities", "subject_id") },
  { index: "activities_human", serves: "activities of a human", query: by("activities", "human_id") },
  { index: "activities_external", serves: "upsert by external id", query: by("activities", "external_id") },
  {
    index: "changes_record",
    serves: "a record's history",
    query: "SELECT seq FROM changes WHERE record_id = ? AND resource = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
  },
  { index: "bookings_flight", serves: "seats taken on a flight, at every booking", query: by("bookings", "flight_id") },
  { index: "bookings_human", serves: "bookings of a human", query: by("bookings", "human_id") },
  { index: "documents_record", serves: "documents of a record", query: by("documents", "record_id") },
  { index: "emails_address", serves: "uniqueness, and whose address this is", query: by("emails", "address") },
  { index: "emails_human", serves: "addresses of a human", query: by("emails", "human_id") },
  { index: "emails_account", serves: "addresses of an account", query: by("emails", "account_id") },
  { index: "flights_departs", serves: "flights by departure", query: ordered("flights", "departs_at") },
  {
    index: "geo_interests_latitude",
    serves: "interests near a place",
    query: `SELECT id FROM geo_interests WHERE ${LIVING} AND latitude >= ? AND latitude <= ?`,
  },
  { index: "geo_interests_human", serves: "interests of a human", query: by("geo_interests", "human_id") },
  { index: "geo_interests_account", serves: "interests of an account", query: by("geo_interests", "account_id") },
  { index: "follows_repository", serves: "whether a repository is followed", query: by("follows", "repository_id") },
  {
    index: "follows_full_name",
    serves: "a follow by its repository's name, of any case",
    query: `SELECT id FROM follows WHERE ${LIVING} AND lower(full_name) = ?`,
  },
  { index: "humans_account", serves: "people of an account", query: by("humans", "account_id") },
  { index: "humans_github", serves: "upsert by GitHub id", query: by("humans", "github_id") },
  { index: "humans_external", serves: "upsert by external id", query: by("humans", "external_id") },
  { index: "invitations_email", serves: "whether an address is invited already", query: by("invitations", "email") },
  {
    index: "invitations_made",
    serves: "how many were invited lately",
    query: "SELECT count(*) FROM invitations WHERE created_at > ?",
  },
  {
    index: "invitation_tokens_end",
    serves: "forgetting the tokens of old invitations",
    query: "DELETE FROM invitation_tokens WHERE expires_at < ?",
  },
  { index: "leads_stage", serves: "a stage of the pipeline", query: by("leads", "stage") },
  { index: "leads_human", serves: "leads of a human", query: by("leads", "human_id") },
  { index: "leads_account", serves: "leads of an account", query: by("leads", "account_id") },
  { index: "leads_external", serves: "upsert by external id", query: by("leads", "external_id") },
  { index: "members_user", serves: "who a person is here, at the first request", query: by("members", "user_id") },
  { index: "members_email", serves: "whether an address is a member's", query: by("members", "email") },
  { index: "pets_owner", serves: "pets of a human", query: by("pets", "owner_id") },
  {
    index: "phone_numbers_number",
    serves: "uniqueness, and whose number this is",
    query: by("phone_numbers", "number"),
  },
  { index: "phone_numbers_human", serves: "numbers of a human", query: by("phone_numbers", "human_id") },
  { index: "phone_numbers_account", serves: "numbers of an account", query: by("phone_numbers", "account_id") },
  { index: "idempotency_at", serves: "forgetting old answers", query: "DELETE FROM idempotency WHERE at < ?" },
  {
    index: "jobs_due",
    serves: "the next job",
    query: "SELECT due_at FROM jobs WHERE due_at > ? ORDER BY due_at LIMIT 1",
  },
  {
    index: "live_groups_key_unique",
    serves: "the group of a live query",
    query: "SELECT id FROM live_groups WHERE key = ?",
  },
  {
    index: "search_docs_record_id_unique",
    serves: "the search document of a record",
    query: "DELETE FROM search_docs WHERE record_id = ?",
  },
];

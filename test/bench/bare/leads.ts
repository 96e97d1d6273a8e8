/** Leads as somebody would write them by hand: the columns spelled out, one statement a request. */

/** The part of the object's storage that is used. */
export interface Db {
  exec(query: string, ...bindings: (string | number | null)[]): { toArray(): Record<string, unknown>[] };
}

/** Fields of a lead that a client gives. */
export type LeadBody = Readonly<Record<string, string | number | null | readonly string[]>>;
/** A lead as Croft's API shows it. */
export type LeadRecord = Readonly<Record<string, string | number | null | readonly string[] | object>>;

const FIELDS = [
  ["id", "id"],
  ["created_at", "createdAt"],
  ["updated_at", "updatedAt"],
  ["created_by", "createdBy"],
  ["version", "version"],
  ["deleted_at", "deletedAt"],
  ["custom", "custom"],
  ["title", "title"],
  ["stage", "stage"],
  ["value", "value"],
  ["currency", "currency"],
  ["human_id", "humanId"],
  ["account_id", "accountId"],
  ["owner_id", "ownerId"],
  ["first_name", "firstName"],
  ["last_name", "lastName"],
  ["company", "company"],
  ["email", "email"],
  ["phone", "phone"],
  ["github_login", "githubLogin"],
  ["source", "source"],
  ["source_url", "sourceUrl"],
  ["external_id", "externalId"],
  ["expected_close_at", "expectedCloseAt"],
  ["lost_reason", "lostReason"],
  ["converted_at", "convertedAt"],
  ["tags", "tags"],
  ["notes", "notes"],
] as const;

const SELECTED = FIELDS.map(([column, field]) => `t."${column}" AS "${field}"`).join(", ");
const BY_ID = `SELECT ${SELECTED} FROM leads AS t WHERE id = ?`;
const PAGE = `SELECT ${SELECTED} FROM leads AS t WHERE t."deleted_at" IS NULL AND t."stage" = ? AND t."value" >= ?
  ORDER BY t."value" DESC, t."id" ASC LIMIT ?`;
const AFTER = `SELECT ${SELECTED} FROM leads AS t WHERE t.rowid > ? ORDER BY t.rowid`;
const INSERT = `INSERT INTO leads (${FIELDS.map(([column]) => column).join(", ")})
  VALUES (${FIELDS.map(() => "?").join(", ")})`;

export function leadById(db: Db, id: string): object | null {
  const [row] = db.exec(BY_ID, id).toArray();
  return row ? fromRow(row) : null;
}

/** Leads of one stage worth at least `least`, the most valuable first. One row more is read, to know whether there is a next page. */
export function leadsPage(db: Db, query: { stage: string; least: number; limit: number }): object[] {
  const rows = db.exec(PAGE, query.stage, query.least, query.limit + 1).toArray();
  return rows.slice(0, query.limit).map(fromRow);
}

/** Leads in the order in which they were inserted, after the first `count`. */
export function leadsAfter(db: Db, count: number): object[] {
  return db.exec(AFTER, count).toArray().map(fromRow);
}

/** Inserts a lead under a new id and returns it. */
export function insertLead(db: Db, body: LeadBody): LeadRecord {
  const now = new Date().toISOString();
  const lead: LeadRecord = {
    id: `lead_${crypto.randomUUID()}`,
    createdAt: now,
    updatedAt: now,
    createdBy: "bare",
    version: 1,
    deletedAt: null,
    custom: {},
    ...body,
  };
  insert(db, lead);
  return lead;
}

/** Inserts leads as they are and returns their number. */
export function loadLeads(db: Db, leads: readonly LeadRecord[]): number {
  for (const lead of leads) insert(db, lead);
  return leads.length;
}

function insert(db: Db, lead: LeadRecord): void {
  db.exec(INSERT, ...FIELDS.map(([, field]) => toColumn(lead[field] ?? null)));
}

function toColumn(value: LeadRecord[string]): string | number | null {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

function fromRow(row: Record<string, unknown>): object {
  return { ...row, custom: JSON.parse(String(row.custom)), tags: JSON.parse(String(row.tags)) };
}

/**
 * Writes the directory. Every write is guarded by the position of the tenant's log that it shows: repeating it changes
 * nothing and arriving late loses, so a caller that did not get an answer simply writes again.
 */
import { plainText } from "../protocol/search-terms.ts";
import { type Membership, membershipStatements, removeOlderMemberships } from "./memberships.ts";

/** What the directory shows of one record, or that it is gone. */
export interface Entry {
  readonly resource: string;
  readonly recordId: string;
  /** Empty when deleted, and so is `body`. */
  readonly title: string;
  readonly body: string;
  readonly createdBy: string;
  readonly deleted: boolean;
  /** Position of the tenant's log that this shows. */
  readonly seq: number;
  readonly updatedAt: string;
}

/** What the directory shows of one tenant. */
export interface TenantRow {
  readonly handle: string;
  readonly name: string;
  readonly plan: string;
  readonly status: string;
  readonly createdAt: string;
  /** Living records of all resources. */
  readonly records: number;
  /** Size of the tenant's database. */
  readonly bytes: number;
  readonly lastActivityAt: string;
  /** Position of the tenant's log up to which the directory shows it. */
  readonly seq: number;
  readonly projectedAt: string;
}

/** Characters of a title and of a text that the directory keeps; a tenant's own search knows all of it. */
const TITLE_LENGTH = 300;
const BODY_LENGTH = 20_000;
/** Characters of one JSON parameter, at most three bytes each: a parameter ends at 2 MB (platform.md 1.3). */
const PARAMETER_LENGTH = 500_000;
/** Rows of one deleting statement: a statement may take 30 s (platform.md 1.3). */
const ROWS_AT_ONCE = 1_000;

const UPSERT_ENTRIES = `INSERT INTO entries (tenant, resource, record_id, title, body, created_by, deleted, seq, updated_at)
  SELECT ?1, value ->> 'resource', value ->> 'recordId', value ->> 'title', value ->> 'body', value ->> 'createdBy',
    value ->> 'deleted', value ->> 'seq', value ->> 'updatedAt'
  FROM json_each(?2) WHERE true
  ON CONFLICT (tenant, record_id) DO UPDATE SET resource = excluded.resource, title = excluded.title, body = excluded.body,
    created_by = excluded.created_by, deleted = excluded.deleted, seq = excluded.seq, updated_at = excluded.updated_at
  WHERE excluded.seq > entries.seq`;

// A rebuild writes what stands at its position even where an entry of that very position exists: that one may have been
// made by an older version of a resource's title.
const REBUILD_ENTRIES = UPSERT_ENTRIES.replace("excluded.seq > entries.seq", "excluded.seq >= entries.seq");

const UPSERT_TENANT = `INSERT INTO tenants (handle, name, plan, status, created_at, records, bytes, last_activity_at, seq, projected_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
  ON CONFLICT (handle) DO UPDATE SET name = excluded.name, plan = excluded.plan, status = excluded.status,
    created_at = excluded.created_at, records = excluded.records, bytes = excluded.bytes,
    last_activity_at = excluded.last_activity_at, seq = excluded.seq, projected_at = excluded.projected_at
  WHERE excluded.seq > tenants.seq OR (excluded.seq = tenants.seq AND excluded.projected_at >= tenants.projected_at)`;

/** Brings entries of one tenant to what is given, where that is newer. All or nothing. */
export async function upsertEntries(db: D1Database, tenant: string, entries: readonly Entry[]): Promise<void> {
  if (entries.length > 0) await db.batch(entryStatements(db, UPSERT_ENTRIES, tenant, entries));
}

/** Likewise, and also where an entry shows the same position. */
export async function rebuildEntries(db: D1Database, tenant: string, entries: readonly Entry[]): Promise<void> {
  if (entries.length > 0) await db.batch(entryStatements(db, REBUILD_ENTRIES, tenant, entries));
}

/** Shows a tenant that was just made, and who owns it, unless the directory shows something newer. All or nothing. */
export async function announceTenant(db: D1Database, row: TenantRow, owner: Membership | null): Promise<void> {
  await project(db, row, [], owner ? [owner] : []);
}

/** A tenant's entries, memberships and row in one transaction, so that the row never claims more than is there. */
export async function project(
  db: D1Database,
  row: TenantRow,
  entries: readonly Entry[],
  memberships: readonly Membership[],
): Promise<void> {
  await db.batch([
    ...entryStatements(db, UPSERT_ENTRIES, row.handle, entries),
    ...membershipStatements(db, row.handle, memberships),
    tenantStatement(db, row),
  ]);
}

/** Removes the tenant's entries that show less than `seq`. May be repeated. */
export async function removeOlderEntries(db: D1Database, tenant: string, seq: number): Promise<void> {
  const statement = db
    .prepare("DELETE FROM entries WHERE doc IN (SELECT doc FROM entries WHERE tenant = ?1 AND seq < ?2 LIMIT ?3)")
    .bind(tenant, seq, ROWS_AT_ONCE);
  while ((await statement.run()).meta.changes >= ROWS_AT_ONCE);
}

/**
 * Removes all that the directory knows of a tenant, its row last, so that an interrupted call can be repeated.
 * Repeat it a minute later: a write that was on its way meanwhile brings its rows back.
 */
export async function eraseTenant(db: D1Database, handle: string): Promise<void> {
  await removeOlderEntries(db, handle, Number.MAX_SAFE_INTEGER);
  await removeOlderMemberships(db, handle, Number.MAX_SAFE_INTEGER);
  await db.prepare("DELETE FROM tenants WHERE handle = ?1").bind(handle).run();
}

function tenantStatement(db: D1Database, row: TenantRow): D1PreparedStatement {
  const { handle, name, plan, status, createdAt, records, bytes, lastActivityAt, seq, projectedAt } = row;
  return db
    .prepare(UPSERT_TENANT)
    .bind(handle, name, plan, status, createdAt, records, bytes, lastActivityAt, seq, projectedAt);
}

function entryStatements(
  db: D1Database,
  query: string,
  tenant: string,
  entries: readonly Entry[],
): D1PreparedStatement[] {
  return parameters(entries).map((parameter) => db.prepare(query).bind(tenant, parameter));
}

/** The entries as JSON lists, each short enough for one parameter. */
function parameters(entries: readonly Entry[]): string[] {
  const lists: string[] = [];
  let items: string[] = [];
  let length = 0;
  for (const entry of entries) {
    const item = JSON.stringify(indexed(entry));
    if (items.length > 0 && length + item.length > PARAMETER_LENGTH) {
      lists.push(`[${items.join(",")}]`);
      items = [];
      length = 0;
    }
    items.push(item);
    length += item.length + 1;
  }
  if (items.length > 0) lists.push(`[${items.join(",")}]`);
  return lists;
}

/** As the index keeps it; text that is cut in the middle of a surrogate pair is mended by `plainText`. */
function indexed(entry: Entry): Entry {
  if (entry.deleted) return { ...entry, title: "", body: "" };
  return {
    ...entry,
    title: plainText(entry.title.slice(0, TITLE_LENGTH)),
    body: plainText(entry.body.slice(0, BODY_LENGTH)),
  };
}

/**
 * Who is in which tenant: a projection of the tenants' `members`, for "my tenants". It grants nothing: whether somebody is a
 * member now, the tenant's own object decides.
 */
import * as z from "zod";
import { reach } from "./reach.ts";

/** One person in one tenant, as the directory shows it. */
export interface Membership {
  readonly userId: string;
  /** Null for somebody who is no member any more. */
  readonly role: string | null;
  /** Position of the tenant's log that this shows. */
  readonly seq: number;
}

/** Tenants of one person that are read at once. */
export const MEMBERSHIPS_READ = 500;
/** Memberships of one statement: about 100 characters each, and a parameter ends at 2 MB (platform.md 1.3). */
const MEMBERSHIPS_AT_ONCE = 5_000;
/** How long a tenant may take to be made before the reservation counts no more. */
const RESERVED_MS = 60_000;
/** Rows of one deleting statement: a statement may take 30 s (platform.md 1.3). */
const ROWS_AT_ONCE = 1_000;

const UPSERT = `INSERT INTO memberships (tenant, user_id, role, seq)
  SELECT ?1, value ->> 'userId', value ->> 'role', value ->> 'seq' FROM json_each(?2) WHERE true
  ON CONFLICT (user_id, tenant) DO UPDATE SET role = excluded.role, seq = excluded.seq, reserved_at = NULL
  WHERE excluded.seq > memberships.seq`;

// As with entries: a rebuild also mends what stands at its own position.
const REBUILD = UPSERT.replace("excluded.seq > memberships.seq", "excluded.seq >= memberships.seq");

// One statement, so that of fifty parallel requests no more get through than there is room for.
const RESERVE = `INSERT INTO memberships (tenant, user_id, role, seq, reserved_at)
  SELECT ?1, ?2, NULL, -1, ?3
  WHERE (SELECT count(*) FROM memberships WHERE user_id = ?2 AND tenant <> ?1 AND (role = ?4 OR reserved_at > ?5)) < ?6
  ON CONFLICT (user_id, tenant) DO UPDATE SET reserved_at = excluded.reserved_at`;

const RELEASE = `UPDATE memberships SET reserved_at = NULL WHERE tenant = ?1 AND user_id = ?2`;

const membershipSchema = z.object({ tenant: z.string(), role: z.string() });

/** The tenants that somebody belongs to, in the order of their handles, at most `MEMBERSHIPS_READ` behind `after`. */
export async function membershipsOf(
  db: D1Database,
  userId: string,
  after = "",
): Promise<{ readonly tenant: string; readonly role: string }[]> {
  const query = `SELECT tenant, role FROM memberships
    WHERE user_id = ?1 AND tenant > ?2 AND role IS NOT NULL ORDER BY tenant LIMIT ?3`;
  const { results } = await reach(() => db.prepare(query).bind(userId, after, MEMBERSHIPS_READ).all());
  return z.array(membershipSchema).parse(results);
}

/** Statements that bring memberships of a tenant to what is given, where that is newer. */
export function membershipStatements(
  db: D1Database,
  tenant: string,
  memberships: readonly Membership[],
): D1PreparedStatement[] {
  return statements(db, UPSERT, tenant, memberships);
}

/** Brings one membership to what is given, unless the directory shows something newer. */
export async function upsertMembership(db: D1Database, tenant: string, membership: Membership): Promise<void> {
  await db.batch(membershipStatements(db, tenant, [membership]));
}

/** Makes a tenant's memberships what is given, whatever stood there before a position of the log. May be repeated. */
export async function rebuildMemberships(
  db: D1Database,
  tenant: string,
  members: readonly Omit<Membership, "seq">[],
  seq: number,
): Promise<void> {
  const memberships = members.map(({ userId, role }) => ({ userId, role, seq }));
  for (const statement of statements(db, REBUILD, tenant, memberships)) await statement.run();
  await removeOlderMemberships(db, tenant, seq);
}

/** Removes the tenant's memberships that show less than `seq`. May be repeated. */
export async function removeOlderMemberships(db: D1Database, tenant: string, seq: number): Promise<void> {
  await removeWhile(
    db
      .prepare(`DELETE FROM memberships WHERE rowid IN
        (SELECT rowid FROM memberships WHERE tenant = ?1 AND seq < ?2 LIMIT ${ROWS_AT_ONCE})`)
      .bind(tenant, seq),
  );
}

/**
 * Makes sure that somebody may own one more tenant, and keeps the place for a minute. Whoever does not make the tenant gives
 * the place back with `releaseTenant`.
 * @param owner the role that counts.
 * @returns whether there is room.
 */
export async function reserveTenant(
  db: D1Database,
  wanted: { readonly tenant: string; readonly userId: string; readonly owner: string; readonly limit: number },
  now: number,
): Promise<boolean> {
  const { tenant, userId, owner, limit } = wanted;
  const [at, since] = [new Date(now).toISOString(), new Date(now - RESERVED_MS).toISOString()];
  const { meta } = await reach(() => db.prepare(RESERVE).bind(tenant, userId, at, owner, since, limit).run());
  return meta.changes > 0;
}

/** Gives a place back. */
export async function releaseTenant(db: D1Database, tenant: string, userId: string): Promise<void> {
  await db.prepare(RELEASE).bind(tenant, userId).run();
}

/** Removes places that were kept and count no more. */
export async function sweepMemberships(db: D1Database, now: number): Promise<void> {
  const since = new Date(now - RESERVED_MS).toISOString();
  await removeWhile(
    db
      .prepare(`DELETE FROM memberships WHERE rowid IN (SELECT rowid FROM memberships
        WHERE seq < 0 AND (reserved_at IS NULL OR reserved_at <= ?1) LIMIT ${ROWS_AT_ONCE})`)
      .bind(since),
  );
}

async function removeWhile(statement: D1PreparedStatement): Promise<void> {
  while ((await statement.run()).meta.changes >= ROWS_AT_ONCE);
}

function statements(
  db: D1Database,
  query: string,
  tenant: string,
  memberships: readonly Membership[],
): D1PreparedStatement[] {
  const made: D1PreparedStatement[] = [];
  for (let at = 0; at < memberships.length; at += MEMBERSHIPS_AT_ONCE) {
    const part = memberships
      .slice(at, at + MEMBERSHIPS_AT_ONCE)
      .map(({ userId, role, seq }) => ({ userId, role, seq }));
    made.push(db.prepare(query).bind(tenant, JSON.stringify(part)));
  }
  return made;
}

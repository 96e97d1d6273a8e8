/** What the directory shows of a tenant's members. */
import * as z from "zod";
import type { Membership } from "../../src/directory/memberships.ts";
import type { Resource } from "../../src/resources/define.ts";
import type { Sql, SqlRow } from "../records/database.ts";

/** Name of the resource whose records are the members. */
const MEMBERS = "members";

const memberSchema = z.object({ userId: z.string(), role: z.string(), deletedAt: z.string().nullable() });

interface ChangeRow extends SqlRow {
  seq: number;
  before: string | null;
  after: string | null;
}

/** Memberships that changed in a stretch of the log, as their last change within it left them. */
export function changedMemberships(
  sql: Sql,
  rows: readonly { readonly seq: number; readonly resource: string }[],
): Membership[] {
  const seqs = rows.filter(({ resource }) => resource === MEMBERS).map(({ seq }) => seq);
  if (seqs.length === 0) return [];
  const query = "SELECT seq, before, after FROM changes WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq";
  // By person, not by record: whoever left and came back has another record.
  const last = new Map<string, Membership>();
  for (const { seq, before, after } of sql.exec<ChangeRow>(query, JSON.stringify(seqs))) {
    const text = after ?? before;
    if (text === null) continue;
    const { userId, role, deletedAt } = memberSchema.parse(JSON.parse(text));
    last.set(userId, { userId, role: after === null || deletedAt !== null ? null : role, seq });
  }
  return [...last.values()];
}

/** All members as they are now. */
export function livingMemberships(sql: Sql, resources: ReadonlyMap<string, Resource>): Omit<Membership, "seq">[] {
  const resource = resources.get(MEMBERS);
  if (!resource) return [];
  const query = `SELECT user_id, role FROM "${resource.table}" WHERE deleted_at IS NULL`;
  return sql
    .exec<{ user_id: string; role: string }>(query)
    .toArray()
    .map(({ user_id: userId, role }) => ({ userId, role }));
}

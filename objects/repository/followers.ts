/** The tenants that follow, and who of them may see a private repository. Rows beside the records: nobody else learns who follows. */
import type { Sql, SqlRow } from "../records/database.ts";

export interface Follower {
  readonly tenant: string;
  /** The tenant's own credential; null where it has none. */
  readonly credential: string | null;
  /** Whether that credential was seen to see the repository. */
  readonly visible: boolean;
  /** Whether the tenant's timelines show what people it knows do here. */
  readonly activity: boolean;
  /** Position of the log up to which it was told. */
  readonly toldSeq: number;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
}

interface Row extends SqlRow {
  tenant: string;
  credential: string | null;
  visible: number;
  activity: number;
  told_seq: number;
  since: number;
  checked_at: number;
}

const SELECT = "SELECT tenant, credential, visible, activity, told_seq, since, checked_at FROM followers";

export function readFollowers(sql: Sql): Follower[] {
  return sql.exec<Row>(`${SELECT} ORDER BY since, tenant`).toArray().map(followerOf);
}

/** Adds a follower, or brings it up to date; what it was told of stays. `seq` is the log's position: a new one is told of what comes. */
export function putFollower(
  sql: Sql,
  follower: Pick<Follower, "tenant" | "credential" | "visible" | "activity">,
  seq: number,
  now: number,
): void {
  const { tenant, credential, visible, activity } = follower;
  sql.exec(
    `INSERT INTO followers (tenant, credential, visible, activity, told_seq, since, checked_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (tenant) DO UPDATE SET credential = excluded.credential, visible = excluded.visible,
       activity = excluded.activity, checked_at = excluded.checked_at`,
    tenant,
    credential,
    visible ? 1 : 0,
    activity ? 1 : 0,
    seq,
    now,
    now,
  );
}

/** Returns whether there was one. */
export function removeFollower(sql: Sql, tenant: string): boolean {
  return sql.exec("DELETE FROM followers WHERE tenant = ? RETURNING tenant", tenant).toArray().length > 0;
}

/**
 * Hides the repository from all but those whose credential was just shown it: what a credential saw while everybody saw it proves
 * nothing. The job of visibility.ts asks for the others.
 */
export function hideFromOthers(sql: Sql, credential: string | null): void {
  sql.exec("UPDATE followers SET visible = 0 WHERE credential IS NOT ? OR credential IS NULL", credential);
}

export function setVisible(sql: Sql, tenant: string, visible: boolean, now: number): void {
  sql.exec("UPDATE followers SET visible = ?, checked_at = ? WHERE tenant = ?", visible ? 1 : 0, now, tenant);
}

/** Notes up to which position of the log the tenant was told; never backwards. */
export function setTold(sql: Sql, tenant: string, seq: number): void {
  sql.exec("UPDATE followers SET told_seq = ? WHERE tenant = ? AND told_seq < ?", seq, tenant, seq);
}

function followerOf(row: Row): Follower {
  const { tenant, credential } = row;
  return {
    tenant,
    credential,
    visible: row.visible === 1,
    activity: row.activity === 1,
    toldSeq: row.told_seq,
    since: row.since,
    checkedAt: row.checked_at,
  };
}

/** The append-only log of an object: one entry a change, `seq` dense and ascending. Everything else reads it. */
import type { ChangeAction, ChangeEntry } from "../../src/protocol/change.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { boundedRows } from "./bounded-rows.ts";
import type { Database, SqlRow } from "./database.ts";

/** Who made a change, as the log keeps it. */
export interface Actor {
  readonly kind: "user" | "key" | "operator" | "system";
  readonly id: string;
}

/** One committed change, with the record's JSON text so that it is serialised once. */
export interface Change {
  readonly seq: number;
  readonly at: string;
  readonly actor: Actor;
  readonly requestId: string;
  readonly resource: string;
  readonly recordId: string;
  readonly action: ChangeAction;
  readonly before: RecordData | null;
  readonly after: RecordData | null;
  /** `after` as JSON, or `null`. */
  readonly afterJson: string;
}

/** Entries of the log, and how far they tell of it. */
export interface Stretch {
  readonly entries: ChangeEntry[];
  /** Position from which to go on. */
  readonly reached: number;
  readonly more: boolean;
}

interface ChangeRow extends SqlRow {
  seq: number;
  at: string;
  actor_kind: Actor["kind"];
  actor_id: string;
  request_id: string;
  resource: string;
  record_id: string;
  action: ChangeAction;
  before: string | null;
  after: string | null;
}

/** Entries looked at for those of one resource: where it has none, the whole log would be read. */
const SCANNED = 10_000;

const COLUMNS = "seq, at, actor_kind, actor_id, request_id, resource, record_id, action, before, after";
const INSERT = `INSERT INTO changes (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export class ChangeLog {
  readonly #database: Database;
  #seq: number;
  #start: number;

  constructor(database: Database) {
    this.#database = database;
    const [row] = database.sql
      .exec<{ first: number | null; last: number | null }>("SELECT min(seq) AS first, max(seq) AS last FROM changes")
      .toArray();
    this.#seq = row?.last ?? 0;
    this.#start = row?.first ?? 1;
  }

  /** The newest position. */
  get seq(): number {
    return this.#seq;
  }

  /** The oldest entry still kept; a reader that stands at `historyStart - 1` or later misses nothing. */
  get historyStart(): number {
    return this.#start;
  }

  /** Appends inside the caller's transaction. */
  append(change: Omit<Change, "seq">): Change {
    const seq = this.#seq + 1;
    const { at, actor, requestId, resource, recordId, action, before, after, afterJson } = change;
    const beforeJson = before ? JSON.stringify(before) : null;
    this.#database.sql.exec(
      INSERT,
      seq,
      at,
      actor.kind,
      actor.id,
      requestId,
      resource,
      recordId,
      action,
      beforeJson,
      after ? afterJson : null,
    );
    this.#seq = seq;
    return { ...change, seq };
  }

  /** Puts the clock back after a transaction that rolled back. */
  rewind(seq: number): void {
    this.#seq = seq;
  }

  /**
   * Entries after `since`, oldest first, of one resource or of all.
   * @throws AppError GONE where the history no longer reaches back, BAD_REQUEST for a position that was never given out.
   */
  after(since: number, limit: number, resource: string | null = null): Stretch {
    this.requireReach(since);
    const end = resource === null ? this.#seq : Math.min(this.#seq, since + SCANNED);
    const where = resource === null ? "seq > ? AND seq <= ?" : "seq > ? AND seq <= ? AND resource = ?";
    const bindings = resource === null ? [since, end] : [since, end, resource];
    const query = `SELECT ${COLUMNS} FROM changes WHERE ${where} ORDER BY seq LIMIT ?`;
    const { rows, more } = boundedRows(this.#database.sql.exec<ChangeRow>(query, ...bindings, limit + 1));
    const entries = rows.slice(0, limit).map(entryOf);
    const reached = more || rows.length > limit ? (entries.at(-1)?.seq ?? since) : end;
    return { entries, reached, more: reached < this.#seq };
  }

  /** @throws AppError when entries after `since` cannot all be told. */
  requireReach(since: number): void {
    if (since > this.#seq)
      throw new AppError("BAD_REQUEST", {
        message: "since lies in the future of this log.",
        details: [{ field: "since", message: `The newest position is ${this.#seq}.` }],
      });
    if (since < this.#start - 1)
      throw new AppError("GONE", { details: [{ field: "since", message: `History starts at ${this.#start}.` }] });
  }

  /** A record's entries before position `before`, newest first. */
  ofRecord(resource: string, recordId: string, limit: number, before = Number.MAX_SAFE_INTEGER): Stretch {
    const query = `SELECT ${COLUMNS} FROM changes WHERE record_id = ? AND resource = ? AND seq < ? ORDER BY seq DESC LIMIT ?`;
    const found = this.#database.sql.exec<ChangeRow>(query, recordId, resource, before, limit + 1);
    const { rows, more } = boundedRows(found);
    const entries = rows.slice(0, limit).map(entryOf);
    return { entries, reached: entries.at(-1)?.seq ?? before, more: more || rows.length > limit };
  }

  /** Forgets entries older than `cutoff` (ISO), a bounded number at a time and never the newest. Returns how many went. */
  trim(cutoff: string, limit: number): number {
    const [row] = this.#database.sql
      .exec<{ last: number | null; count: number }>(
        "SELECT max(seq) AS last, count(*) AS count FROM (SELECT seq FROM changes WHERE at < ? AND seq < ? ORDER BY seq LIMIT ?)",
        cutoff,
        this.#seq,
        limit,
      )
      .toArray();
    if (!row?.last) return 0;
    this.#database.sql.exec("DELETE FROM changes WHERE seq <= ?", row.last);
    this.#start = row.last + 1;
    return row.count;
  }
}

function entryOf(row: ChangeRow): ChangeEntry {
  return {
    seq: row.seq,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id },
    requestId: row.request_id,
    resource: row.resource,
    recordId: row.record_id,
    action: row.action,
    before: row.before === null ? null : JSON.parse(row.before),
    after: row.after === null ? null : JSON.parse(row.after),
  };
}

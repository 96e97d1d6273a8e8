/** The SQL of the jobs. Statements do not vary, so SQLite's cache of prepared ones serves them. */

import type { Sql, SqlRow } from "./database.ts";
import { type JobTimes, NEVER } from "./job-decisions.ts";

/** One row of `jobs`. */
export interface Job extends JobTimes {
  readonly key: string;
  readonly kind: string;
  /** JSON text. */
  readonly payload: string;
}

interface JobRow extends SqlRow {
  key: string;
  kind: string;
  payload: string;
  due_at: number;
  attempts: number;
  parked_at: number | null;
}

/** A job waiting its turn in a pass. */
export interface Waiting {
  readonly key: string;
  readonly kind: string;
}

/** Jobs looked at in one go: few enough to be cheap, many enough that the search for them is rare. */
const DUE_AT_ONCE = 200;

const INSERT =
  "INSERT INTO jobs (key, kind, due_at, payload, attempts) VALUES (?, ?, ?, coalesce(?, 'null'), 0) ON CONFLICT (key) DO UPDATE SET payload = coalesce(?, payload)";
const SCHEDULE = `${INSERT}, due_at = CASE WHEN parked_at IS NULL AND (attempts = 0 OR due_at > ?) THEN min(due_at, excluded.due_at) ELSE due_at END`;
const REPLACE = `${INSERT}, due_at = excluded.due_at, attempts = 0, parked_at = NULL, last_error = NULL`;
const RECUR = `INSERT INTO jobs (key, kind, due_at, payload, attempts)
  SELECT value ->> 'kind', value ->> 'kind', value ->> 'dueAt', 'null', 0 FROM json_each(?) WHERE true
  ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at
  WHERE jobs.due_at > excluded.due_at AND (jobs.attempts = 0 OR jobs.due_at > ?)`;

// Numbering the due jobs of each kind lets kinds take turns: ten thousand deliveries do not hold up the one projection.
const DUE = `SELECT key, kind FROM (
    SELECT key, kind, due_at, row_number() OVER (PARTITION BY kind ORDER BY due_at, key) AS turn
    FROM jobs WHERE due_at <= ? AND parked_at IS NULL AND key NOT IN (SELECT value FROM json_each(?))
      AND kind NOT IN (SELECT value FROM json_each(?))
  ) ORDER BY turn, due_at, key LIMIT ${DUE_AT_ONCE}`;

export class JobTable {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  get(key: string): Job | null {
    const [row] = this.#sql
      .exec<JobRow>("SELECT key, kind, payload, due_at, attempts, parked_at FROM jobs WHERE key = ?", key)
      .toArray();
    if (!row) return null;
    return {
      key: row.key,
      kind: row.kind,
      payload: row.payload,
      dueAt: row.due_at,
      attempts: row.attempts,
      parkedAt: row.parked_at,
    };
  }

  /** Jobs that are due, kinds taking turns, without those of `keys` and of `kinds`. */
  due(now: number, without: { readonly keys: readonly string[]; readonly kinds: readonly string[] }): Waiting[] {
    return this.#sql
      .exec<{ key: string; kind: string }>(DUE, now, JSON.stringify(without.keys), JSON.stringify(without.kinds))
      .toArray();
  }

  /** The job that is due first after `time`, in a list of one, or an empty list. */
  firstAfter(time: number): Pick<JobTimes, "dueAt" | "parkedAt">[] {
    return this.#sql
      .exec<{ due_at: number; parked_at: number | null }>(
        "SELECT due_at, parked_at FROM jobs WHERE due_at > ? ORDER BY due_at LIMIT 1",
        time,
      )
      .toArray()
      .map((row) => ({ dueAt: row.due_at, parkedAt: row.parked_at }));
  }

  /** Creates the job or moves it earlier; one that waits after a failure is moved only if it waits beyond `heldUntil`. */
  schedule(key: string, kind: string, dueAt: number, payload: string | null, heldUntil: number): void {
    this.#sql.exec(SCHEDULE, key, kind, dueAt, payload, payload, heldUntil);
  }

  /** Creates the job or makes it as if it were new. */
  replace(key: string, kind: string, dueAt: number, payload: string | null): void {
    this.#sql.exec(REPLACE, key, kind, dueAt, payload, payload);
  }

  /** Creates missing recurring jobs, and brings back those that a clock set back has left too far ahead. */
  recur(jobs: readonly { kind: string; dueAt: number }[], heldUntil: number): void {
    this.#sql.exec(RECUR, JSON.stringify(jobs), heldUntil);
  }

  remove(key: string): void {
    this.#sql.exec("DELETE FROM jobs WHERE key = ?", key);
  }

  /** A success that is not the end. A `payload` of null keeps the one that stands. */
  again(key: string, dueAt: number, payload: string | null): void {
    this.#sql.exec(
      "UPDATE jobs SET due_at = ?, payload = coalesce(?, payload), attempts = 0, last_error = NULL WHERE key = ?",
      dueAt,
      payload,
      key,
    );
  }

  retry(key: string, dueAt: number, attempts: number, error: string): void {
    this.#sql.exec(
      "UPDATE jobs SET due_at = ?, attempts = ?, last_error = ? WHERE key = ?",
      dueAt,
      attempts,
      error,
      key,
    );
  }

  /** With a due time before `NEVER` (a recurring job's next turn) the job starts afresh instead. */
  park(key: string, dueAt: number, now: number, error: string): void {
    const parkedAt = dueAt < NEVER ? null : now;
    this.#sql.exec(
      "UPDATE jobs SET due_at = ?, parked_at = ?, attempts = CASE WHEN ? IS NULL THEN 0 ELSE attempts END, last_error = ? WHERE key = ?",
      dueAt,
      parkedAt,
      parkedAt,
      error,
      key,
    );
  }

  /** Whether there was a parked job of this key. */
  unpark(key: string, dueAt: number): boolean {
    const job = this.get(key);
    if (!job || job.parkedAt === null) return false;
    this.#sql.exec(
      "UPDATE jobs SET due_at = ?, parked_at = NULL, attempts = 0, last_error = NULL WHERE key = ?",
      dueAt,
      key,
    );
    return true;
  }
}

/** Jobs over a database in memory, with a clock and an alarm that the test holds in its hands. */
import type { Database, SqlRow, SqlValue } from "../../objects/records/database.ts";
import { type JobKind, Jobs, type ParkedJob } from "../../objects/records/jobs.ts";
import { migrate } from "../../objects/records/migrate.ts";
import { openSqlite } from "./sqlite.ts";
import { readTenantMigrations } from "./tenant-migrations.ts";

export const START = Date.UTC(2026, 10, 21, 3);

export interface JobRowView extends SqlRow {
  key: string;
  due_at: number;
  attempts: number;
  parked_at: number | null;
  last_error: string | null;
  payload: string;
}

/** Jobs of the given kinds. `open` again is the object after it was killed: a new instance over the same storage. */
export function jobBench(kinds: Record<string, JobKind>) {
  const database = openSqlite();
  migrate(database, readTenantMigrations(), START);
  const bench = {
    database,
    now: START,
    /** What the platform's alarm is set to. */
    alarm: null as number | null,
    /** What happened, in order: `alarm`, `sql`, and whatever the test adds. */
    events: [] as string[],
    parked: [] as { job: ParkedJob; message: string }[],
    logged: [] as string[],
    breakSql: (_query: string): void => {},
    open: () => openJobs(),
    rows: (): JobRowView[] => database.sql.exec<JobRowView>("SELECT * FROM jobs ORDER BY key").toArray(),
    /** What the platform does: rings when it is time. Returns whether it rang. */
    async ring(jobs: Jobs): Promise<boolean> {
      if (bench.alarm === null || bench.alarm > bench.now) return false;
      bench.alarm = null;
      await jobs.runDue();
      return true;
    },
  };
  const watched: Database = {
    transaction: (write) => database.transaction(write),
    sql: {
      exec<Row extends SqlRow>(query: string, ...bindings: SqlValue[]) {
        bench.breakSql(query);
        bench.events.push("sql");
        return database.sql.exec<Row>(query, ...bindings);
      },
    },
  };
  const openJobs = (): Jobs =>
    new Jobs({
      database: watched,
      kinds,
      now: () => bench.now,
      random: () => 1,
      alarm: {
        get: async () => bench.alarm,
        set: async (at) => {
          bench.events.push("alarm");
          bench.alarm = at;
        },
        clear: async () => {
          bench.alarm = null;
        },
      },
      onParked: (job, error) => bench.parked.push({ job, message: error instanceof Error ? error.message : "" }),
      log: (event) => bench.logged.push(event),
    });
  return bench;
}

/** A run that ends when the test says so. */
export function held(): { promise: Promise<undefined>; release: () => void } {
  let release = (): void => {};
  const promise = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined);
  });
  return { promise, release };
}

/** Lets everything that is ready go on. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

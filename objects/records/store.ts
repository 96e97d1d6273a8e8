/** The store of an object: reads records, and commits writes as one transaction each. */
import type { RoleRank } from "../../src/resources/authorize.ts";
import type { RecordData, Resource } from "../../src/resources/define.ts";
import { type Change, ChangeLog } from "./change-log.ts";
import type { Database } from "./database.ts";
import { selectRecord } from "./statements.ts";
import { type WriteContext, Writer } from "./writer.ts";

/** What one transaction changed, in order. Empty when it changed nothing. */
export interface Commit<Value> {
  readonly value: Value;
  readonly changes: readonly Change[];
  /** Position of the log after it. */
  readonly seq: number;
}

interface StoreOptions {
  readonly database: Database;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly rank: RoleRank;
  /** Runs before a transaction that may change the named resources; live queries use it to learn where they stand. */
  readonly beforeWrite: (resources: ReadonlySet<string>) => void;
  /** Runs after every transaction that changed something, in the same turn, before the answer goes out. */
  readonly afterCommit: (changes: readonly Change[]) => void;
}

export class Store {
  readonly database: Database;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly log: ChangeLog;
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.database = options.database;
    this.resources = options.resources;
    this.log = new ChangeLog(options.database);
  }

  /** The record, alive or deleted, or null. */
  get(resource: Resource, id: string): RecordData | null {
    return selectRecord(this.database.sql, resource, id);
  }

  /**
   * Runs `work` in one transaction. What it throws rolls everything back, the clock included.
   * @param touched names of the resources it may change.
   */
  commit<Value>(context: WriteContext, touched: Iterable<string>, work: (writer: Writer) => Value): Commit<Value> {
    this.#options.beforeWrite(new Set(touched));
    const seq = this.log.seq;
    const writer = new Writer(
      { database: this.database, resources: this.resources, log: this.log, rank: this.#options.rank },
      context,
    );
    let value: Value;
    try {
      value = this.database.transaction(() => work(writer));
    } catch (error) {
      this.log.rewind(seq);
      throw error;
    }
    if (writer.changes.length > 0) this.#options.afterCommit(writer.changes);
    return { value, changes: writer.changes, seq: this.log.seq };
  }
}

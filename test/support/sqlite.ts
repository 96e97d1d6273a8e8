/** SQLite on Node as a Durable Object has it: the same interface, and the limits that production sets (platform.md 1.1). */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Database, SqlRow, SqlValue } from "../../objects/records/database.ts";
import { THINGS_TABLES } from "./things.ts";

const LIMITS = {
  variableNumber: 100,
  exprDepth: 100,
  compoundSelect: 5,
  likePatternLength: 50,
  sqlLength: 100_000,
  column: 100,
  functionArg: 100,
  vdbeOp: 25_000,
};

/** A database in memory that keeps prepared statements by their text, as objects do. */
export interface TestDatabase extends Database {
  /** Runs a script of several statements. */
  script(text: string): void;
  /** How many different statements have been prepared. */
  readonly prepared: number;
  close(): void;
}

export function openSqlite(): TestDatabase {
  const database = new DatabaseSync(":memory:", { limits: LIMITS });
  const statements = new Map<string, StatementSync>();
  const prepare = (query: string): StatementSync => {
    const statement = statements.get(query) ?? database.prepare(query);
    statements.set(query, statement);
    return statement;
  };
  return {
    sql: {
      exec<Row extends SqlRow>(query: string, ...bindings: SqlValue[]) {
        const rows = prepare(query).all(...bindings.map(bindable));
        return Object.assign(rows.values() as Iterable<Row>, { toArray: () => rows as Row[] });
      },
    },
    transaction<T>(write: () => T): T {
      database.exec("BEGIN");
      try {
        const result = write();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    script: (text) => database.exec(text),
    get prepared() {
      return statements.size;
    },
    close: () => database.close(),
  };
}

function bindable(value: SqlValue): string | number | null | Uint8Array {
  return value instanceof ArrayBuffer ? new Uint8Array(value) : value;
}

/** A database with the tables of things.ts, all empty. */
export function openThings(): TestDatabase {
  const database = openSqlite();
  database.script(THINGS_TABLES);
  return database;
}

/** SQLite on Node as a Durable Object has it: the same interface, and the limits that production sets (platform.md 1.1). */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database, SqlRow, SqlValue } from "../../objects/records/database.ts";

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
        return { toArray: () => rows as Row[] };
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

/** CREATE TABLE for a Drizzle table. Generated columns and foreign keys are left out. */
export function createTable(table: SQLiteTable): string {
  const { name, columns } = getTableConfig(table);
  const lines = columns.map((column) => {
    const constraint = column.primary ? " PRIMARY KEY NOT NULL" : column.notNull ? " NOT NULL" : "";
    return `"${column.name}" ${column.getSQLType().toUpperCase()}${constraint}`;
  });
  return `CREATE TABLE "${name}" (${lines.join(", ")}) STRICT;`;
}

/** The full-text index, as the migrations make it. */
export const SEARCH_TABLES = `
  CREATE TABLE search_docs (doc INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, resource TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE VIRTUAL TABLE search_fts USING fts5(title, body, content='search_docs', content_rowid='doc');
  CREATE TRIGGER search_docs_insert AFTER INSERT ON search_docs BEGIN
    INSERT INTO search_fts (rowid, title, body) VALUES (new.doc, new.title, new.body);
  END;
`;

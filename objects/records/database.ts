/** The little of SQLite that records need: Durable Object storage has it, and so has node:sqlite behind an adapter in the tests. */

/** What SQLite stores and returns. Integers beyond 2^53 lose precision on the way (platform.md 1.1): keep such ids as text. */
export type SqlValue = string | number | null | ArrayBuffer;

/** One row, by column name. */
export type SqlRow = Record<string, SqlValue>;

export interface Sql {
  /** Runs one statement. Prepared statements are cached by their text, so hot statements must not vary. */
  exec<Row extends SqlRow = SqlRow>(query: string, ...bindings: SqlValue[]): Iterable<Row> & { toArray(): Row[] };
}

export interface Database {
  readonly sql: Sql;
  /** Runs `write` in one transaction; only this rolls back when it throws (platform.md, point 1). No `await` inside. */
  transaction<T>(write: () => T): T;
}

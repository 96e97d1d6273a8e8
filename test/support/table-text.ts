/** Tables for tests, as SQL text made from their Drizzle definitions. */
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";

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
`;

/** Indexes of living records that have a value: deleted rows and nulls cost no index write. */
import { sql } from "drizzle-orm";
import { index, type SQLiteColumn, uniqueIndex } from "drizzle-orm/sqlite-core";

// Column names are bare, because an index's condition may not name its table in every version of SQLite.
const livingWith = (column: SQLiteColumn) =>
  sql.raw(column.notNull ? "deleted_at IS NULL" : `deleted_at IS NULL AND ${column.name} IS NOT NULL`);

/** For finding and sorting living records by `column`. */
export const livingIndex = (column: SQLiteColumn, name: string) => index(name).on(column).where(livingWith(column));

/** The same, and SQLite itself refuses a second living record with the value. */
export const livingUnique = (column: SQLiteColumn, name: string) =>
  uniqueIndex(name).on(column).where(livingWith(column));

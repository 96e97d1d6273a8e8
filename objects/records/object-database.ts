/** Storage of an object as records use it. */
import type { Database } from "./database.ts";

export function databaseOf(storage: DurableObjectStorage): Database {
  return { sql: storage.sql, transaction: (write) => storage.transactionSync(write) };
}

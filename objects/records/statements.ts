/** The fixed SQL of each resource, written once so that SQLite's cache of prepared statements serves it. */
import type { RecordData, Resource } from "../../src/resources/define.ts";
import { columnList, recordOf, valuesOf } from "./codec.ts";
import type { Sql } from "./database.ts";

interface Texts {
  readonly get: string;
  readonly insert: string;
  readonly update: string;
  readonly purge: string;
}

const texts = new WeakMap<Resource, Texts>();

function textsOf(resource: Resource): Texts {
  const known = texts.get(resource);
  if (known) return known;
  const columns = columnList(resource);
  const marks = [...resource.fields].map(() => "?").join(", ");
  const assignments = [...resource.fields.values()].map((field) => `"${field.column}" = ?`).join(", ");
  const made: Texts = {
    get: `SELECT ${columns} FROM "${resource.table}" WHERE ${byId(resource)}`,
    insert: `INSERT INTO "${resource.table}" (${columns}) VALUES (${marks})`,
    update: `UPDATE "${resource.table}" SET ${assignments} WHERE id = ?`,
    purge: `DELETE FROM "${resource.table}" WHERE id = ?`,
  };
  texts.set(resource, made);
  return made;
}

/** The log's ids are made from its key, which alone has an index: a second one would cost every write. */
function byId(resource: Resource): string {
  if (resource.systemColumns) return "id = ?1";
  return `seq = CAST(substr(?1, ${resource.idPrefix.length + 2}) AS INTEGER) AND id = ?1`;
}

/** The record with this id, alive or deleted, or null. */
export function selectRecord(sql: Sql, resource: Resource, id: string): RecordData | null {
  const [row] = sql.exec(textsOf(resource).get, id).toArray();
  return row ? recordOf(resource, row) : null;
}

export function insertRecord(sql: Sql, resource: Resource, record: RecordData): void {
  sql.exec(textsOf(resource).insert, ...valuesOf(resource, record));
}

export function updateRecord(sql: Sql, resource: Resource, record: RecordData): void {
  sql.exec(textsOf(resource).update, ...valuesOf(resource, record), record.id);
}

export function purgeRecord(sql: Sql, resource: Resource, id: string): void {
  sql.exec(textsOf(resource).purge, id);
}

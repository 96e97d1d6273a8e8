/** Reads records inside a transaction, for rules that need more than the record at hand. */
import type { Json, RecordData, RecordReader, Resource } from "../../src/resources/define.ts";
import { columnList, encode, recordOf } from "./codec.ts";
import type { Sql, SqlValue } from "./database.ts";
import { selectRecord } from "./statements.ts";

const FIND_LIMIT = 1_000;

/** @throws Error for a resource or field that is not defined: a fault of the rule, not of the request. */
export function recordReader(sql: Sql, resources: ReadonlyMap<string, Resource>): RecordReader {
  const resourceOf = (name: string): Resource => {
    const resource = resources.get(name);
    if (!resource) throw new Error(`There is no resource "${name}".`);
    return resource;
  };
  return {
    get(name, id) {
      // A record may name its resource itself (an activity's subject), so an unknown name is a client's mistake here.
      const resource = resources.get(name);
      if (!resource?.systemColumns) return null;
      const record = selectRecord(sql, resource, id);
      return record && record.deletedAt === null ? record : null;
    },
    find(name, where) {
      const resource = resourceOf(name);
      const { conditions, bindings } = equalities(resource, where);
      const query = `SELECT ${columnList(resource)} FROM "${resource.table}" WHERE ${conditions.join(" AND ")} LIMIT ${FIND_LIMIT}`;
      return sql
        .exec(query, ...bindings)
        .toArray()
        .map((row): RecordData => recordOf(resource, row));
    },
  };
}

function equalities(
  resource: Resource,
  where: Readonly<Record<string, Json>>,
): { conditions: string[]; bindings: SqlValue[] } {
  const conditions = ["deleted_at IS NULL"];
  const bindings: SqlValue[] = [];
  for (const [name, value] of Object.entries(where)) {
    const field = resource.fields.get(name);
    if (!field) throw new Error(`${resource.name} has no field "${name}".`);
    const many = Array.isArray(value);
    conditions.push(many ? `"${field.column}" IN (SELECT value FROM json_each(?))` : `"${field.column}" = ?`);
    bindings.push(many ? JSON.stringify(value) : encode(field, value));
  }
  return { conditions, bindings };
}

/** Related records inside a record, one query a relation however long the page is. */
import type { Json, RecordData, Relation, Resource } from "../../src/resources/define.ts";
import { columnList, recordOf } from "./codec.ts";
import { compileFilter } from "./compile.ts";
import type { Sql } from "./database.ts";
import type { QueryScope } from "./scope.ts";

/** Related records that one expanded page may carry for one relation. */
const EXPAND_LIMIT = 1_000;

/** The records with each named relation beside their fields: a record or null, or a list. Deleted and hidden ones are left out. */
export function expandRecords(
  sql: Sql,
  scope: QueryScope,
  records: readonly RecordData[],
  names: readonly string[],
): RecordData[] {
  let expanded = [...records];
  for (const name of names) {
    const relation = scope.resource.relations[name];
    const other = relation ? scope.resources.get(relation.resource) : undefined;
    if (relation && other) expanded = expandOne(sql, scope, expanded, name, relation, other);
  }
  return expanded;
}

function expandOne(
  sql: Sql,
  scope: QueryScope,
  records: readonly RecordData[],
  name: string,
  relation: Relation,
  other: Resource,
): RecordData[] {
  if (relation.kind === "many") {
    const related = select(
      sql,
      scope,
      other,
      relation.field,
      records.map((record) => record.id),
    );
    const byOwner = Map.groupBy(related, (record) => record[relation.field]);
    return records.map((record): RecordData => ({ ...record, [name]: asJson(byOwner.get(record.id) ?? []) }));
  }
  const wanted = records.flatMap((record) => record[relation.field] ?? []).filter((id) => typeof id === "string");
  const byId = new Map(select(sql, scope, other, "id", wanted).map((record) => [record.id, record]));
  return records.map((record): RecordData => {
    const value = record[relation.field] ?? null;
    if (Array.isArray(value)) return { ...record, [name]: asJson(value.flatMap((id) => byId.get(String(id)) ?? [])) };
    return { ...record, [name]: value === null ? null : (byId.get(String(value)) ?? null) };
  });
}

function select(
  sql: Sql,
  scope: QueryScope,
  other: Resource,
  fieldName: string,
  values: readonly string[],
): RecordData[] {
  const field = other.fields.get(fieldName);
  if (!field || values.length === 0) return [];
  const rule = scope.rowRule(other.name);
  const rows = rule ? compileFilter(rule, { ...scope, resource: other }, "t") : { sql: "1", params: [] };
  const query = `SELECT ${columnList(other, "t")} FROM "${other.table}" t WHERE t."${field.column}" IN (SELECT value FROM json_each(?)) AND t.deleted_at IS NULL AND ${rows.sql} ORDER BY t.id LIMIT ${EXPAND_LIMIT}`;
  return sql
    .exec(query, JSON.stringify([...new Set(values)]), ...rows.params)
    .toArray()
    .map((row) => recordOf(other, row));
}

function asJson(records: readonly RecordData[]): Json[] {
  return [...records];
}

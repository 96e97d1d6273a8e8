/** Related records inside a record, one query a relation however long the page is. */
import { invalidField } from "../../src/protocol/errors.ts";
import type { Json, RecordData, Relation, Resource } from "../../src/resources/define.ts";
import { boundedRows } from "./bounded-rows.ts";
import { columnList, recordOf } from "./codec.ts";
import { compileFilter } from "./compile.ts";
import type { Sql } from "./database.ts";
import type { QueryScope } from "./scope.ts";

/** Related records that one expanded page may carry for one relation. */
const EXPAND_LIMIT = 1_000;

/**
 * The records with each named relation beside their fields: a record or null, or a list. Deleted and hidden ones are left out.
 * @throws AppError BAD_REQUEST where a relation leads to more records than an answer may carry: a part would look like all.
 */
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
    if (!relation || !other) continue;
    const related = select(sql, scope, other, linkOf(relation, expanded));
    if (related === null || related.length > EXPAND_LIMIT) {
      const advice = relation.kind === "many" ? `list ${other.name} by ${relation.field}` : "ask for a smaller page";
      throw invalidField(
        "BAD_REQUEST",
        "expand",
        `"${name}" leads to more records than an answer may carry: ${advice}.`,
      );
    }
    expanded = attach(expanded, name, relation, related);
  }
  return expanded;
}

/** The field of the other resource, and the values in it, that make a record of it a related one. */
interface Link {
  readonly field: string;
  readonly values: readonly string[];
}

function linkOf(relation: Relation, records: readonly RecordData[]): Link {
  if (relation.kind === "many") return { field: relation.field, values: records.map((record) => record.id) };
  const values = records.flatMap((record) => record[relation.field] ?? []).filter((id) => typeof id === "string");
  return { field: "id", values: [...new Set(values)] };
}

function attach(
  records: readonly RecordData[],
  name: string,
  relation: Relation,
  related: readonly RecordData[],
): RecordData[] {
  if (relation.kind === "many") {
    const byOwner = Map.groupBy(related, (record) => record[relation.field]);
    return records.map((record): RecordData => ({ ...record, [name]: asJson(byOwner.get(record.id) ?? []) }));
  }
  const byId = new Map(related.map((record) => [record.id, record]));
  return records.map((record): RecordData => {
    const value = record[relation.field] ?? null;
    if (Array.isArray(value)) return { ...record, [name]: asJson(value.flatMap((id) => byId.get(String(id)) ?? [])) };
    return { ...record, [name]: value === null ? null : (byId.get(String(value)) ?? null) };
  });
}

/** Related records, one more than an answer may carry if there are as many; null where they are too large for one. */
function select(sql: Sql, scope: QueryScope, other: Resource, link: Link): RecordData[] | null {
  const field = other.fields.get(link.field);
  if (!field || link.values.length === 0) return [];
  const conditions = [`t."${field.column}" IN (SELECT value FROM json_each(?))`];
  if (other.systemColumns) conditions.push("t.deleted_at IS NULL");
  const rule = scope.rowRule(other.name);
  const rows = rule ? compileFilter(rule, { ...scope, resource: other }, "t") : { sql: "1", params: [] };
  const where = [...conditions, rows.sql].join(" AND ");
  const query = `SELECT ${columnList(other, "t")} FROM "${other.table}" t WHERE ${where} ORDER BY t.id LIMIT ${EXPAND_LIMIT + 1}`;
  const found = boundedRows(sql.exec(query, JSON.stringify(link.values), ...rows.params));
  return found.more ? null : found.rows.map((row) => recordOf(other, row));
}

function asJson(records: readonly RecordData[]): Json[] {
  return [...records];
}

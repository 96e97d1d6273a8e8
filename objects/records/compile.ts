/** The filter in SQL. match.ts says the same in memory; test/unit/filter-agreement.test.ts holds them together. */
import { foldAscii } from "../../src/protocol/comparison.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { Condition, Filter } from "../../src/protocol/filter.ts";
import type { Relation, Resource } from "../../src/resources/define.ts";
import { exactNumberSql, type NumberParts, numberParts } from "./exact-number.ts";
import { fieldSql } from "./field-sql.ts";
import type { SqlParam, Statement } from "./query.ts";
import { type FieldRef, fieldOfTerm, isOwnPath, type QueryScope, relatedOfTerm } from "./scope.ts";

/**
 * A filter binds at most this many parameters, of the platform's 100 a statement: 50 conditions with one each, the row
 * rule of the resource, and room for the cursor, the search and the limit. Above it all operands travel in one parameter.
 */
export const FILTER_PARAMS = 60;

/** Where operands go while a filter is compiled. */
interface Params {
  /** Takes an operand and returns what stands for it in SQL. */
  readonly add: (value: SqlParam, kind?: FieldRef["kind"]) => string;
}

interface PositionalParams extends Params {
  readonly values: SqlParam[];
}

interface PackedParams extends Params {
  readonly values: (SqlParam | NumberParts)[];
}

interface Place {
  readonly scope: QueryScope;
  readonly alias: string;
  readonly params: Params;
}

/**
 * The condition for WHERE. Its text depends on the filter's shape alone, so that prepared statements are reused.
 * @param alias what the statement calls the table of the scope's resource.
 * @throws AppError INVALID_FILTER when a field the filter names does not exist (any more) or may not be seen.
 */
export function compileFilter(filter: Filter, scope: QueryScope, alias: string): Statement {
  const params = positional();
  const sql = compileNode(filter, false, { scope, alias, params });
  if (params.values.length <= FILTER_PARAMS) return { sql, params: params.values };
  // Conditions on relations repeat the row rule of the other resource, each with parameters of its own.
  const source = `${alias}_p`;
  const packed = packedIn(source);
  const inner = compileNode(filter, false, { scope, alias, params: packed });
  return {
    sql: `EXISTS (SELECT 1 FROM (SELECT ? AS v) AS ${source} WHERE ${inner})`,
    params: [JSON.stringify(packed.values)],
  };
}

function positional(): PositionalParams {
  const values: SqlParam[] = [];
  return {
    values,
    add: (value) => {
      values.push(value);
      return "?";
    },
  };
}

function packedIn(source: string): PackedParams {
  const values: (SqlParam | NumberParts)[] = [];
  return {
    values,
    add: (value, kind) => {
      const exact = kind === "number" && typeof value === "number";
      const path = `$[${values.push(exact ? numberParts(value) : value) - 1}]`;
      return exact ? exactNumberSql(`${source}.v`, path) : `json_extract(${source}.v, '${path}')`;
    },
  };
}

function compileNode(node: Filter, negated: boolean, place: Place): string {
  switch (node.op) {
    case "and":
    case "or": {
      const parts = node.nodes.map((part) => compileNode(part, negated, place));
      return (node.op === "and") === negated ? anyOf(parts) : allOf(parts);
    }
    case "not":
      return compileNode(node.node, !negated, place);
    default: {
      const condition = compileCondition(node, place);
      // `not` is two-valued. Pushed down to here, so that what is not negated stays plain enough for an index.
      return negated ? `(${condition}) IS NOT TRUE` : condition;
    }
  }
}

/** All of the conditions; everything when there are none. */
export function allOf(parts: readonly string[]): string {
  return balanced(parts, "AND") ?? "1";
}

/** Any of the conditions; nothing when there are none. */
export function anyOf(parts: readonly string[]): string {
  return balanced(parts, "OR") ?? "0";
}

/** Joined as a balanced tree: a chain is as deep as it is long, and SQLite refuses expressions deeper than 100. */
function balanced(parts: readonly string[], operator: "AND" | "OR"): string | undefined {
  if (parts.length <= 1) return parts[0];
  const middle = parts.length >> 1;
  return `(${balanced(parts.slice(0, middle), operator)} ${operator} ${balanced(parts.slice(middle), operator)})`;
}

function compileCondition(condition: Condition, place: Place): string {
  if (!isOwnPath(condition.path)) return compileRelated(condition, place);
  const field = fieldOfTerm(condition, place.scope);
  if (!field) throw unknownField(condition);
  return compare(condition, field, place);
}

/** At least one living record at the other end of the relation, and visible to the actor, meets the condition. */
function compileRelated(condition: Condition, { scope, alias, params }: Place): string {
  const related = relatedOfTerm(condition, scope);
  if (!related) throw unknownField(condition);
  const { relation, target, field } = related;
  const inner = `${alias}r`;
  const place: Place = { scope: { ...scope, resource: target }, alias: inner, params };
  const conditions: string[] = [];
  if (target.systemColumns) conditions.push(`${inner}."deleted_at" IS NULL`);
  const rule = scope.rowRule(target.name);
  if (rule) conditions.push(compileNode(rule, false, place));
  conditions.push(compare(condition, field, place));
  const { from, link } = linked(relation, scope.resource, target, alias, inner);
  return `EXISTS (SELECT 1 FROM ${from} WHERE ${[link, ...conditions].join(" AND ")})`;
}

function linked(
  relation: Relation,
  own: Resource,
  target: Resource,
  alias: string,
  inner: string,
): { from: string; link: string } {
  const table = `"${target.table}" AS ${inner}`;
  if (relation.kind === "many") {
    const field = fieldOf(target, relation.field);
    if (field.kind !== "list") return { from: table, link: `${inner}."${field.column}" = ${alias}."id"` };
    return {
      from: table,
      link: `EXISTS (SELECT 1 FROM json_each(${inner}."${field.column}") AS ${inner}l WHERE ${inner}l.value = ${alias}."id")`,
    };
  }
  const field = fieldOf(own, relation.field);
  if (relation.kind === "one") return { from: table, link: `${inner}."id" = ${alias}."${field.column}"` };
  return {
    from: `json_each(${alias}."${field.column}") AS ${inner}l, ${table}`,
    link: `${inner}."id" = ${inner}l.value`,
  };
}

function compare({ op, value: operand }: Condition, field: FieldRef, { alias, params }: Place): string {
  const sql = fieldSql(field, alias);
  const bound = () => params.add(operandOf(operand), field.kind);
  const list = () => listOf(params.add(listParam(operand, field)), field);
  switch (op) {
    case "isNull":
      return operand === true ? `${sql} IS NULL` : `${sql} IS NOT NULL`;
    case "eq":
      return `${sql} = ${bound()}`;
    case "ne":
      return `${sql} IS NOT ${bound()}`;
    case "gt":
      return `${sql} > ${bound()}`;
    case "gte":
      return `${sql} >= ${bound()}`;
    case "lt":
      return `${sql} < ${bound()}`;
    case "lte":
      return `${sql} <= ${bound()}`;
    case "in":
      return `${sql} IN ${list()}`;
    case "nin":
      return `(${sql} IN ${list()}) IS NOT TRUE`;
    case "contains":
      return contains(sql, field, params.add(foldAscii(String(operand))), alias);
    case "startsWith":
      return `instr(lower(${sql}), ${params.add(foldAscii(String(operand)))}) = 1`;
  }
}

/** Part of a text, or an element of a list. `instr` and not LIKE, whose patterns may have no more than 50 bytes. */
function contains(sql: string, field: FieldRef, operand: string, alias: string): string {
  if (field.kind !== "list") return `instr(lower(${sql}), ${operand}) > 0`;
  const element = `${alias}e`;
  return `EXISTS (SELECT 1 FROM json_each(${sql}) AS ${element} WHERE ${element}.type = 'text' AND lower(${element}.value) = ${operand})`;
}

/** One parameter however long the list. */
function listOf(operand: string, field: FieldRef): string {
  return `(SELECT ${field.kind === "number" ? exactNumberSql("value", "$") : "value"} FROM json_each(${operand}))`;
}

function listParam(operand: Condition["value"], field: FieldRef): string {
  const values = Array.isArray(operand) ? operand : [operand];
  return JSON.stringify(
    values.map((value) => (field.kind === "number" ? numberParts(Number(value)) : operandOf(value))),
  );
}

/** Booleans are 0 and 1 in SQLite. */
function operandOf(operand: Condition["value"]): SqlParam {
  if (typeof operand === "boolean") return Number(operand);
  return typeof operand === "object" ? JSON.stringify(operand) : operand;
}

function fieldOf(resource: Resource, name: string): FieldRef {
  const field = resource.fields.get(name);
  if (!field) throw new Error(`Resource "${resource.name}" has no field "${name}", which a relation uses.`);
  return { ...field, path: name, custom: null };
}

function unknownField(condition: Condition): AppError {
  const message = `There is no field "${condition.path}".`;
  return new AppError("INVALID_FILTER", { message, details: [{ field: condition.path, message }] });
}

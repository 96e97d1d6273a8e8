/** Filters as clients write them, made into the tree that SQL and memory evaluate; what is not understood is refused. */
import { type AppError, invalidField } from "../../src/protocol/errors.ts";
import {
  type Condition,
  EVERYTHING,
  FILTER_LIMITS,
  type Filter,
  OPERATORS,
  type Operator,
  type Scalar,
  type ValueKind,
} from "../../src/protocol/filter.ts";
import { resolveInstant } from "./dates.ts";
import { QUERY_LIMITS } from "./query.ts";
import { type FieldRef, fieldOfTerm, isOwnPath, type QueryScope, relatedOfTerm } from "./scope.ts";

/** A field that filters may name, with the kind its operands must have. */
export interface FilterField {
  readonly path: string;
  readonly kind: ValueKind;
  /** Whether it is one of the tenant's own fields. */
  readonly custom: boolean;
}

const ORDERED: readonly Operator[] = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "isNull"];

/** What may be asked of a field, by its kind. */
export const OPERATORS_OF: Readonly<Record<ValueKind, readonly Operator[]>> = {
  text: [...ORDERED, "contains", "startsWith"],
  integer: ORDERED,
  number: ORDERED,
  date: ORDERED,
  boolean: ["eq", "ne", "in", "nin", "isNull"],
  list: ["contains", "isNull"],
};

/** What is left of the conditions one query may have, wherever it writes them. */
export interface Budget {
  conditions: number;
}

export function newBudget(): Budget {
  return { conditions: FILTER_LIMITS.conditions };
}

/**
 * Parses the JSON form: `{"and":[{"status":"open"},{"value":{"gte":100}}]}`. Several keys in one object, and several
 * operators on one field, must all hold. `contains` on a list asks for an element that equals the operand, ignoring ASCII case.
 * A condition on a relation (`account.size`) holds if at least one living related record that the actor may see meets it.
 * @param at where the filter stands, for error details.
 * @throws AppError INVALID_FILTER with the path of what is wrong.
 */
export function parseFilter(input: unknown, scope: QueryScope, at = "filter", budget = newBudget()): Filter {
  return parseNode(input, { scope, at, budget, depth: 0 });
}

/** The field a path names, or null when there is none that this actor may see. @throws AppError when filters may not use it. */
export function filterField(path: string, scope: QueryScope, at: string): FilterField | null {
  const found = isOwnPath(path) ? fieldOfTerm({ path }, scope) : (relatedOfTerm({ path }, scope)?.field ?? null);
  if (!found) return null;
  const kind = valueKind(found);
  if (kind === null) throw invalidFilter(at, "This field cannot be used in filters.");
  return { path, kind, custom: found.custom !== null };
}

/** The kind of a field's values, or null when queries may not use the field. */
export function valueKind(field: FieldRef): ValueKind | null {
  return field.filterable && field.kind !== "json" ? field.kind : null;
}

/** Where a condition stands, and what it is read with. */
export interface ConditionPlace {
  readonly scope: QueryScope;
  /** The path or parameter that error details name. */
  readonly at: string;
  readonly budget: Budget;
}

/** Checks one operand. @throws AppError INVALID_FILTER. */
export function condition(field: FilterField, op: Operator, operand: unknown, place: ConditionPlace): Condition {
  const { scope, at, budget } = place;
  spend(budget, at);
  if (!OPERATORS_OF[field.kind].includes(op)) {
    throw invalidFilter(at, `Fields of kind ${field.kind} know ${OPERATORS_OF[field.kind].join(", ")}.`);
  }
  const value = checkOperand(field.kind, op, operand, scope, at);
  return { op, path: field.path, value, ...(field.custom ? { kind: field.kind } : {}) };
}

export function operatorNamed(name: string): Operator | null {
  return OPERATORS.find((operator) => operator === name) ?? null;
}

export function invalidFilter(at: string, message: string): AppError {
  return invalidField("INVALID_FILTER", at, message);
}

interface Position extends ConditionPlace {
  /** How many of `and`, `or`, `not` stand around. */
  readonly depth: number;
}

function parseNode(input: unknown, position: Position): Filter {
  if (!isObject(input)) throw invalidFilter(position.at, "A filter is an object.");
  const nodes: Filter[] = [];
  for (const [key, value] of Object.entries(input))
    nodes.push(parseEntry(key, value, { ...position, at: `${position.at}.${key}` }));
  if (nodes.length === 0) spend(position.budget, position.at);
  return allOf(nodes);
}

function parseEntry(key: string, value: unknown, position: Position): Filter {
  if (key !== "and" && key !== "or" && key !== "not") return parseField(key, value, position);
  const depth = position.depth + 1;
  if (depth > FILTER_LIMITS.depth)
    throw invalidFilter(position.at, `A filter may have at most ${FILTER_LIMITS.depth} levels.`);
  if (key === "not") return { op: "not", node: parseNode(value, { ...position, depth }) };
  if (!Array.isArray(value)) throw invalidFilter(position.at, `"${key}" takes a list of filters.`);
  if (value.length === 0) spend(position.budget, position.at);
  return {
    op: key,
    nodes: value.map((node, index) => parseNode(node, { ...position, depth, at: `${position.at}[${index}]` })),
  };
}

function parseField(path: string, value: unknown, position: Position): Filter {
  const { scope, at } = position;
  const field = filterField(path, scope, at);
  if (!field) throw invalidFilter(at, "There is no such field.");
  if (value === null) throw invalidFilter(at, 'To ask for null, write {"isNull": true}.');
  if (Array.isArray(value)) throw invalidFilter(at, 'To ask for one of several values, write {"in": [...]}.');
  if (!isObject(value)) return condition(field, "eq", value, position);
  const conditions: Filter[] = [];
  for (const [name, operand] of Object.entries(value)) {
    const op = operatorNamed(name);
    if (!op) throw invalidFilter(`${at}.${name}`, `There is no such operator; use ${OPERATORS.join(", ")}.`);
    conditions.push(condition(field, op, operand, { ...position, at: `${at}.${name}` }));
  }
  if (conditions.length === 0) throw invalidFilter(at, "Give a value or an operator.");
  return allOf(conditions);
}

function allOf(nodes: readonly Filter[]): Filter {
  const [only] = nodes;
  if (!only) return EVERYTHING;
  return nodes.length === 1 ? only : { op: "and", nodes };
}

/** Empty groups cost as much as a condition, so that no list of them is long. */
function spend(budget: Budget, at: string): void {
  budget.conditions -= 1;
  if (budget.conditions < 0)
    throw invalidFilter(at, `A filter may have at most ${FILTER_LIMITS.conditions} conditions.`);
}

function checkOperand(
  kind: ValueKind,
  op: Operator,
  operand: unknown,
  scope: QueryScope,
  at: string,
): Condition["value"] {
  if (op === "isNull") {
    if (typeof operand !== "boolean") throw invalidFilter(at, "isNull takes true or false.");
    return operand;
  }
  if (op !== "in" && op !== "nin") return checkScalar(kind, operand, scope, at);
  if (!Array.isArray(operand)) throw invalidFilter(at, `"${op}" takes a list of values.`);
  if (operand.length > FILTER_LIMITS.listValues) {
    throw invalidFilter(at, `A list may have at most ${FILTER_LIMITS.listValues} values.`);
  }
  return operand.map((value, index) => checkScalar(kind, value, scope, `${at}[${index}]`));
}

function checkScalar(kind: ValueKind, operand: unknown, scope: QueryScope, at: string): Scalar {
  if (operand === null) throw invalidFilter(at, 'Nothing compares with null; to ask for it, write {"isNull": true}.');
  switch (kind) {
    case "text":
    case "list":
      return checkText(operand, at);
    case "date":
      return checkDate(operand, scope, at);
    case "boolean":
      if (typeof operand === "boolean") return operand;
      throw invalidFilter(at, "This field takes true or false.");
    case "integer":
      if (typeof operand === "number" && Number.isSafeInteger(operand)) return operand;
      throw invalidFilter(at, "This field takes whole numbers between -(2^53 - 1) and 2^53 - 1.");
    case "number":
      if (typeof operand === "number" && Number.isFinite(operand)) return operand;
      throw invalidFilter(at, "This field takes numbers.");
  }
}

function checkText(operand: unknown, at: string): string {
  if (typeof operand !== "string") throw invalidFilter(at, "This field takes text.");
  if (operand.length > QUERY_LIMITS.operand)
    throw invalidFilter(at, `Text may have at most ${QUERY_LIMITS.operand} characters here.`);
  if (!operand.isWellFormed() || operand.includes("\0")) {
    throw invalidFilter(at, "Text must be well-formed Unicode without the NUL character.");
  }
  return operand;
}

function checkDate(operand: unknown, scope: QueryScope, at: string): string {
  const instant = typeof operand === "string" ? resolveInstant(operand, scope.now) : null;
  if (instant !== null) return instant;
  throw invalidFilter(
    at,
    "This field takes times such as 2026-11-21T09:30:00Z, 2026-11-21, now-7d, today or startOfMonth.",
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

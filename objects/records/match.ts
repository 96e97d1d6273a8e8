/** The filter in memory. compile.ts says the same in SQL; test/unit/filter-agreement.test.ts holds them together. */
import { compareText, foldAscii } from "../../src/protocol/comparison.ts";
import type { Condition, Filter, Scalar } from "../../src/protocol/filter.ts";
import type { Json, RecordData } from "../../src/resources/define.ts";
import { fieldReader } from "./field-value.ts";
import { isOwnPath } from "./scope.ts";

/** A filter made into a function. */
export type Matcher = (record: RecordData) => boolean;

/**
 * Whether a record meets a filter. For many records use `compileMatcher`.
 * @throws Error if the filter asks for fields of related records.
 */
export function matches(filter: Filter, record: RecordData): boolean {
  return compileMatcher(filter)(record);
}

/**
 * A filter as closures, for the path that every write takes past every live query.
 * @throws Error if the filter asks for fields of related records (`needsQuery` tells).
 */
export function compileMatcher(filter: Filter): Matcher {
  switch (filter.op) {
    case "and": {
      const all = filter.nodes.map(compileMatcher);
      return (record) => all.every((matcher) => matcher(record));
    }
    case "or": {
      const any = filter.nodes.map(compileMatcher);
      return (record) => any.some((matcher) => matcher(record));
    }
    case "not": {
      const inner = compileMatcher(filter.node);
      return (record) => !inner(record);
    }
    default: {
      const read = fieldReader(filter.path, filter.kind);
      const test = testOf(filter);
      return (record) => test(read(record));
    }
  }
}

/** Whether a changed record alone cannot tell whether it matches: the query must be asked again. */
export function needsQuery(filter: Filter, q: string | null): boolean {
  return q !== null || relationsOf(filter).size > 0;
}

/** Names of the relations a filter looks through: changes of what they lead to may change the result. */
export function relationsOf(filter: Filter): ReadonlySet<string> {
  const names = new Set<string>();
  collectRelations(filter, names);
  return names;
}

function collectRelations(filter: Filter, names: Set<string>): void {
  switch (filter.op) {
    case "and":
    case "or":
      for (const node of filter.nodes) collectRelations(node, names);
      return;
    case "not":
      collectRelations(filter.node, names);
      return;
    default:
      if (!isOwnPath(filter.path)) names.add(filter.path.slice(0, filter.path.indexOf(".")));
  }
}

type Test = (value: Json) => boolean;

function testOf({ op, value: operand }: Condition): Test {
  switch (op) {
    case "isNull":
      return (value) => (value === null) === operand;
    case "eq":
      return (value) => value === operand;
    case "ne":
      return (value) => value !== operand;
    case "gt":
      return compared(operand, (order) => order > 0);
    case "gte":
      return compared(operand, (order) => order >= 0);
    case "lt":
      return compared(operand, (order) => order < 0);
    case "lte":
      return compared(operand, (order) => order <= 0);
    case "in":
      return oneOf(operand);
    case "nin": {
      const isIn = oneOf(operand);
      return (value) => !isIn(value);
    }
    case "contains":
      return contains(foldAscii(String(operand)));
    case "startsWith": {
      const start = foldAscii(String(operand));
      return (value) => typeof value === "string" && foldAscii(value).startsWith(start);
    }
  }
}

function compared(operand: Condition["value"], accept: (order: number) => boolean): Test {
  if (typeof operand === "string") return (value) => typeof value === "string" && accept(compareText(value, operand));
  if (typeof operand === "number") return (value) => typeof value === "number" && accept(value - operand);
  return () => false;
}

function oneOf(operand: Condition["value"]): Test {
  const values = new Set<Json>(Array.isArray(operand) ? (operand satisfies readonly Scalar[]) : []);
  return (value) => value !== null && values.has(value);
}

/** Part of a text, or an element of a list. */
function contains(folded: string): Test {
  return (value) => {
    if (typeof value === "string") return foldAscii(value).includes(folded);
    return (
      Array.isArray(value) && value.some((element) => typeof element === "string" && foldAscii(element) === folded)
    );
  };
}

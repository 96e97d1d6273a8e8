/** What may be asked of a field, by the kind of its values, and what a question begins with. */
import type { Operator, ValueKind } from "../../protocol/filter.ts";
import type { ConditionNode, Operand } from "./filter-tree.ts";

const ORDERED = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"] as const;

/** `isNull` is asked in two ways: `empty` and `filled`. */
export type AskedOperator = Exclude<Operator, "isNull"> | "empty" | "filled";

const BY_KIND: Readonly<Record<ValueKind, readonly AskedOperator[]>> = {
  text: ["eq", "ne", "in", "nin", "contains", "startsWith", "gt", "gte", "lt", "lte"],
  integer: ORDERED,
  number: ORDERED,
  date: ["gte", "gt", "lt", "lte", "eq", "ne", "in", "nin"],
  boolean: ["eq", "ne"],
  list: ["contains"],
};

/** @param nullable whether it may be empty: the rest is never asked whether it is */
export function operatorsOf(kind: ValueKind, nullable: boolean): readonly AskedOperator[] {
  return nullable || kind === "list" ? [...BY_KIND[kind], "empty", "filled"] : BY_KIND[kind];
}

export function askedOperator({ op, value }: Pick<ConditionNode, "op" | "value">): AskedOperator {
  if (op !== "isNull") return op;
  return value === true ? "empty" : "filled";
}

/** A condition with another operator; what it compares with is kept where the new one takes it, too. */
export function withOperator(condition: ConditionNode, asked: AskedOperator): ConditionNode {
  if (asked === "empty" || asked === "filled") return { ...condition, op: "isNull", value: asked === "empty" };
  const isList = asked === "in" || asked === "nin";
  return {
    ...condition,
    op: asked,
    value: condition.op === "isNull" ? (isList ? [] : null) : fitting(condition.value, isList),
  };
}

function fitting(value: Operand, isList: boolean): Operand {
  if (typeof value === "object" && value !== null) return isList ? value : (value[0] ?? null);
  if (!isList) return value;
  return value === null || value === "" ? [] : [value];
}

/** The condition that a field begins with. */
export function conditionOn(path: string, kind: ValueKind, hasOptions: boolean): ConditionNode {
  const condition = { kind: "condition", path } as const;
  if (kind === "boolean") return { ...condition, op: "eq", value: true };
  if (kind === "text" && hasOptions) return { ...condition, op: "in", value: [] };
  if (kind === "date") return { ...condition, op: "gte", value: "now-7d" };
  return { ...condition, op: kind === "integer" || kind === "number" ? "gte" : "contains", value: null };
}

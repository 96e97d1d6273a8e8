/** A filter as the builder shows it: groups of conditions, one within another. Every edit makes a new tree. */
import { FILTER_LIMITS, type FilterInput, OPERATORS, type Operator } from "../../protocol/filter.ts";
import { isRecord } from "../../protocol/values.ts";

/** What a condition compares with: a list for `in` and `nin`, null while nothing has been filled in. */
export type Operand = string | number | boolean | null | readonly (string | number | boolean)[];

export interface ConditionNode {
  readonly kind: "condition";
  /** `stage`, `custom.tier` or, of a related record, `account.size`. */
  readonly path: string;
  readonly op: Operator;
  readonly value: Operand;
}

export interface GroupNode {
  readonly kind: "group";
  readonly join: "and" | "or";
  /** Whether it holds where its conditions do not. */
  readonly negated: boolean;
  readonly nodes: readonly FilterNode[];
}

export type FilterNode = ConditionNode | GroupNode;

/** Where a node stands: its number in each group from the outermost on; empty for the outermost itself. */
export type Place = readonly number[];

export const NO_FILTER: GroupNode = { kind: "group", join: "and", negated: false, nodes: [] };

/** A filter as the API writes it, as a tree. @returns null for what is no filter */
export function readFilter(filter: unknown): GroupNode | null {
  const node = readNode(filter);
  if (node === null) return null;
  return node.kind === "group" ? node : { ...NO_FILTER, nodes: [node] };
}

function readNode(input: unknown): FilterNode | null {
  if (!isRecord(input)) return null;
  const nodes: FilterNode[] = [];
  for (const [key, value] of Object.entries(input)) {
    const read = readEntry(key, value);
    if (read === null) return null;
    nodes.push(...read);
  }
  const [only] = nodes;
  return only && nodes.length === 1 ? only : { ...NO_FILTER, nodes };
}

function readEntry(key: string, value: unknown): readonly FilterNode[] | null {
  if (key === "not") {
    const node = readNode(value);
    if (node === null) return null;
    return [node.kind === "group" && !node.negated ? { ...node, negated: true } : negated(node)];
  }
  if (key === "and" || key === "or") {
    const nodes = Array.isArray(value) ? value.map(readNode) : [null];
    return nodes.every((node) => node !== null) ? [{ kind: "group", join: key, negated: false, nodes }] : null;
  }
  return readConditions(key, value);
}

function negated(node: FilterNode): GroupNode {
  return { kind: "group", join: "and", negated: true, nodes: [node] };
}

function readConditions(path: string, value: unknown): readonly ConditionNode[] | null {
  if (isOperand(value) && !Array.isArray(value) && value !== null)
    return [{ kind: "condition", path, op: "eq", value }];
  if (!isRecord(value)) return null;
  const conditions = Object.entries(value).map(([name, operand]): ConditionNode | null => {
    const op = OPERATORS.find((known) => known === name);
    return op && isOperand(operand) ? { kind: "condition", path, op, value: operand } : null;
  });
  return conditions.length > 0 && conditions.every((condition) => condition !== null) ? conditions : null;
}

function isOperand(value: unknown): value is Operand {
  return value === null || isScalar(value) || (Array.isArray(value) && value.every(isScalar));
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** The tree as the API takes it, without conditions that are not filled in; null where nothing is asked. */
export function writeFilter(group: GroupNode): FilterInput | null {
  return writeNode(group);
}

function writeNode(node: FilterNode): FilterInput | null {
  if (node.kind === "condition") return writeCondition(node);
  const nodes = node.nodes.map(writeNode).filter((each) => each !== null);
  const [only] = nodes;
  if (!only) return null;
  const inner = nodes.length === 1 ? only : { [node.join]: nodes };
  return node.negated ? { not: inner } : inner;
}

function writeCondition({ path, op, value }: ConditionNode): FilterInput | null {
  if (!isFilledIn({ op, value })) return null;
  return { [path]: op === "eq" ? value : { [op]: value } };
}

/** Whether a condition has what it compares with. */
export function isFilledIn({ value }: Pick<ConditionNode, "op" | "value">): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== "";
}

/** How many conditions a tree asks for. */
export function conditionsIn(node: FilterNode): number {
  return node.kind === "condition" ? 1 : node.nodes.reduce((sum, each) => sum + conditionsIn(each), 0);
}

/** What of the contract's limits a filter goes beyond; null where it keeps them all. */
export function exceeded(group: GroupNode): "conditions" | "depth" | "listValues" | null {
  if (conditionsIn(group) > FILTER_LIMITS.conditions) return "conditions";
  if (levelsOf(writeFilter(group) ?? {}) > FILTER_LIMITS.depth) return "depth";
  return longestList(group) > FILTER_LIMITS.listValues ? "listValues" : null;
}

/** Levels of `and`, `or` and `not`, as the service counts them. */
export function levelsOf(filter: unknown): number {
  if (!isRecord(filter)) return 0;
  const levels = Object.entries(filter).map(([key, value]) => {
    if (key === "not") return 1 + levelsOf(value);
    if (key !== "and" && key !== "or") return 0;
    return 1 + Math.max(0, ...(Array.isArray(value) ? value.map(levelsOf) : []));
  });
  return Math.max(0, ...levels);
}

function longestList(node: FilterNode): number {
  if (node.kind === "group") return Math.max(0, ...node.nodes.map(longestList));
  return Array.isArray(node.value) ? node.value.length : 0;
}

/** The node at a place; null where there is none. */
export function nodeAt(group: GroupNode, place: Place): FilterNode | null {
  const [at, ...rest] = place;
  if (at === undefined) return group;
  const node = group.nodes[at];
  if (!node || rest.length === 0) return node ?? null;
  return node.kind === "group" ? nodeAt(node, rest) : null;
}

/** The tree with another node at a place. */
export function replaced(group: GroupNode, place: Place, node: FilterNode): GroupNode {
  const [at, ...rest] = place;
  if (at === undefined) return node.kind === "group" ? node : group;
  const nodes = group.nodes.map((each, index) => {
    if (index !== at) return each;
    if (rest.length === 0) return node;
    return each.kind === "group" ? replaced(each, rest, node) : each;
  });
  return { ...group, nodes };
}

/** The tree with one more node at the end of the group at a place. */
export function added(group: GroupNode, place: Place, node: FilterNode): GroupNode {
  const target = nodeAt(group, place);
  return target?.kind === "group" ? replaced(group, place, { ...target, nodes: [...target.nodes, node] }) : group;
}

/** The tree without the node at a place, and without the groups that this leaves empty. */
export function removed(group: GroupNode, place: Place): GroupNode {
  const [at, ...rest] = place;
  if (at === undefined) return NO_FILTER;
  const nodes = group.nodes.flatMap((each, index) => {
    if (index !== at) return [each];
    if (rest.length === 0 || each.kind !== "group") return [];
    const left = removed(each, rest);
    return left.nodes.length === 0 ? [] : [left];
  });
  return { ...group, nodes };
}

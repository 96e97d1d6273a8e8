/** A filter in words, for those who look at a table. */
import type { Json } from "../../client/croft.ts";
import { formatValue } from "../fields/format.ts";
import { TEXTS } from "../texts/records.ts";
import type { AskableField } from "./filter-fields.ts";
import type { ConditionNode, FilterNode } from "./filter-tree.ts";
import { type AskedOperator, askedOperator } from "./operators.ts";
import { readRelative } from "./relative-date.ts";

/** Longest value that is shown whole. */
const LONGEST = 40;
/** Values of a list that are named; of the rest it is said how many there are. */
const NAMED = 3;

/** The field of a path; undefined where there is none (any more). */
export type FieldAt = (path: string) => AskableField | undefined;

/** What stands for a value that names something, such as the title of a record; null where it stands for itself. */
export type WordsOf = (value: string) => string | null;

/** A text that a filter compares a field with as a whole. */
export interface Compared {
  readonly asked: AskableField;
  readonly value: string;
}

/** The texts of a filter, as far as its words show them, that may name something. */
export function comparedIn(node: FilterNode, fieldAt: FieldAt): readonly Compared[] {
  if (node.kind === "group") return node.nodes.flatMap((each) => comparedIn(each, fieldAt));
  const asked = fieldAt(node.path);
  if (!asked || !isWhole(node, asked)) return [];
  const values = typeof node.value === "string" ? [node.value] : Array.isArray(node.value) ? node.value : [];
  return values.slice(0, NAMED).flatMap((value) => (typeof value === "string" ? [{ asked, value }] : []));
}

/** Whether a value is compared as it is, not a part of it. */
function isWhole({ op }: ConditionNode, { kind }: AskableField): boolean {
  return kind === "list" ? op === "contains" : op === "eq" || op === "ne" || op === "in" || op === "nin";
}

/** "Stage is New", "(Value is at least 100 or not Owner is empty)". */
export function filterWords(node: FilterNode, fieldAt: FieldAt, wordsOf: WordsOf = () => null): string {
  if (node.kind === "condition") return conditionWords(node, fieldAt(node.path), wordsOf);
  const parts = node.nodes.map((each) => filterWords(each, fieldAt, wordsOf));
  const joined = parts.join(node.join === "and" ? ` ${TEXTS.filter.and} ` : ` ${TEXTS.filter.or} `);
  const words = parts.length === 1 ? joined : `(${joined})`;
  return node.negated ? `${TEXTS.filter.not} ${words}` : words;
}

function conditionWords(condition: ConditionNode, askable: AskableField | undefined, wordsOf: WordsOf): string {
  const label = askable?.label ?? condition.path;
  const asked = askedOperator(condition);
  if (asked === "empty" || asked === "filled") return `${label} ${TEXTS.operators[asked]}`;
  return `${label} ${operatorWords(asked, askable)} ${operandWords(condition, askable, wordsOf)}`;
}

/** Of times people say before and after. */
export function operatorWords(asked: AskedOperator, askable: AskableField | undefined): string {
  const ofDates: Partial<Record<AskedOperator, string>> = askable?.kind === "date" ? TEXTS.dateOperators : {};
  return ofDates[asked] ?? TEXTS.operators[asked];
}

function operandWords(condition: ConditionNode, askable: AskableField | undefined, wordsOf: WordsOf): string {
  const { value } = condition;
  if (value === null) return "…";
  const ofWhole = askable && isWhole(condition, askable) ? wordsOf : () => null;
  if (typeof value !== "object") return valueWords(value, askable, ofWhole);
  const named = value.slice(0, NAMED).map((each) => valueWords(each, askable, ofWhole));
  return value.length > NAMED ? `${named.join(", ")} +${String(value.length - NAMED)}` : named.join(", ");
}

function valueWords(value: string | number | boolean, askable: AskableField | undefined, wordsOf: WordsOf): string {
  const relative = askable?.kind === "date" ? relativeWords(value) : null;
  const named = typeof value === "string" ? wordsOf(value) : null;
  const text = relative ?? named ?? (askable ? formatted(value, askable) : String(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

function formatted(value: Json, { field, resource }: AskableField): string {
  const currency = resource.fields.find(({ name }) => name === "currency")?.default;
  return formatValue(field, value, { currency: typeof currency === "string" ? currency : null }) || String(value);
}

/** "7 days before now"; null for a time that stands for itself. */
function relativeWords(value: unknown): string | null {
  const relative = readRelative(value);
  if (!relative) return null;
  const anchor = TEXTS.dates.anchors[relative.anchor];
  if (relative.offset === 0) return anchor;
  const { units, before, after } = TEXTS.dates;
  return `${String(Math.abs(relative.offset))} ${units[relative.unit]} ${relative.offset < 0 ? before : after} ${anchor}`;
}

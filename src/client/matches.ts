/** Whether a record meets a filter, as far as the record alone can tell. The server's word is in objects/records/match.ts. */
import { compareText, foldAscii } from "../protocol/comparison.ts";
import { isRecord } from "../protocol/values.ts";
import { type Row, valueAt } from "./field.ts";

/** `null`: only the server knows (relations, relative dates, fields that are not there yet). */
export type Verdict = boolean | null;

/** A filter tree as clients write it. Several keys in one object must all hold. */
export function matches(filter: unknown, row: Row): Verdict {
  if (!isRecord(filter)) return null;
  return allOf(Object.entries(filter).map(([key, value]) => entry(key, value, row)));
}

function entry(key: string, value: unknown, row: Row): Verdict {
  switch (key) {
    case "and":
      return Array.isArray(value) ? allOf(value.map((node) => matches(node, row))) : null;
    case "or":
      return Array.isArray(value) ? not(allOf(value.map((node) => not(matches(node, row))))) : null;
    case "not":
      return not(matches(value, row));
    default:
      return field(key, value, row);
  }
}

function field(path: string, asked: unknown, row: Row): Verdict {
  const value = valueAt(row, path);
  // A record has all its columns; what of the tenant's own fields is absent is null.
  if (value === undefined && !(path.startsWith("custom.") && isRecord(row.custom))) return null;
  if (!isRecord(asked)) return condition("eq", asked, value ?? null);
  return allOf(Object.entries(asked).map(([operator, operand]) => condition(operator, operand, value ?? null)));
}

function condition(operator: string, operand: unknown, value: unknown): Verdict {
  if (operator === "isNull") return (value === null) === operand;
  if (Array.isArray(operand)) {
    const found = value === null ? false : anyOf(operand.map((each) => equal(value, each)));
    return operator === "in" ? found : operator === "nin" ? not(found) : null;
  }
  switch (operator) {
    case "eq":
      return value === null ? false : equal(value, operand);
    case "ne":
      return value === null ? true : not(equal(value, operand));
    case "contains":
      return contains(value, operand);
    case "startsWith":
      return typeof value === "string" && foldAscii(value).startsWith(foldAscii(String(operand)));
    default:
      return ordered(operator, value, operand);
  }
}

function equal(value: unknown, operand: unknown): Verdict {
  if (value === operand) return true;
  return isInstant(value) ? timed(value, operand, (order) => order === 0) : false;
}

function ordered(operator: string, value: unknown, operand: unknown): Verdict {
  const accept = ORDERED[operator];
  if (!accept) return null;
  if (typeof value === "number" && typeof operand === "number") return accept(value - operand);
  if (typeof value !== "string" || typeof operand !== "string") return false;
  return isInstant(value) ? timed(value, operand, accept) : accept(compareText(value, operand));
}

const ORDERED: Readonly<Record<string, (order: number) => boolean>> = {
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

/** The server reads operands of dates in many spellings, and some of them by its clock: only the stored one is sure. */
function timed(value: string, operand: unknown, accept: (order: number) => boolean): Verdict {
  return isInstant(operand) ? accept(compareText(value, operand)) : null;
}

function isInstant(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
}

function contains(value: unknown, operand: unknown): boolean {
  const folded = foldAscii(String(operand));
  if (typeof value === "string") return foldAscii(value).includes(folded);
  return Array.isArray(value) && value.some((each) => typeof each === "string" && foldAscii(each) === folded);
}

function allOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes(false) ? false : verdicts.includes(null) ? null : true;
}

function anyOf(verdicts: readonly Verdict[]): Verdict {
  return not(allOf(verdicts.map(not)));
}

function not(verdict: Verdict): Verdict {
  return verdict === null ? null : !verdict;
}

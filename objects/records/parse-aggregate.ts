/** What an aggregate groups by and measures, as clients name it: `stage`, `createdAt:day`, `value`. */
import { type AppError, invalidField } from "../../src/protocol/errors.ts";
import type { ValueKind } from "../../src/protocol/filter.ts";
import { valueKind } from "./parse-filter.ts";
import { type AggregateQuery, type DateUnit, type GroupTerm, type Measure, QUERY_LIMITS } from "./query.ts";
import { fieldOfTerm, type QueryScope } from "./scope.ts";

const UNITS: readonly DateUnit[] = ["hour", "day", "week", "month"];
const NUMBERS: readonly ValueKind[] = ["integer", "number"];
/** Names that a row of the answer gives to its measures. */
const TAKEN = ["count", "sum", "avg", "min", "max"];

type Measures = Pick<AggregateQuery, "sum" | "avg" | "min" | "max">;
type Answer = Measures & Pick<AggregateQuery, "groupBy" | "count">;

/** @throws AppError BAD_REQUEST. */
export function groupTerms(labels: readonly string[], scope: QueryScope): GroupTerm[] {
  if (labels.length > QUERY_LIMITS.groupBy) throw refused("groupBy", `At most ${QUERY_LIMITS.groupBy} fields.`);
  return labels.map((label) => {
    const colon = label.indexOf(":");
    const path = colon < 0 ? label : label.slice(0, colon);
    const kind = kindOf(path, scope, "groupBy");
    if (kind === "list") throw refused("groupBy", `"${path}" is a list.`);
    if (TAKEN.includes(label)) throw refused("groupBy", `A field named "${label}" cannot be told from the measure.`);
    return { label, path, kind, unit: colon < 0 ? null : unitOf(label.slice(colon + 1), kind) };
  });
}

/** @throws AppError BAD_REQUEST. */
export function measures(names: Readonly<Record<keyof Measures, readonly string[]>>, scope: QueryScope): Measures {
  const { sum, avg, min, max } = names;
  if (sum.length + avg.length + min.length + max.length > QUERY_LIMITS.measures) {
    throw refused("sum", `At most ${QUERY_LIMITS.measures} of sum, avg, min and max together.`);
  }
  return {
    sum: sum.map((path) => measure(path, NUMBERS, scope, "sum")),
    avg: avg.map((path) => measure(path, NUMBERS, scope, "avg")),
    min: min.map((path) => measure(path, [...NUMBERS, "date"], scope, "min")),
    max: max.map((path) => measure(path, [...NUMBERS, "date"], scope, "max")),
  };
}

/** An aggregate that asks for nothing counts. */
export function requireSomeAnswer(query: Answer): Answer {
  const asked = query.count || query.sum.length + query.avg.length + query.min.length + query.max.length > 0;
  return asked ? query : { ...query, count: true };
}

function measure(path: string, kinds: readonly ValueKind[], scope: QueryScope, at: string): Measure {
  const kind = kindOf(path, scope, at);
  if (!kinds.includes(kind)) throw refused(at, `"${path}" must be of kind ${kinds.join(" or ")}.`);
  return { path, kind };
}

function kindOf(path: string, scope: QueryScope, at: string): ValueKind {
  const field = fieldOfTerm({ path }, scope);
  if (!field) throw refused(at, `There is no field "${path}".`);
  const kind = valueKind(field);
  if (kind === null) throw refused(at, `"${path}" cannot be used here.`);
  return kind;
}

function unitOf(name: string, kind: ValueKind): DateUnit {
  const unit = UNITS.find((candidate) => candidate === name);
  if (!unit || kind !== "date")
    throw refused("groupBy", `":${name}" must be one of ${UNITS.join(", ")}, behind a date.`);
  return unit;
}

function refused(at: string, message: string): AppError {
  return invalidField("BAD_REQUEST", at, message);
}

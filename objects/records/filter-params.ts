/** Filters in the query string: `status=open`, `value[gte]=100`, `account.size[in]=10,20`. Values there are text, whatever the field holds. */

import { type Filter, OPERATORS, type Operator, type ValueKind } from "../../src/protocol/filter.ts";
import { parseJson } from "../../src/protocol/json.ts";
import {
  type Budget,
  condition,
  filterField,
  invalidFilter,
  newBudget,
  operatorNamed,
  parseFilter,
} from "./parse-filter.ts";
import type { QueryScope } from "./scope.ts";

const NAME = /^([^[\]]+)(?:\[([A-Za-z]+)\])?$/;

/**
 * The condition of one parameter, or null when its name is none that a filter could have: `field` or `field[operator]`.
 * @throws AppError INVALID_FILTER for a field of this name with a value or operator that does not suit it.
 */
export function filterParam(name: string, text: string, scope: QueryScope, budget: Budget): Filter | null {
  const [, path = "", operator = "eq"] = NAME.exec(name) ?? [];
  const field = path === "" ? null : filterField(path, scope, name);
  if (!field) return null;
  const op = operatorNamed(operator);
  if (!op) throw invalidFilter(name, `There is no such operator; use ${OPERATORS.join(", ")}.`);
  return condition(field, op, operandOf(text, field.kind, op), { scope, at: name, budget });
}

/** The tree in the parameter `filter`. @throws AppError INVALID_FILTER. */
export function filterJson(text: string, scope: QueryScope, budget: Budget = newBudget()): Filter {
  const parsed = parseJson(text);
  if (!parsed.ok) throw invalidFilter("filter", "This must be a JSON object that names no key twice.");
  return parseFilter(parsed.value, scope, "filter", budget);
}

/** Text as the operand it stands for; what does not fit stays text, for `condition` to refuse. */
function operandOf(text: string, kind: ValueKind, op: Operator): unknown {
  if (op === "isNull") return flagOf(text);
  if (op !== "in" && op !== "nin") return scalarOf(text, kind);
  // A value that itself holds a comma needs the JSON form.
  return text === "" ? [] : text.split(",").map((part) => scalarOf(part, kind));
}

function scalarOf(text: string, kind: ValueKind): unknown {
  switch (kind) {
    case "integer":
      return /^-?\d{1,16}$/.test(text) ? Number(text) : text;
    case "number":
      return /^-?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,4})?$/.test(text) ? Number(text) : text;
    case "boolean":
      return flagOf(text);
    case "date":
      // A plus sign that was not escaped arrives as a space: `now+3h`, `09:30+01:00`.
      return text.replace(" ", "+");
    default:
      return text;
  }
}

function flagOf(text: string): boolean | string {
  if (text === "true") return true;
  return text === "false" ? false : text;
}

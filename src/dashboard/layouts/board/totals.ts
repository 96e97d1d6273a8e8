/** What stands in the heads of a board's columns. */

import type { FieldDescription, ResourceDescription } from "../../../protocol/description.ts";
import { isRecord } from "../../../protocol/values.ts";
import { type JsonRecord, numberOf, textOf, valueAt } from "../../records/value.ts";

export interface Total {
  readonly count: number;
  /** In minor units, by currency; the largest first. Nothing where it is zero. */
  readonly sums: readonly { readonly currency: string; readonly amount: number }[];
}

export const NOTHING: Total = { count: 0, sums: [] };

/** The field whose sum stands in the heads; null where a resource has no money. */
export function moneyField({ fields }: ResourceDescription): FieldDescription | null {
  return fields.find(({ format, filterable }) => format === "money" && filterable) ?? null;
}

/** What to ask for, so that `totalsOf` can tell. */
export function figuresFor(resource: ResourceDescription, field: FieldDescription) {
  const money = moneyField(resource);
  return money
    ? { groupBy: [field.name, "currency"], count: true, sum: [money.name] }
    : { groupBy: [field.name], count: true };
}

/** @param rows of an aggregate by the field, and by currency. @returns totals by the key of the column */
export function totalsOf(rows: readonly JsonRecord[], field: string, money: string | null): ReadonlyMap<string, Total> {
  const totals = new Map<string, Total>();
  for (const row of rows) {
    const key = textOf(row, field);
    const before = totals.get(key) ?? NOTHING;
    const sum = valueAt(row, "sum");
    const amount = money !== null && isRecord(sum) ? (numberOf(sum, money) ?? 0) : 0;
    const sums = amount === 0 ? before.sums : [...before.sums, { currency: textOf(row, "currency"), amount }];
    totals.set(key, {
      count: before.count + (numberOf(row, "count") ?? 0),
      sums: sums.toSorted((one, other) => other.amount - one.amount),
    });
  }
  return totals;
}

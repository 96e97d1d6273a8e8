/** Sums of money. Different currencies are never added up. */
import { isRecord } from "../../protocol/values.ts";
import { decimalsOf, formatMoney } from "../fields/numbers.ts";
import { type JsonRecord, numberOf, textOf } from "../records/value.ts";

/** An amount in minor units: cents. */
export interface Money {
  readonly currency: string;
  readonly amount: number;
}

/** The rows of figures that belong together. */
export interface Total {
  readonly count: number;
  /** The greatest first. */
  readonly money: readonly Money[];
}

/** Figures grouped by currency, with `count` and the sum of `value`, taken together. */
export function totalOf(rows: readonly JsonRecord[]): Total {
  const sums = new Map<string, number>();
  let count = 0;
  for (const row of rows) {
    count += numberOf(row, "count") ?? 0;
    const currency = textOf(row, "currency");
    const sum = isRecord(row.sum) ? numberOf(row.sum, "value") : null;
    if (sum) sums.set(currency, (sums.get(currency) ?? 0) + sum);
  }
  const money = [...sums].map(([currency, amount]) => ({ currency, amount }));
  return { count, money: money.sort((a, b) => b.amount - a.amount || (a.currency < b.currency ? -1 : 1)) };
}

/**
 * As the reader's language writes it, without minor units where they would be noise.
 * @param language as `Intl` takes it; the reader's unless given
 */
export function moneyText({ currency, amount }: Money, language?: string): string {
  const value = amount / 10 ** decimalsOf(currency);
  if (Math.abs(value) < 1_000) return formatMoney(amount, currency, language);
  return new Intl.NumberFormat(language, { style: "currency", currency, maximumFractionDigits: 0 }).format(value);
}

/**
 * An aggregate's row carried on by the records that came into its group and left it, instead of being computed again
 * from all of them. The columns are those of `aggregateStatement`; where memory cannot be exact, it says so.
 */
import type { Json, RecordData } from "../../../src/resources/define.ts";
import { aggregateRow } from "../aggregate.ts";
import type { SqlRow, SqlValue } from "../database.ts";
import { type FieldReader, fieldReader } from "../field-value.ts";
import { compareValues } from "../order.ts";
import type { AggregateQuery, GroupKey, Measure } from "../query.ts";

/** Records that left a group and records that came into it; a record that changed within it is in both. */
export interface Traffic {
  readonly key: GroupKey;
  readonly left: RecordData[];
  readonly came: RecordData[];
}

/** Carries a row on; null when only the database can tell what becomes of it. */
export type CarryOn = (row: SqlRow | undefined, traffic: Traffic) => SqlRow | null;

interface Part {
  readonly read: FieldReader;
  /** Changes the columns of this part; false when that cannot be done exactly. */
  readonly come: (row: SqlRow, value: number | string) => boolean;
  readonly leave: (row: SqlRow, value: number | string) => boolean;
}

export function carryOn(query: AggregateQuery): CarryOn {
  const summed = [...new Map([...query.sum, ...query.avg].map((measure) => [measure.path, measure])).values()];
  const parts = [
    ...summed.map(sumPart),
    ...query.min.map((measure, index) => extremePart(measure, `a${index}`, 1)),
    ...query.max.map((measure, index) => extremePart(measure, `z${index}`, -1)),
  ];
  return (known, { key, left, came }) => {
    const row = known ? { ...known } : emptyRow(query, summed, key);
    for (const part of parts) {
      const exact =
        values(part, left).every((value) => part.leave(row, value)) &&
        values(part, came).every((value) => part.come(row, value));
      if (!exact) return null;
    }
    row.n = numberIn(row, "n") - left.length + came.length;
    return isExact(query, summed, row) ? row : null;
  };
}

/** Whole numbers add up exactly; doubles depend on the order in which they are added, so only the first one of a group is. */
function sumPart(measure: Measure, index: number): Part {
  const [sum, count] = [`${measure.kind === "number" ? "s" : "l"}${index}`, `c${index}`];
  const add = (row: SqlRow, value: number, sign: 1 | -1): boolean => {
    const exact = measure.kind !== "number" || (sign === 1 && numberIn(row, count) === 0);
    row[sum] = (measure.kind === "number" ? 0 : numberIn(row, sum)) + sign * value;
    row[count] = numberIn(row, count) + sign;
    return exact;
  };
  return {
    read: fieldReader(measure.path, measure.kind),
    come: (row, value) => typeof value === "number" && add(row, value, 1),
    leave: (row, value) => typeof value === "number" && add(row, value, -1),
  };
}

/** When the extreme itself leaves, memory does not know the next one. */
function extremePart(measure: Measure, column: string, sign: 1 | -1): Part {
  const order = (a: SqlValue, b: SqlValue): number => compareValues(asJson(a), asJson(b), sign);
  return {
    read: fieldReader(measure.path, measure.kind),
    come: (row, value) => {
      const extreme = row[column] ?? null;
      if (extreme === null || order(value, extreme) < 0) row[column] = value;
      return true;
    },
    leave: (row, value) => order(value, row[column] ?? null) > 0,
  };
}

/** The row of a group in which nothing is yet. Booleans are 0 and 1, as SQLite has them. */
function emptyRow(query: AggregateQuery, summed: readonly Measure[], key: GroupKey): SqlRow {
  const row: SqlRow = { n: 0 };
  key.forEach((value, index) => {
    row[`g${index}`] = typeof value === "boolean" ? Number(value) : value;
  });
  summed.forEach((measure, index) => {
    for (const column of measure.kind === "number" ? ["s", "c"] : ["h", "l", "c"]) row[`${column}${index}`] = 0;
  });
  query.min.forEach((_, index) => {
    row[`a${index}`] = null;
  });
  query.max.forEach((_, index) => {
    row[`z${index}`] = null;
  });
  return row;
}

/** Beyond 2^53 a sum depends on how it was put together. */
function isExact(query: AggregateQuery, summed: readonly Measure[], row: SqlRow): boolean {
  const whole = summed.filter((measure) => measure.kind === "integer");
  if (whole.length === 0) return true;
  const { sum } = aggregateRow({ ...query, sum: summed, avg: [] }, row);
  return typeof sum === "object" && sum !== null && whole.every(({ path }) => Number.isSafeInteger(sum[path]));
}

/** What the records have there; measures are numbers and dates. */
function values(part: Part, records: readonly RecordData[]): (number | string)[] {
  return records.map(part.read).filter((value) => typeof value === "number" || typeof value === "string");
}

function asJson(value: SqlValue): Json {
  return value instanceof ArrayBuffer ? null : value;
}

function numberIn(row: SqlRow, column: string): number {
  const value = row[column];
  return typeof value === "number" ? value : 0;
}

/**
 * An aggregate's row carried on by the records that came into its group and left it, instead of being computed again
 * from all of them. The columns are those of `aggregateStatement`; where memory cannot be exact, it says so.
 */
import { compareValues } from "../../../src/protocol/comparison.ts";
import type { RecordData } from "../../../src/resources/define.ts";
import { aggregateRow } from "../aggregate.ts";
import type { SqlRow, SqlValue } from "../database.ts";
import { type FieldReader, fieldReader } from "../field-value.ts";
import type { AggregateQuery, GroupKey, Measure } from "../query.ts";

/** Records that left a group and records that came into it; a record that changed within it is in both. */
export interface Traffic {
  readonly key: GroupKey;
  readonly left: RecordData[];
  readonly came: RecordData[];
}

/** Carries a row on; null when only the database can tell what becomes of it. */
export type CarryOn = (row: SqlRow | undefined, traffic: Traffic) => SqlRow | null;

/** Carries one measure on in place; false when memory cannot tell. Both lists are of the values that are there. */
type Part = (row: SqlRow, left: readonly Value[], came: readonly Value[]) => boolean;
type Value = number | string;

/** @param query one whose sums are of whole numbers: doubles are added up anew each time (see `concernOf`). */
export function carryOn(query: AggregateQuery): CarryOn {
  const summed = [...new Map([...query.sum, ...query.avg].map((measure) => [measure.path, measure])).values()];
  const measured = [
    ...summed.map((measure, index) => ({ measure, part: sumPart(index) })),
    ...query.min.map((measure, index) => ({ measure, part: extremePart(`a${index}`, 1) })),
    ...query.max.map((measure, index) => ({ measure, part: extremePart(`z${index}`, -1) })),
  ];
  const parts = measured.map(({ measure, part }) => ({ read: fieldReader(measure.path, measure.kind), part }));
  return (known, { key, left, came }) => {
    const row = known ? { ...known } : emptyRow(query, summed, key);
    if (!parts.every(({ read, part }) => part(row, values(read, left), values(read, came)))) return null;
    row.n = numberIn(row, "n") - left.length + came.length;
    return isExact(query, summed, row) ? row : null;
  };
}

function sumPart(index: number): Part {
  return (row, left, came) => {
    const total = (list: readonly Value[]) => list.reduce((sum: number, value) => sum + Number(value), 0);
    const low = numberIn(row, `l${index}`) - total(left) + total(came);
    row[`l${index}`] = low;
    row[`c${index}`] = numberIn(row, `c${index}`) - left.length + came.length;
    return Number.isSafeInteger(low);
  };
}

/** When the extreme itself leaves and nothing as extreme comes, memory does not know the next one. */
function extremePart(column: string, sign: 1 | -1): Part {
  const order = (a: SqlValue, b: SqlValue): number => compareValues(a, b, sign);
  return (row, left, came) => {
    const extreme = row[column] ?? null;
    const best = came.toSorted(order)[0] ?? null;
    if (best !== null && order(best, extreme) <= 0) row[column] = best;
    else return left.every((value) => order(value, extreme) > 0);
    return true;
  };
}

/** The row of a group in which nothing is yet. Booleans are 0 and 1, as SQLite has them. */
function emptyRow(query: AggregateQuery, summed: readonly Measure[], key: GroupKey): SqlRow {
  const row: SqlRow = { n: 0 };
  key.forEach((value, index) => {
    row[`g${index}`] = typeof value === "boolean" ? Number(value) : value;
  });
  summed.forEach((_, index) => {
    for (const column of ["h", "l", "c"]) row[`${column}${index}`] = 0;
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
  if (summed.length === 0) return true;
  const { sum } = aggregateRow({ ...query, sum: summed, avg: [] }, row);
  return typeof sum === "object" && sum !== null && Object.values(sum).every(Number.isSafeInteger);
}

/** What the records have there; measures are numbers and dates. */
function values(read: FieldReader, records: readonly RecordData[]): Value[] {
  return records.map(read).filter((value) => typeof value === "number" || typeof value === "string");
}

function numberIn(row: SqlRow, column: string): number {
  const value = row[column];
  return typeof value === "number" ? value : 0;
}

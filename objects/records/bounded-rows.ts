/**
 * Rows of one answer, by their size. A record may have 900 kB, so that two hundred of them, or a thousand entries of the
 * log, would be more than the 128 MB which all objects of an isolate share: one such request would end its neighbours too.
 */
import type { SqlRow } from "./database.ts";

/** UTF-16 units of text in the rows of one answer. Parsed and written again, they take several times as much memory. */
const ROW_UNITS = 4_000_000;

/** As many of the rows as one answer may hold, at least one; `more` where there were others. */
export function boundedRows<Row extends SqlRow>(rows: Iterable<Row>): { rows: Row[]; more: boolean } {
  const taken: Row[] = [];
  let units = 0;
  for (const row of rows) {
    units += unitsOf(row);
    if (units > ROW_UNITS && taken.length > 0) return { rows: taken, more: true };
    taken.push(row);
  }
  return { rows: taken, more: false };
}

function unitsOf(row: SqlRow): number {
  let units = 0;
  for (const name in row) {
    const value = row[name];
    if (typeof value === "string") units += value.length;
  }
  return units;
}

/** Cards on their way from one column to another, laid over what the service has confirmed. */
import type { AnyRecord } from "../../../client/croft.ts";

/** A move that was made here. */
export interface Move {
  /** As it is in the new column. */
  readonly record: AnyRecord;
  readonly from: string;
  readonly to: string;
  /** Position of the log at which the service made it; null until it has. */
  readonly seq: number | null;
}

/** @param seq position of the log up to which the column's records are confirmed. @returns the cards to show, those just put there first */
export function shownIn(
  column: string,
  records: readonly AnyRecord[],
  seq: number | null,
  moves: ReadonlyMap<string, Move>,
): readonly AnyRecord[] {
  const open = [...moves.values()].filter((move) => move.seq === null || seq === null || seq < move.seq);
  const touched = new Set(open.map(({ record }) => record.id));
  if (touched.size === 0) return records;
  const held = new Map(records.map((record) => [record.id, record]));
  const put = open.filter(({ to }) => to === column).map(({ record }) => newest(record, held.get(record.id)));
  return [...put, ...records.filter(({ id }) => !touched.has(id))];
}

function newest(record: AnyRecord, other: AnyRecord | undefined): AnyRecord {
  return other && other.version > record.version ? other : record;
}

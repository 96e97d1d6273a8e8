/** Records as a calendar shows them: each on its day, in the order of their times. */
import type { AnyRecord } from "../../../client/croft.ts";
import { type JsonRecord, textOf, timeOf } from "../../records/value.ts";
import type { DateChoice } from "../possible-layouts.ts";
import { dayOf } from "./days.ts";

export interface Entry {
  readonly record: AnyRecord;
  /** As `2026-11-21`. */
  readonly day: string;
  /** Milliseconds since 1970; null for what has a day alone. */
  readonly at: number | null;
}

/** @param related records that the time may be that of, by id. @returns entries by day; those without a time are left out */
export function entriesByDay(
  records: readonly AnyRecord[],
  { field, through }: DateChoice,
  related: ReadonlyMap<string, JsonRecord>,
): ReadonlyMap<string, readonly Entry[]> {
  const entries = records.flatMap((record): readonly Entry[] => {
    const holder = through ? related.get(textOf(record, through.field)) : record;
    if (!holder) return [];
    if (field.format === "date") {
      const day = textOf(holder, field.name);
      return day === "" ? [] : [{ record, day, at: null }];
    }
    const at = timeOf(holder, field.name);
    return at === null ? [] : [{ record, day: dayOf(at), at }];
  });
  return Map.groupBy(entries.toSorted(byTime), ({ day }) => day);
}

function byTime(one: Entry, other: Entry): number {
  return (one.at ?? 0) - (other.at ?? 0) || (one.record.id < other.record.id ? -1 : 1);
}

/** What a day has room for, and how many more there are. A line that says "1 more" would take the room of that one. */
export function roomFor(
  entries: readonly Entry[],
  room: number,
): { readonly shown: readonly Entry[]; readonly more: number } {
  if (entries.length <= room) return { shown: entries, more: 0 };
  const shown = entries.slice(0, room - 1);
  return { shown, more: entries.length - shown.length };
}

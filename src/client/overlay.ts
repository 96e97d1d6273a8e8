/** Optimistic writes laid over a result: what it will be, as far as that can be told before the server says so. */
import { idOf, type Row, sameJson } from "./field.ts";
import { matches } from "./matches.ts";
import type { Compare } from "./order.ts";
import type { Fields } from "./resource-types.ts";

/** A write that was made here and that a result may not show yet. */
export interface Pending {
  readonly kind: "create" | "update" | "delete";
  readonly resource: string;
  /** Of a record that is being created: a temporary one. */
  id: string;
  readonly fields: Fields;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What the server answered, or null; the record of a deletion is null. */
  answer: {
    readonly seq: number;
    readonly record: Row | null /** How many writes were answered then. */;
    readonly number: number;
  } | null;
}

/** A list that writes are laid over. */
export interface Shown {
  readonly rows: readonly Row[];
  readonly filter: unknown;
  /** Whether only the server can tell what a new record does to it: full text. */
  readonly searched: boolean;
  readonly limit: number;
  readonly compare: Compare;
  /** The ids that were held when a write was first laid over them. */
  readonly heldBefore: (write: Pending) => ReadonlySet<string>;
}

/** @param pending in the order in which they were made, without those that the rows already show. */
export function overlaid(shown: Shown, pending: readonly Pending[]): readonly Row[] {
  const { rows, filter, searched, limit, compare } = shown;
  const result = new Map(rows.map((row) => [idOf(row), row]));
  for (const write of pending) {
    const { id } = write.answer?.record ?? write;
    const before = result.get(String(id)) ?? result.get(write.id);
    result.delete(write.id);
    if (write.kind === "create" && !write.answer && rows.some((row) => isOf(write, row, shown.heldBefore(write))))
      continue;
    const after = written(write, before);
    if (!after) continue;
    const verdict = matches(filter ?? {}, after);
    // A record that is held stays unless it is known to leave; one that is not must be known to come.
    if (before ? verdict !== false : verdict === true && !searched && write.kind === "create")
      result.set(idOf(after), after);
  }
  return [...result.values()].sort(compare).slice(0, Math.max(limit, rows.length));
}

/** Whether a record that has just come is the one that a create without an answer has made: live messages may overtake answers. */
function isOf({ fields }: Pending, row: Row, before: ReadonlySet<string>): boolean {
  if (row.version !== 1 || before.has(idOf(row))) return false;
  return Object.entries(fields).every(([name, value]) => sameJson(row[name], value));
}

/** The record after the write; null where there is none, or none is known. */
function written({ kind, id, fields, at, answer }: Pending, before: Row | undefined): Row | null {
  if (kind === "delete") return null;
  const record = answer?.record ?? null;
  if (before && record && Number(before.version) >= Number(record.version)) return before;
  if (record) return record;
  if (kind === "update") return before ? patched(before, fields) : null;
  if (before) return before;
  const time = new Date(at).toISOString();
  return { createdAt: time, updatedAt: time, version: 0, deletedAt: null, custom: {}, ...fields, id };
}

/** Of a tenant's own fields, an update changes those it names. */
function patched(before: Row, fields: Fields): Row {
  const after = { ...before, ...fields };
  if (fields.custom) Object.assign(after, { custom: { ...Object(before.custom), ...Object(fields.custom) } });
  return sameJson(after, before) ? before : after;
}

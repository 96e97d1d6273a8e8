/**
 * The rows a live query shows, and some beyond them, as ids in order with the values that order them.
 *
 * Invariant: while `more` is false, `entries` are all rows that match. While it is true, they are all rows that match up
 * to and including the last entry; what lies behind it is unknown. The first `limit` entries are what subscribers hold.
 */
import type { SortTerm } from "../../../src/protocol/filter.ts";
import type { Json, RecordData } from "../../../src/resources/define.ts";
import { fieldReader } from "../field-value.ts";
import { compareRecords, sortKeys } from "../order.ts";
import { customNameOf } from "../scope.ts";
import type { Touched } from "./fold.ts";

/** How a result changed. `enter` and `update` stand in the order of the new result. */
export interface Difference {
  readonly enter: readonly string[];
  readonly update: readonly string[];
  readonly leave: readonly string[];
}

interface Entry {
  readonly id: string;
  /** The record, reduced to what the comparator reads. */
  readonly keys: RecordData;
  /** Whether subscribers hold it. */
  visible: boolean;
}

/** `underflow`: rows from behind the known ones must be read, then `refill` continues. */
export type Applied = Difference | "nothing" | "underflow";

export class Window {
  readonly #limit: number;
  readonly #capacity: number;
  readonly #compare: (a: RecordData, b: RecordData) => number;
  readonly #reduce: (record: RecordData) => RecordData;
  #entries: Entry[] = [];
  #byId = new Map<string, Entry>();
  #more = false;
  /** What subscribers held of the records touched by the change that underflowed. */
  #pending: { held: Set<string>; touched: Set<string> } | null = null;

  /** @param slack entries kept beyond `limit`, so that not every row that leaves costs a query. */
  constructor(sort: readonly SortTerm[], limit: number, slack: number) {
    this.#limit = limit;
    this.#capacity = limit + slack;
    this.#compare = compareRecords(sort);
    this.#reduce = reducer(sort);
  }

  /** Rows to ask for: one more than is kept tells whether there are more. */
  get wanted(): number {
    return this.#capacity + 1;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** Takes the first `wanted` rows of the query as the result that subscribers hold. */
  load(rows: readonly RecordData[]): void {
    this.#more = rows.length > this.#capacity;
    this.#entries = rows
      .slice(0, this.#capacity)
      .map((row, index) => ({ id: row.id, keys: this.#reduce(row), visible: index < this.#limit }));
    this.#byId = new Map(this.#entries.map((entry) => [entry.id, entry]));
  }

  /** Ids that subscribers hold, in order. */
  visible(): string[] {
    return this.#entries.slice(0, this.#limit).map((entry) => entry.id);
  }

  /**
   * Moves on by one commit.
   * @param touched every record of the resource that the commit changed.
   */
  apply(touched: ReadonlyMap<string, Touched>, matches: (record: RecordData) => boolean): Applied {
    const moves: { id: string; old: Entry | undefined; now: RecordData | null }[] = [];
    for (const { id, after } of touched.values()) {
      const old = this.#byId.get(id);
      const now = after && matches(after) ? after : null;
      if (old || now) moves.push({ id, old, now });
    }
    if (moves.length === 0) return "nothing";
    const boundary = this.#more ? this.#entries.at(-1)?.keys : undefined;
    const held = new Set<string>();
    for (const { id, old } of moves) {
      if (!old) continue;
      if (old.visible) held.add(id);
      this.#remove(old);
    }
    const ids = new Set(moves.map((move) => move.id));
    for (const { id, now } of moves) {
      if (!now) continue;
      const keys = this.#reduce(now);
      if (boundary === undefined || this.#compare(keys, boundary) <= 0) this.#insert({ id, keys, visible: false });
    }
    if (this.#more && this.#entries.length < this.#limit) {
      this.#pending = { held, touched: ids };
      return "underflow";
    }
    return this.#settle(ids, held);
  }

  /** Completes an `apply` that underflowed with the first `wanted` rows of the query as it stands after the commit. */
  refill(rows: readonly RecordData[]): Difference {
    const { held, touched } = this.#pending ?? { held: new Set<string>(), touched: new Set<string>() };
    this.#pending = null;
    const old = new Set(held);
    for (const entry of this.#entries) if (entry.visible) old.add(entry.id);
    this.load(rows);
    return difference(old, this.visible(), (id) => touched.has(id));
  }

  #remove(entry: Entry): void {
    this.#entries.splice(this.#indexOf(entry.keys), 1);
    this.#byId.delete(entry.id);
  }

  #insert(entry: Entry): void {
    this.#entries.splice(this.#indexOf(entry.keys), 0, entry);
    this.#byId.set(entry.id, entry);
  }

  /** Where these keys stand or would stand: ids break every tie, so that is one place. */
  #indexOf(keys: RecordData): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = this.#entries[middle];
      if (entry && this.#compare(entry.keys, keys) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Makes the first `limit` entries the visible ones, and says what that changes. Only rows near the edge are looked at. */
  #settle(touched: ReadonlySet<string>, held: ReadonlySet<string>): Applied {
    const enter: [number, string][] = [];
    const update: [number, string][] = [];
    const leave: string[] = [];
    for (const id of touched) {
      const entry = this.#byId.get(id);
      const index = entry ? this.#indexOf(entry.keys) : this.#limit;
      const shown = entry !== undefined && index < this.#limit;
      if (entry) entry.visible = shown;
      if (shown) (held.has(id) ? update : enter).push([index, id]);
      else if (held.has(id)) leave.push(id);
    }
    for (const entry of this.#pushedOut(touched)) leave.push(entry.id);
    for (const [index, entry] of this.#drawnIn(touched)) enter.push([index, entry.id]);
    this.#trim();
    if (enter.length + update.length + leave.length === 0) return "nothing";
    return { enter: inOrder(enter), update: inOrder(update), leave };
  }

  /** Untouched rows keep their order among themselves, so those that were pushed out stand together behind the edge. */
  #pushedOut(touched: ReadonlySet<string>): Entry[] {
    const out: Entry[] = [];
    for (let index = this.#limit; index < this.#entries.length; index += 1) {
      const entry = this.#entries[index];
      if (!entry || touched.has(entry.id)) continue;
      if (!entry.visible) break;
      entry.visible = false;
      out.push(entry);
    }
    return out;
  }

  #drawnIn(touched: ReadonlySet<string>): [number, Entry][] {
    const drawn: [number, Entry][] = [];
    for (let index = Math.min(this.#limit, this.#entries.length) - 1; index >= 0; index -= 1) {
      const entry = this.#entries[index];
      if (!entry || touched.has(entry.id)) continue;
      if (entry.visible) break;
      entry.visible = true;
      drawn.push([index, entry]);
    }
    return drawn;
  }

  #trim(): void {
    if (this.#entries.length <= this.#capacity) return;
    for (const entry of this.#entries.splice(this.#capacity)) this.#byId.delete(entry.id);
    this.#more = true;
  }
}

/** From an old result to a new one; `changed` tells which of the rows in both have new values. */
export function difference(
  old: ReadonlySet<string>,
  now: readonly string[],
  changed: (id: string) => boolean,
): Difference {
  const current = new Set(now);
  return {
    enter: now.filter((id) => !old.has(id)),
    update: now.filter((id) => old.has(id) && changed(id)),
    leave: [...old].filter((id) => !current.has(id)),
  };
}

/** Whether nothing changed. */
export function isEmpty(change: Difference): boolean {
  return change.enter.length + change.update.length + change.leave.length === 0;
}

function inOrder(placed: readonly [number, string][]): string[] {
  return placed.toSorted(([a], [b]) => a - b).map(([, id]) => id);
}

/** Keeps of a record what the comparator of this sort reads: windows stay small however large the records are. */
function reducer(sort: readonly SortTerm[]): (record: RecordData) => RecordData {
  const keys = sortKeys(sort).map((term) => ({
    path: term.path,
    custom: customNameOf(term.path),
    read: fieldReader(term.path, term.kind),
  }));
  return (record) => {
    const reduced: Record<string, Json> = {};
    const custom: Record<string, Json> = {};
    for (const key of keys) {
      if (key.custom === null) reduced[key.path] = key.read(record);
      else custom[key.custom] = key.read(record);
    }
    if (keys.some((key) => key.custom !== null)) reduced.custom = custom;
    // Enough of a record for `compareRecords`, which is all it is ever handed to.
    return reduced as RecordData;
  };
}

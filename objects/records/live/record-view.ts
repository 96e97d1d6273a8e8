/** A window of records, moved on by each commit without asking the database, as long as the window is full enough. */
import type { RecordData } from "../../../src/resources/define.ts";
import { columnList, recordOf } from "../codec.ts";
import { compileMatcher, type Matcher } from "../match.ts";
import { compareRecords } from "../order.ts";
import { listStatement } from "../page.ts";
import type { ListQuery } from "../query.ts";
import { withRowRule } from "../scope.ts";
import type { Touched } from "./fold.ts";
import { records, recordsBody, type View, type ViewParts } from "./view.ts";
import { type Difference, difference, isEmpty, Window } from "./window.ts";

/** Entries kept beyond a window, at most: a queue that is worked off from its head costs one query for so many rows. */
const MOST_SLACK = 50;

const NOTHING: ReadonlyMap<string, Touched> = new Map();

export class RecordView implements View {
  readonly #parts: ViewParts;
  readonly #query: ListQuery;
  readonly #matches: Matcher;
  #window: Window | null = null;
  /** Position of the log at which the window was read. */
  #readAt = -1;

  constructor(parts: ViewParts, query: ListQuery) {
    this.#parts = parts;
    this.#query = query;
    this.#matches = compileMatcher(withRowRule(query.filter, parts.scope));
  }

  get size(): number {
    return this.#window?.size ?? 0;
  }

  snapshot(): string {
    const { limit } = this.#query;
    const rows = this.#window ? this.#select(limit) : this.#open();
    return `[${rows
      .slice(0, limit)
      .map((row) => JSON.stringify(row))
      .join(",")}]`;
  }

  apply(touched: ReadonlyMap<string, Touched>, seq: number): string | null {
    // A window read after the commit already shows it: the state before is found from the changes themselves.
    if (!this.#window || this.#readAt >= seq) return this.catchUp(touched);
    const applied = this.#window.apply(touched, this.#matches);
    if (applied === "nothing") return null;
    if (applied !== "underflow") return this.#body(applied, touched, []);
    const rows = this.#select(this.#window.wanted);
    const change = this.#window.refill(rows);
    return isEmpty(change) ? null : this.#body(change, touched, rows);
  }

  catchUp(touched: ReadonlyMap<string, Touched>): string | null {
    const { limit, sort } = this.#query;
    const moved = new Map([...touched].filter(([, record]) => this.#concerns(record)));
    if (moved.size === 0) return null;
    const arrived = moved
      .values()
      .filter((record) => record.after !== null)
      .toArray().length;
    const window = this.#window ?? this.#newWindow();
    const rows = this.#select(Math.max(window.wanted, limit + arrived));
    if (!this.#window) this.#keep(window, rows);
    // The old result, exactly: what has not moved still stands where it stood, what has moved stood where its old image says.
    const befores = [...moved.values()].flatMap((record) =>
      record.before && this.#matches(record.before) ? [record.before] : [],
    );
    const still = rows.filter((row) => !moved.has(row.id)).slice(0, limit);
    const old = [...still, ...befores].sort(compareRecords(sort)).slice(0, limit);
    const now = rows.slice(0, limit).map((row) => row.id);
    const change = difference(new Set(old.map((row) => row.id)), now, (id) => moved.has(id));
    return isEmpty(change) ? null : this.#body(change, NOTHING, rows);
  }

  differs(): boolean {
    if (!this.#window) return true;
    const before = this.#window.visible();
    const now = this.#open().slice(0, this.#query.limit);
    return now.length !== before.length || now.some((row, index) => row.id !== before[index]);
  }

  forget(): void {
    this.#window = null;
  }

  #concerns({ before, after }: Touched): boolean {
    return (before !== null && this.#matches(before)) || (after !== null && this.#matches(after));
  }

  #newWindow(): Window {
    const { sort, limit } = this.#query;
    return new Window(sort, limit, Math.min(limit, MOST_SLACK));
  }

  /** Reads the window anew. */
  #open(): RecordData[] {
    const window = this.#newWindow();
    const rows = this.#select(window.wanted);
    this.#keep(window, rows);
    return rows;
  }

  #keep(window: Window, rows: readonly RecordData[]): void {
    window.load(rows);
    this.#window = window;
    this.#readAt = this.#parts.seq();
  }

  #select(limit: number): RecordData[] {
    return records(this.#parts, listStatement({ ...this.#query, limit }, this.#parts.scope));
  }

  #body(change: Difference, touched: ReadonlyMap<string, Touched>, rows: readonly RecordData[]): string {
    const read = new Map(rows.map((row) => [row.id, row]));
    for (const row of this.#fetch(change.enter.filter((id) => !touched.has(id) && !read.has(id))))
      read.set(row.id, row);
    const text = (id: string): string => touched.get(id)?.json ?? JSON.stringify(read.get(id));
    return recordsBody(change.enter.map(text), change.update.map(text), change.leave);
  }

  /** Records that were known by id and place alone. */
  #fetch(ids: readonly string[]): RecordData[] {
    if (ids.length === 0) return [];
    const { sql, scope } = this.#parts;
    const query = `SELECT ${columnList(scope.resource, "t")} FROM "${scope.resource.table}" AS t WHERE t.id IN (SELECT value FROM json_each(?))`;
    return sql
      .exec(query, JSON.stringify(ids))
      .toArray()
      .map((row) => recordOf(scope.resource, row));
  }
}

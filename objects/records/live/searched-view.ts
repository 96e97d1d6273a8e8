/** Results that a changed record alone cannot tell (full text, fields of relations): asked again, and compared. */
import type { RecordData } from "../../../src/resources/define.ts";
import { listStatement } from "../page.ts";
import type { AggregateQuery, GroupKey, ListQuery } from "../query.ts";
import { arrayOf, type GroupRows, goneKey, groupRows } from "./aggregate-view.ts";
import { groupsBody, records, recordsBody, type SearchedView, type ViewParts } from "./view.ts";
import { difference, isEmpty } from "./window.ts";

export class SearchedRecordView implements SearchedView {
  readonly #parts: ViewParts;
  readonly #query: ListQuery;
  /** Versions of the records that subscribers hold, by id. */
  #held: ReadonlyMap<string, number> | null = null;

  constructor(parts: ViewParts, query: ListQuery) {
    this.#parts = parts;
    this.#query = query;
  }

  get known(): boolean {
    return this.#held !== null;
  }

  get size(): number {
    return this.#held?.size ?? 0;
  }

  snapshot(): string {
    const rows = this.#select();
    this.#held = versions(rows);
    return `[${rows.map((row) => JSON.stringify(row)).join(",")}]`;
  }

  hydrate(): void {
    this.#held = versions(this.#select());
  }

  recompute(): string | null {
    const held = this.#held ?? new Map<string, number>();
    const rows = this.#select();
    const now = versions(rows);
    this.#held = now;
    const change = difference(new Set(held.keys()), [...now.keys()], (id) => held.get(id) !== now.get(id));
    if (isEmpty(change)) return null;
    const read = new Map(rows.map((row) => [row.id, row]));
    const text = (id: string): string => JSON.stringify(read.get(id));
    return recordsBody(change.enter.map(text), change.update.map(text), change.leave);
  }

  forget(): void {
    this.#held = null;
  }

  #select(): RecordData[] {
    return records(this.#parts, listStatement(this.#query, this.#parts.scope)).slice(0, this.#query.limit);
  }
}

function versions(rows: readonly RecordData[]): ReadonlyMap<string, number> {
  return new Map(rows.map((row) => [row.id, row.version]));
}

export class SearchedAggregateView implements SearchedView {
  readonly #parts: ViewParts;
  readonly #query: AggregateQuery;
  #held: GroupRows | null = null;

  constructor(parts: ViewParts, query: AggregateQuery) {
    this.#parts = parts;
    this.#query = query;
  }

  get known(): boolean {
    return this.#held !== null;
  }

  get size(): number {
    return this.#held?.size ?? 0;
  }

  snapshot(): string {
    this.#held = groupRows(this.#parts, this.#query);
    return arrayOf(this.#held);
  }

  hydrate(): void {
    this.#held = groupRows(this.#parts, this.#query);
  }

  recompute(): string | null {
    const held: GroupRows = this.#held ?? new Map();
    const now = groupRows(this.#parts, this.#query);
    this.#held = now;
    const groups = [...now].filter(([key, { text }]) => held.get(key)?.text !== text).map(([, { text }]) => text);
    const gone = [...held.keys()].filter((key) => !now.has(key)).map((key) => goneKey(this.#query, parsedKey(key)));
    return groups.length + gone.length === 0 ? null : groupsBody(groups, gone);
  }

  forget(): void {
    this.#held = null;
  }
}

/** Keys of rows are written by `groupRows` alone. */
function parsedKey(text: string): GroupKey {
  return JSON.parse(text);
}

/** Results that a changed record alone cannot tell (full text, fields of relations): asked again, and compared. */
import { listStatement } from "../page.ts";
import type { AggregateQuery, GroupKey, ListQuery } from "../query.ts";
import { arrayOf, goneKey, groupRows } from "./aggregate-view.ts";
import { groupsBody, records, recordsBody, type SearchedView, type ViewParts } from "./view.ts";
import { difference, isEmpty } from "./window.ts";

/** A result as the database has it. */
interface Found<Entry> {
  /** What is kept of it to tell the next change. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** All of it, as a JSON array. */
  text(): string;
  /** The body of the change from the result of which `held` was kept; null when they are the same. */
  changeFrom(held: ReadonlyMap<string, Entry>): string | null;
}

class AskedAgain<Entry> implements SearchedView {
  readonly #ask: () => Found<Entry>;
  #held: ReadonlyMap<string, Entry> | null = null;

  constructor(ask: () => Found<Entry>) {
    this.#ask = ask;
  }

  get known(): boolean {
    return this.#held !== null;
  }

  get size(): number {
    return this.#held?.size ?? 0;
  }

  snapshot(): string {
    const found = this.#ask();
    this.#held = found.entries;
    return found.text();
  }

  hydrate(): void {
    this.#held = this.#ask().entries;
  }

  recompute(): string | null {
    const held = this.#held ?? new Map<string, Entry>();
    const found = this.#ask();
    this.#held = found.entries;
    return found.changeFrom(held);
  }

  forget(): void {
    this.#held = null;
  }
}

/** Of the records that subscribers hold, their versions are kept. */
export function searchedRecords(parts: ViewParts, query: ListQuery): SearchedView {
  return new AskedAgain<number>(() => {
    const rows = records(parts, listStatement(query, parts.scope)).slice(0, query.limit);
    const now = new Map(rows.map((row) => [row.id, row.version]));
    return {
      entries: now,
      text: () => `[${rows.map((row) => JSON.stringify(row)).join(",")}]`,
      changeFrom(held) {
        const change = difference(new Set(held.keys()), [...now.keys()], (id) => held.get(id) !== now.get(id));
        if (isEmpty(change)) return null;
        const read = new Map(rows.map((row) => [row.id, row]));
        const text = (id: string): string => JSON.stringify(read.get(id));
        return recordsBody(change.enter.map(text), change.update.map(text), change.leave);
      },
    };
  });
}

/** Of the rows of figures that subscribers hold, all is kept. */
export function searchedFigures(parts: ViewParts, query: AggregateQuery): SearchedView {
  return new AskedAgain(() => {
    const now = groupRows(parts, query);
    return {
      entries: now,
      text: () => arrayOf(now),
      changeFrom(held) {
        const groups = [...now].filter(([key, { text }]) => held.get(key)?.text !== text).map(([, { text }]) => text);
        const gone = [...held.keys()].filter((key) => !now.has(key)).map((key) => goneKey(query, parsedKey(key)));
        return groups.length + gone.length === 0 ? null : groupsBody(groups, gone);
      },
    };
  });
}

/** Keys of rows are written by `groupRows` alone. */
function parsedKey(text: string): GroupKey {
  return JSON.parse(text);
}

/** Rows of figures: after a commit only the groups are computed again that a changed record was in, or came into. */

import { AppError } from "../../../src/protocol/errors.ts";
import type { RecordData } from "../../../src/resources/define.ts";
import { aggregateRow, aggregateStatement, keyOfRow } from "../aggregate.ts";
import type { SqlRow } from "../database.ts";
import { type FieldReader, fieldReader } from "../field-value.ts";
import { groupKeyOf } from "../group-keys.ts";
import { compileMatcher, type Matcher } from "../match.ts";
import { type AggregateQuery, type GroupKey, QUERY_LIMITS } from "../query.ts";
import { withRowRule } from "../scope.ts";
import type { Touched } from "./fold.ts";
import { groupsBody, run, type View, type ViewParts } from "./view.ts";

/** Rows as JSON, by the JSON of their keys. */
export type GroupRows = Map<string, string>;

export class AggregateView implements View {
  readonly #parts: ViewParts;
  readonly #query: AggregateQuery;
  readonly #matches: Matcher;
  readonly #measured: readonly FieldReader[];
  #rows: GroupRows | null = null;
  /** Position of the log at which the rows were read. */
  #readAt = -1;

  constructor(parts: ViewParts, query: AggregateQuery) {
    this.#parts = parts;
    this.#query = query;
    this.#matches = compileMatcher(withRowRule(query.filter, parts.scope));
    this.#measured = [...query.sum, ...query.avg, ...query.min, ...query.max].map((measure) =>
      fieldReader(measure.path, measure.kind),
    );
  }

  snapshot(): string {
    const rows = groupRows(this.#parts, this.#query);
    if (!this.#rows) {
      this.#rows = rows;
      this.#readAt = this.#parts.seq();
    }
    return `[${[...rows.values()].join(",")}]`;
  }

  apply(touched: ReadonlyMap<string, Touched>, seq: number): string | null {
    // Rows read after the commit already show it, and so cannot tell what it changed.
    if (!this.#rows || this.#readAt >= seq) return this.catchUp(touched);
    return this.#change(this.#touchedKeys(touched), this.#rows);
  }

  catchUp(touched: ReadonlyMap<string, Touched>): string | null {
    return this.#change(this.#touchedKeys(touched), null);
  }

  differs(): boolean {
    const before = this.#rows;
    const now = groupRows(this.#parts, this.#query);
    this.#rows = now;
    this.#readAt = this.#parts.seq();
    return !before || before.size !== now.size || [...now].some(([key, row]) => before.get(key) !== row);
  }

  forget(): void {
    this.#rows = null;
  }

  /** Keys of the groups whose figures may have changed, by their JSON. */
  #touchedKeys(touched: ReadonlyMap<string, Touched>): Map<string, GroupKey> {
    const keys = new Map<string, GroupKey>();
    for (const { before, after } of touched.values()) {
      const old = before && this.#matches(before) ? this.#keyOf(before) : null;
      const now = after && this.#matches(after) ? this.#keyOf(after) : null;
      if (old && now && before && after && old.text === now.text && this.#sameFigures(before, after)) continue;
      if (old) keys.set(old.text, old.key);
      if (now) keys.set(now.text, now.key);
    }
    return keys;
  }

  #keyOf(record: RecordData): { text: string; key: GroupKey } {
    const key = groupKeyOf(this.#query, record);
    return { text: JSON.stringify(key), key };
  }

  #sameFigures(before: RecordData, after: RecordData): boolean {
    return this.#measured.every((read) => read(before) === read(after));
  }

  /** @param known rows that subscribers hold; null where that is not known, and every touched group is sent. */
  #change(keys: ReadonlyMap<string, GroupKey>, known: GroupRows | null): string | null {
    if (keys.size === 0) return null;
    const { sql, scope } = this.#parts;
    const now = rowsByKey(this.#query, run(sql, aggregateStatement(this.#query, scope, [...keys.values()])));
    const groups: string[] = [];
    const gone: string[] = [];
    for (const [text, key] of keys) {
      const row = now.get(text);
      if (row === undefined) {
        if (!known || known.has(text)) gone.push(goneKey(this.#query, key));
      } else if (!known || known.get(text) !== row) groups.push(row);
      if (!known) continue;
      if (row === undefined) known.delete(text);
      else known.set(text, row);
    }
    if (known && known.size > QUERY_LIMITS.groups) throw tooManyGroups();
    return groups.length + gone.length === 0 ? null : groupsBody(groups, gone);
  }
}

/** Every row of an aggregate. @throws AppError QUOTA_EXCEEDED beyond what one answer shows. */
export function groupRows({ sql, scope }: ViewParts, query: AggregateQuery): GroupRows {
  const rows = run(sql, aggregateStatement(query, scope));
  if (rows.length > QUERY_LIMITS.groups) throw tooManyGroups();
  return rowsByKey(query, rows);
}

/** A key as clients see it: the values under the labels of `groupBy`. */
export function goneKey(query: AggregateQuery, key: GroupKey): string {
  return JSON.stringify(Object.fromEntries(query.groupBy.map((term, index) => [term.label, key[index] ?? null])));
}

function rowsByKey(query: AggregateQuery, rows: readonly SqlRow[]): GroupRows {
  return new Map(rows.map((row) => [JSON.stringify(keyOfRow(query, row)), JSON.stringify(aggregateRow(query, row))]));
}

function tooManyGroups(): AppError {
  return new AppError("QUOTA_EXCEEDED", { message: `A live aggregate shows at most ${QUERY_LIMITS.groups} groups.` });
}

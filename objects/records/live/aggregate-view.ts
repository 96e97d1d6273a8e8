/** Rows of figures: after a commit only the groups are worked on that a changed record was in, or came into. */
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
import { type CarryOn, carryOn, type Traffic } from "./running-row.ts";
import { groupsBody, run, type View, type ViewParts } from "./view.ts";

/** One group: its row as the database has it, and as clients see it. */
interface GroupRow {
  readonly row: SqlRow;
  readonly text: string;
}

/** By the JSON of their keys. */
export type GroupRows = Map<string, GroupRow>;

export class AggregateView implements View {
  readonly #parts: ViewParts;
  readonly #query: AggregateQuery;
  readonly #matches: Matcher;
  readonly #measured: readonly FieldReader[];
  readonly #carryOn: CarryOn;
  #rows: GroupRows | null = null;
  /** Position of the log at which the rows were read. */
  #readAt = -1;

  constructor(parts: ViewParts, query: AggregateQuery) {
    this.#parts = parts;
    this.#query = query;
    this.#matches = compileMatcher(withRowRule(query.filter, parts.scope));
    const measures = [...query.sum, ...query.avg, ...query.min, ...query.max];
    this.#measured = measures.map((measure) => fieldReader(measure.path, measure.kind));
    this.#carryOn = carryOn(query);
  }

  get size(): number {
    return this.#rows?.size ?? 0;
  }

  snapshot(): string {
    const rows = groupRows(this.#parts, this.#query);
    if (!this.#rows) {
      this.#rows = rows;
      this.#readAt = this.#parts.seq();
    }
    return arrayOf(rows);
  }

  apply(touched: ReadonlyMap<string, Touched>, seq: number): string | null {
    // Rows read after the commit already show it, and so cannot tell what it changed.
    if (!this.#rows || this.#readAt >= seq) return this.catchUp(touched);
    const traffic = this.#traffic(touched);
    return traffic.size === 0 ? null : this.#carry(traffic, this.#rows);
  }

  catchUp(touched: ReadonlyMap<string, Touched>): string | null {
    const traffic = this.#traffic(touched);
    if (traffic.size === 0) return null;
    const now = this.#read([...traffic.values()]);
    const gone = [...traffic].filter(([text]) => !now.has(text)).map(([, { key }]) => goneKey(this.#query, key));
    return groupsBody(texts(now), gone);
  }

  differs(): boolean {
    const before = this.#rows;
    const now = groupRows(this.#parts, this.#query);
    this.#rows = now;
    this.#readAt = this.#parts.seq();
    return !before || before.size !== now.size || [...now].some(([key, { text }]) => before.get(key)?.text !== text);
  }

  forget(): void {
    this.#rows = null;
  }

  /** Who left and who came, for each group whose figures that may change. */
  #traffic(touched: ReadonlyMap<string, Touched>): Map<string, Traffic> {
    const traffic = new Map<string, Traffic>();
    const at = (text: string, key: GroupKey): Traffic => {
      const known = traffic.get(text) ?? { key, left: [], came: [] };
      traffic.set(text, known);
      return known;
    };
    for (const { before, after } of touched.values()) {
      const old = before && this.#matches(before) ? this.#place(before) : null;
      const now = after && this.#matches(after) ? this.#place(after) : null;
      if (old && now && old.text === now.text && this.#sameFigures(old.record, now.record)) continue;
      if (old) at(old.text, old.key).left.push(old.record);
      if (now) at(now.text, now.key).came.push(now.record);
    }
    return traffic;
  }

  #place(record: RecordData): { record: RecordData; text: string; key: GroupKey } {
    const key = groupKeyOf(this.#query, record);
    return { record, text: JSON.stringify(key), key };
  }

  #sameFigures(before: RecordData, after: RecordData): boolean {
    return this.#measured.every((read) => read(before) === read(after));
  }

  /** Moves the known rows on; only where memory cannot tell is the database asked. */
  #carry(traffic: ReadonlyMap<string, Traffic>, known: GroupRows): string | null {
    const now: GroupRows = new Map();
    const unsure: Traffic[] = [];
    for (const [text, group] of traffic) {
      const row = this.#carryOn(known.get(text)?.row, group);
      if (!row) unsure.push(group);
      else if (row.n !== 0 || this.#query.groupBy.length === 0) now.set(text, groupRow(this.#query, row));
    }
    if (unsure.length > 0) for (const [text, row] of this.#read(unsure)) now.set(text, row);
    const groups = [...now].filter(([text, row]) => known.get(text)?.text !== row.text).map(([, row]) => row.text);
    const gone = [...traffic].filter(([text]) => known.has(text) && !now.has(text));
    for (const [text, row] of now) known.set(text, row);
    for (const [text] of gone) known.delete(text);
    if (known.size > QUERY_LIMITS.groups) throw tooManyGroups();
    if (groups.length + gone.length === 0) return null;
    return groupsBody(
      groups,
      gone.map(([, { key }]) => goneKey(this.#query, key)),
    );
  }

  #read(groups: readonly Traffic[]): GroupRows {
    const { sql, scope } = this.#parts;
    return rowsByKey(
      this.#query,
      run(
        sql,
        aggregateStatement(
          this.#query,
          scope,
          groups.map(({ key }) => key),
        ),
      ),
    );
  }
}

/** Every row of an aggregate. @throws AppError QUOTA_EXCEEDED beyond what one answer shows. */
export function groupRows({ sql, scope }: ViewParts, query: AggregateQuery): GroupRows {
  const rows = run(sql, aggregateStatement(query, scope));
  if (rows.length > QUERY_LIMITS.groups) throw tooManyGroups();
  return rowsByKey(query, rows);
}

/** The rows as clients see them. */
export function texts(rows: GroupRows): string[] {
  return [...rows.values()].map((row) => row.text);
}

export function arrayOf(rows: GroupRows): string {
  return `[${texts(rows).join(",")}]`;
}

/** A key as clients see it: the values under the labels of `groupBy`. */
export function goneKey(query: AggregateQuery, key: GroupKey): string {
  return JSON.stringify(Object.fromEntries(query.groupBy.map((term, index) => [term.label, key[index] ?? null])));
}

function rowsByKey(query: AggregateQuery, rows: readonly SqlRow[]): GroupRows {
  return new Map(rows.map((row) => [JSON.stringify(keyOfRow(query, row)), groupRow(query, row)]));
}

function groupRow(query: AggregateQuery, row: SqlRow): GroupRow {
  return { row, text: JSON.stringify(aggregateRow(query, row)) };
}

function tooManyGroups(): AppError {
  return new AppError("QUOTA_EXCEEDED", { message: `A live aggregate shows at most ${QUERY_LIMITS.groups} groups.` });
}

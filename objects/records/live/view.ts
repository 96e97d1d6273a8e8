/** The result of one group, kept as far as the next change needs it. */
import type { RecordData } from "../../../src/resources/define.ts";
import { recordOf } from "../codec.ts";
import type { Sql, SqlRow } from "../database.ts";
import type { Statement } from "../query.ts";
import type { QueryScope } from "../scope.ts";
import type { Touched } from "./fold.ts";

/** What a view works with. */
export interface ViewParts {
  readonly sql: Sql;
  readonly scope: QueryScope;
  /** Position of the log, as the database shows it now. */
  readonly seq: () => number;
}

/**
 * A result that changes of single records move on. What a method returns goes between `"seq":…,` and the closing
 * brace of a change message; null says that nothing a subscriber holds has changed.
 */
export interface View {
  /** The result as it stands in the database, as a JSON array. */
  snapshot(): string;
  /** From the result before a commit to the one after it. @param seq position after the commit. */
  apply(touched: ReadonlyMap<string, Touched>, seq: number): string | null;
  /** From the result before these changes to the one in the database, whatever the view remembers. */
  catchUp(touched: ReadonlyMap<string, Touched>): string | null;
  /** Whether the result in the database differs from what is remembered, after rows went without a change; true if unsure. */
  differs(): boolean;
  /** Entries that are remembered. */
  readonly size: number;
  /** Gives up what is remembered. */
  forget(): void;
}

/** A result that only the query itself can tell. */
export interface SearchedView {
  snapshot(): string;
  /** Whether the result that subscribers hold is known. */
  readonly known: boolean;
  /** Learns the result that subscribers hold, from the database. */
  hydrate(): void;
  /** From the result that subscribers hold to the one in the database; null when they are the same. Only while `known`. */
  recompute(): string | null;
  readonly size: number;
  forget(): void;
}

export function run(sql: Sql, statement: Statement): SqlRow[] {
  return sql.exec(statement.sql, ...statement.params).toArray();
}

export function records({ sql, scope }: ViewParts, statement: Statement): RecordData[] {
  return run(sql, statement).map((row) => recordOf(scope.resource, row));
}

/** The body of a change of records, from texts that are JSON already. */
export function recordsBody(enter: readonly string[], update: readonly string[], leave: readonly string[]): string {
  return `"enter":[${enter.join(",")}],"update":[${update.join(",")}],"leave":${JSON.stringify(leave)}`;
}

/** The body of a change of an aggregate, from texts that are JSON already. */
export function groupsBody(groups: readonly string[], gone: readonly string[]): string {
  return `"groups":[${groups.join(",")}],"gone":[${gone.join(",")}]`;
}

/**
 * Cursors: the sort values of the last record of a page, from which the next one goes on. Unlike an offset, such a place
 * stays where it is while others write. A cursor carries a hash of its query and is refused for any other.
 */
import * as z from "zod";
import { AppError } from "../../src/protocol/errors.ts";
import type { SortTerm } from "../../src/protocol/filter.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { allOf } from "./compile.ts";
import { fieldSql } from "./field-sql.ts";
import { fieldReader } from "./field-value.ts";
import { sortKeys, termField } from "./order.ts";
import { isRanked, type ListQuery, type SqlParam, type Statement } from "./query.ts";
import type { FieldRef, QueryScope } from "./scope.ts";

/** Characters of a cursor: with the rest of an address it must stay below the 16 KB of a URL. */
const MAX_CURSOR = 4_096;

const cursorSchema = z.strictObject({
  h: z.string(),
  v: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).max(5),
});

/** One value for each sort key, as SQLite compares it. */
export type CursorValues = readonly SqlParam[];

/**
 * The cursor behind `last`; null for ranked results, which have one page.
 * @throws AppError BAD_REQUEST when the sorted texts are too long for one.
 */
export function encodeCursor(query: Pick<ListQuery, "binding" | "sort" | "q">, last: RecordData): string | null {
  if (isRanked(query)) return null;
  const values = sortKeys(query.sort).map((term) => fieldReader(term.path, term.kind)(last));
  const cursor = toBase64Url(JSON.stringify({ h: hash(query.binding), v: values }));
  if (cursor.length <= MAX_CURSOR) return cursor;
  throw new AppError("BAD_REQUEST", {
    message: "sort: The values of these fields are too long to page by; sort by others.",
  });
}

/** @throws AppError INVALID_CURSOR for anything but a cursor that this very query was answered with. */
export function decodeCursor(
  cursor: string,
  query: Pick<ListQuery, "binding" | "sort" | "q">,
  scope: QueryScope,
): CursorValues {
  const parsed = cursor.length <= MAX_CURSOR ? cursorSchema.safeParse(fromBase64Url(cursor)) : null;
  if (!parsed?.success || parsed.data.h !== hash(query.binding) || isRanked(query))
    throw new AppError("INVALID_CURSOR");
  const keys = sortKeys(query.sort);
  const values = parsed.data.v;
  if (values.length !== keys.length) throw new AppError("INVALID_CURSOR");
  return keys.map((term, index) => {
    const value = values[index] ?? null;
    if (!mayBe(value, termField(term, scope))) throw new AppError("INVALID_CURSOR");
    return typeof value === "boolean" ? Number(value) : value;
  });
}

/** The condition for rows that come after the given values in the order of the sort. */
export function keysetCondition(
  sort: readonly SortTerm[],
  values: CursorValues,
  scope: QueryScope,
  alias: string,
): Statement {
  const keys = sortKeys(sort).map((term, index) => {
    const field = termField(term, scope);
    return {
      sql: fieldSql(field, alias),
      nullable: field.nullable,
      sign: term.descending ? "<" : ">",
      value: values[index] ?? null,
    };
  });
  const after = rowsAfter(keys);
  const [first] = keys;
  if (!first || first.nullable || keys.length === 1) return after;
  // Says what follows from the rest, in the one form for which SQLite starts reading in the middle of an index.
  const bound: Statement = { sql: `${first.sql} ${first.sign}= ?`, params: [first.value] };
  return { sql: allOf([bound.sql, after.sql]), params: [...bound.params, ...after.params] };
}

interface Key {
  readonly sql: string;
  readonly nullable: boolean;
  readonly sign: string;
  readonly value: SqlParam;
}

/** After in the first key, or equal in it and after in the others. */
function rowsAfter([key, ...rest]: readonly Key[]): Statement {
  if (!key) return { sql: "0", params: [] };
  const deeper = rowsAfter(rest);
  // Nulls are last, so nothing is behind one.
  if (key.value === null) return { sql: allOf([`${key.sql} IS NULL`, deeper.sql]), params: deeper.params };
  const beyond = key.nullable ? `(${key.sql} ${key.sign} ? OR ${key.sql} IS NULL)` : `${key.sql} ${key.sign} ?`;
  if (rest.length === 0) return { sql: beyond, params: [key.value] };
  return { sql: `(${beyond} OR (${key.sql} = ? AND ${deeper.sql}))`, params: [key.value, key.value, ...deeper.params] };
}

function mayBe(value: z.infer<typeof cursorSchema>["v"][number], field: FieldRef): boolean {
  switch (typeof value) {
    case "string":
      return (field.kind === "text" || field.kind === "date") && value.isWellFormed() && !value.includes("\0");
    case "number":
      return field.kind === "number" || (field.kind === "integer" && Number.isSafeInteger(value));
    case "boolean":
      return field.kind === "boolean";
    default:
      return field.nullable;
  }
}

/** FNV-1a over UTF-16 units, twice with different starts: tells queries apart, and keeps no secret. */
function hash(text: string): string {
  let left = 0x811c9dc5;
  let right = 0x2f6b3a91;
  for (let at = 0; at < text.length; at += 1) {
    left = Math.imul(left ^ text.charCodeAt(at), 0x01000193);
    right = Math.imul(right ^ text.charCodeAt(at), 0x01000193) ^ (right >>> 15);
  }
  return (left >>> 0).toString(36) + (right >>> 0).toString(36).padStart(7, "0");
}

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The JSON value inside, or undefined for what is none. */
function fromBase64Url(cursor: string): unknown {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined;
  try {
    const binary = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    return undefined;
  }
}

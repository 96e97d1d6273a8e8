/** Which tenants there are. */
import { and, asc, desc, eq, gt, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { AppError, invalidField } from "../protocol/errors.ts";
import { decodeCursor, encodeCursor, type Position } from "./cursor.ts";
import type { TenantRow } from "./projection.ts";
import { reach } from "./reach.ts";
import { tenants } from "./tables.ts";

/** Columns by which tenants may be sorted. */
const SORTS = {
  handle: tenants.handle,
  name: tenants.name,
  createdAt: tenants.createdAt,
  records: tenants.records,
  bytes: tenants.bytes,
  lastActivityAt: tenants.lastActivityAt,
  seq: tenants.seq,
  projectedAt: tenants.projectedAt,
} as const;
type SortField = keyof typeof SORTS;

export interface TenantQuery {
  /** Part of the handle or the name, ASCII case ignored. */
  readonly q?: string | undefined;
  /** A field of `TenantRow`, behind `-` for descending: `-lastActivityAt`. */
  readonly sort?: string | undefined;
  readonly status?: string | undefined;
  /** Only these; absent for all. */
  readonly handles?: readonly string[] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface TenantPage {
  readonly data: TenantRow[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

/** Whether the directory knows of the tenant. */
export async function tenantExists(db: D1Database, handle: string): Promise<boolean> {
  const row = await reach(() => db.prepare("SELECT 1 FROM tenants WHERE handle = ?1").bind(handle).first());
  return row !== null;
}

/** The tenant as the directory shows it, or null. */
export async function getTenant(db: D1Database, handle: string): Promise<TenantRow | null> {
  const [row] = await reach(() => drizzle(db).select().from(tenants).where(eq(tenants.handle, handle)).limit(1));
  return row ?? null;
}

/**
 * A page of tenants.
 * @throws AppError BAD_REQUEST for an unknown sort, INVALID_CURSOR, UNAVAILABLE.
 */
export async function listTenants(db: D1Database, query: TenantQuery): Promise<TenantPage> {
  const sort = sortOf(query.sort ?? "handle");
  const column = SORTS[sort.field];
  const bound = [query.sort ?? "handle", query.q ?? "", query.status ?? ""];
  const from = query.cursor === undefined ? null : positionOf(bound, query.cursor, sort.field);
  const found = await reach(() =>
    drizzle(db)
      .select()
      .from(tenants)
      .where(and(...conditions(query), from ? after(sort, from) : undefined))
      .orderBy(sort.descending ? desc(column) : asc(column), asc(tenants.handle))
      .limit(query.limit + 1),
  );
  const data = found.slice(0, query.limit);
  const hasMore = found.length > query.limit;
  const last = data.at(-1);
  const nextCursor = hasMore && last ? encodeCursor(bound, { value: last[sort.field], tie: last.handle }) : null;
  return { data, nextCursor, hasMore };
}

interface Sort {
  readonly field: SortField;
  readonly descending: boolean;
}

function sortOf(text: string): Sort {
  const descending = text.startsWith("-");
  const field = descending ? text.slice(1) : text;
  if (!isSortField(field)) throw invalidField("BAD_REQUEST", "sort", `Use one of ${Object.keys(SORTS).join(", ")}.`);
  return { field, descending };
}

function isSortField(name: string): name is SortField {
  return Object.hasOwn(SORTS, name);
}

/** A cursor that claims another type of value was made by hand. */
function positionOf(bound: readonly unknown[], cursor: string, field: SortField): Position {
  const position = decodeCursor(bound, cursor);
  const type = SORTS[field].getSQLType() === "integer" ? "number" : "string";
  if (typeof position.value !== type) throw new AppError("INVALID_CURSOR");
  return position;
}

function conditions(query: TenantQuery): SQL[] {
  const all: SQL[] = [];
  if (query.q) {
    // `instr`, because a LIKE pattern ends at 50 bytes (platform.md 1.1).
    all.push(
      sql`(instr(lower(${tenants.handle}), lower(${query.q})) OR instr(lower(${tenants.name}), lower(${query.q})))`,
    );
  }
  if (query.status) all.push(eq(tenants.status, query.status));
  if (query.handles) {
    all.push(inArray(tenants.handle, sql`(SELECT value FROM json_each(${JSON.stringify(query.handles)}))`));
  }
  return all;
}

function after({ field, descending }: Sort, { value, tie }: Position): SQL | undefined {
  const column = SORTS[field];
  const beyond = descending ? lt(column, value) : gt(column, value);
  return or(beyond, and(eq(column, value), gt(tenants.handle, tie)));
}

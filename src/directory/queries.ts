/** Which tenants there are. */
import * as z from "zod";
import { encodeCursor } from "./cursor.ts";
import type { TenantRow } from "./projection.ts";
import { reach } from "./reach.ts";
import { positionOf, type Sort, sortOf } from "./sort.ts";

/** The fields of a row, with their columns and what they hold. */
const COLUMNS = {
  handle: ["handle", "string"],
  name: ["name", "string"],
  plan: ["plan", "string"],
  status: ["status", "string"],
  createdAt: ["created_at", "string"],
  records: ["records", "number"],
  bytes: ["bytes", "number"],
  lastActivityAt: ["last_activity_at", "string"],
  seq: ["seq", "number"],
  projectedAt: ["projected_at", "string"],
} as const satisfies { readonly [Field in keyof TenantRow]: readonly [column: string, type: "string" | "number"] };

const rowSchema: z.ZodType<TenantRow> = z.object({
  handle: z.string(),
  name: z.string(),
  plan: z.string(),
  status: z.string(),
  createdAt: z.string(),
  records: z.number(),
  bytes: z.number(),
  lastActivityAt: z.string(),
  seq: z.number(),
  projectedAt: z.string(),
});

const SELECT = `SELECT ${Object.entries(COLUMNS)
  .map(([field, [column]]) => `${column} AS "${field}"`)
  .join(", ")} FROM tenants`;

/** Fields by which tenants may be sorted. */
const SORTS = ["handle", "name", "createdAt", "records", "bytes", "lastActivityAt", "seq", "projectedAt"] as const;
type SortField = (typeof SORTS)[number];

export interface TenantQuery {
  /** Part of the handle or the name, ASCII case ignored. */
  readonly q?: string | undefined;
  /** A field of `TenantRow`, behind `-` for descending: `-lastActivityAt`. */
  readonly sort?: string | undefined;
  readonly status?: string | undefined;
  /** Those that somebody belongs to, or this one; all where absent. */
  readonly of?: { readonly member: string } | { readonly handle: string } | undefined;
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

/**
 * A page of tenants.
 * @throws AppError BAD_REQUEST for an unknown sort, INVALID_CURSOR, UNAVAILABLE.
 */
export async function listTenants(db: D1Database, query: TenantQuery): Promise<TenantPage> {
  const sort = sortOf(query.sort ?? "handle", SORTS);
  const bound = [query.sort ?? "handle", query.q ?? "", query.status ?? ""];
  const from = query.cursor === undefined ? null : positionOf(bound, query.cursor, COLUMNS[sort.field][1]);
  const { results } = await reach(() =>
    db
      .prepare(pageSql(sort))
      .bind(
        query.q || null,
        query.status || null,
        query.of && "handle" in query.of ? query.of.handle : null,
        from?.value ?? null,
        from?.tie ?? null,
        query.limit + 1,
        query.of && "member" in query.of ? query.of.member : null,
      )
      .all(),
  );
  const found = z.array(rowSchema).parse(results);
  const data = found.slice(0, query.limit);
  const hasMore = found.length > query.limit;
  const last = data.at(-1);
  const nextCursor = hasMore && last ? encodeCursor(bound, { value: last[sort.field], tie: last.handle }) : null;
  return { data, nextCursor, hasMore };
}

/**
 * Absent conditions are null parameters, so that there is one text a sort. `instr`, because a LIKE pattern ends at 50
 * bytes (platform.md 1.1). Parameters: part of a name, status, handle, value and handle behind which the page
 * begins, limit, member.
 */
function pageSql({ field, descending }: Sort<SortField>): string {
  const [column] = COLUMNS[field];
  return `${SELECT}
  WHERE (?1 IS NULL OR instr(lower(handle), lower(?1)) OR instr(lower(name), lower(?1)))
    AND (?2 IS NULL OR status = ?2)
    AND (?3 IS NULL OR handle = ?3)
    AND (?7 IS NULL OR handle IN (SELECT tenant FROM memberships WHERE user_id = ?7 AND role IS NOT NULL))
    AND (?5 IS NULL OR ${column} ${descending ? "<" : ">"} ?4 OR (${column} = ?4 AND handle > ?5))
  ORDER BY ${column} ${descending ? "DESC" : "ASC"}, handle LIMIT ?6`;
}

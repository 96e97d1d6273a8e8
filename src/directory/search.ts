/** Full-text search across tenants. */
import * as z from "zod";
import { ftsQuery, SNIPPET } from "../protocol/search-terms.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { reach } from "./reach.ts";

/** What of one tenant the caller may see. */
export interface TenantReach {
  readonly tenant: string;
  /** Names of the resources that it reads. */
  readonly resources: readonly string[];
  /** Those of them of which it sees only the records it created. */
  readonly ownOnly: readonly string[];
}

/** Where a caller may search: everywhere, or in some tenants as the one who created records under this id. */
export type Reach = "all" | { readonly callerId: string; readonly tenants: readonly TenantReach[] };

export interface DirectoryQuery {
  /** Anything a person can type. */
  readonly q: string;
  readonly reach: Reach;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const hitSchema = z.object({
  tenant: z.string(),
  resource: z.string(),
  id: z.string(),
  title: z.string(),
  /** Plain text around the first match. */
  snippet: z.string(),
});
export type DirectoryHit = z.infer<typeof hitSchema>;

export interface DirectoryPage {
  readonly data: DirectoryHit[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
  /** Every change that a searched tenant committed before this time is in the answer; null where none is known. */
  readonly freshness: { readonly projectedAt: string | null };
}

/** Ranked results go no deeper: nobody reads on, and each page computes all before it. */
const DEEPEST = 1_000;
/** Up to here the handles narrow the search inside the index. */
const HANDLES_IN_INDEX = 64;

const freshnessSchema = z.object({ projectedAt: z.string().nullable() });

/**
 * A page of records that match, best first.
 * @throws AppError INVALID_CURSOR, UNAVAILABLE.
 */
export async function searchDirectory(db: D1Database, query: DirectoryQuery): Promise<DirectoryPage> {
  const bound = [query.q, query.reach === "all" ? "all" : query.reach.callerId];
  const offset = query.cursor === undefined ? 0 : offsetOf(bound, query.cursor);
  const terms = ftsQuery(query.q);
  const limit = Math.min(query.limit, DEEPEST - offset);
  const fresh = freshnessStatement(db, query.reach);
  const statements =
    terms === null || limit < 1 ? [fresh] : [fresh, hitsStatement(db, query, terms, limit + 1, offset)];
  const [freshness, hits] = await reach(() => db.batch(statements));
  const found = z.array(hitSchema).parse(hits?.results ?? []);
  const hasMore = found.length > limit && offset + limit < DEEPEST;
  return {
    data: found.slice(0, limit),
    nextCursor: hasMore ? encodeCursor(bound, { value: offset + limit, tie: "" }) : null,
    hasMore,
    freshness: freshnessSchema.parse(freshness?.results[0] ?? { projectedAt: null }),
  };
}

function offsetOf(bound: readonly unknown[], cursor: string): number {
  const { value } = decodeCursor(bound, cursor);
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? Math.min(value, DEEPEST) : 0;
}

function freshnessStatement(db: D1Database, reached: Reach): D1PreparedStatement {
  const all = "SELECT min(projected_at) AS projectedAt FROM tenants";
  if (reached === "all") return db.prepare(all);
  const handles = JSON.stringify(reached.tenants.map(({ tenant }) => tenant));
  return db.prepare(`${all} WHERE handle IN (SELECT value FROM json_each(?1))`).bind(handles);
}

/** Absent restrictions are null parameters, so that the statement's text never varies; the lists hold `tenant/resource`. */
const HITS = `SELECT e.tenant, e.resource, e.record_id AS id, e.title, snippet(entries_fts, 2, '', '', '${SNIPPET.gap}', ${SNIPPET.words}) AS snippet
  FROM entries_fts JOIN entries e ON e.doc = entries_fts.rowid
  WHERE entries_fts MATCH ?1 AND NOT e.deleted
    AND (?2 IS NULL OR e.tenant || '/' || e.resource IN (SELECT value FROM json_each(?2)))
    AND (?3 IS NULL OR e.created_by = ?4 OR e.tenant || '/' || e.resource NOT IN (SELECT value FROM json_each(?3)))
  ORDER BY rank LIMIT ?5 OFFSET ?6`;

function hitsStatement(
  db: D1Database,
  { reach: reached }: DirectoryQuery,
  terms: string,
  limit: number,
  offset: number,
): D1PreparedStatement {
  const statement = db.prepare(HITS);
  const text = `{title body} : (${terms})`;
  if (reached === "all") return statement.bind(text, null, null, null, limit, offset);
  const { tenants, callerId } = reached;
  const pairs = (key: "resources" | "ownOnly") =>
    JSON.stringify(tenants.flatMap((each) => each[key].map((resource) => `${each.tenant}/${resource}`)));
  return statement.bind(within(text, tenants), pairs("resources"), pairs("ownOnly"), callerId, limit, offset);
}

/** Within a few tenants the index itself is narrowed (`scope`, tables.ts): the cost is theirs, not everybody's. */
function within(text: string, tenants: readonly TenantReach[]): string {
  if (tenants.length === 0 || tenants.length > HANDLES_IN_INDEX) return text;
  const handles = tenants.map(({ tenant }) => `"${tenant.replaceAll("-", "ø").replaceAll('"', '""')}"`);
  return `({scope} : (${handles.join(" OR ")})) AND (${text})`;
}

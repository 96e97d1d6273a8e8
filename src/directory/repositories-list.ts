/** Pages of the repositories that a caller may see. */
import * as z from "zod";
import { AppError } from "../protocol/errors.ts";
import { encodeCursor } from "./cursor.ts";
import { reach } from "./reach.ts";
import type { RepositoryRow } from "./repositories.ts";
import { positionOf, type Sort, sortOf } from "./sort.ts";

/** Fields by which repositories may be sorted. */
export const REPOSITORY_SORTS = ["stars", "forks", "openIssues", "name", "freshAt", "changedAt"] as const;
type SortField = (typeof REPOSITORY_SORTS)[number];

/** How they are ordered, and what their values are. */
const SORTS = {
  stars: ["r.stars", "number"],
  forks: ["r.forks", "number"],
  openIssues: ["r.open_issues", "number"],
  name: ["lower(r.full_name)", "string"],
  freshAt: ["r.fresh_at", "string"],
  changedAt: ["r.changed_at", "string"],
} as const satisfies Readonly<Record<SortField, readonly [column: string, type: "string" | "number"]>>;

export interface RepositoryQuery {
  /** Part of the full name, the description or a topic, ASCII case ignored. */
  readonly q?: string | undefined;
  /** One of `REPOSITORY_SORTS`, behind `-` for descending; `-stars` where absent. */
  readonly sort?: string | undefined;
  readonly language?: string | undefined;
  readonly state?: string | undefined;
  /** A tenant: those alone that it follows. */
  readonly following?: string | undefined;
  /** The caller's tenants: private repositories are shown to those that see them. Everything is shown to "all". */
  readonly reach: readonly string[] | "all";
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A repository, and which of the caller's tenants follow it. */
export interface ListedRepository extends RepositoryRow {
  readonly fullName: string;
  readonly following: readonly string[];
}

export interface RepositoryPage {
  readonly data: ListedRepository[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
  /** When the repository of this page that was read longest ago was read; null for an empty page. */
  readonly freshness: { readonly projectedAt: string | null };
}

const texts = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.string()));

const rowSchema = z.object({
  githubId: z.int(),
  owner: z.string(),
  name: z.string(),
  fullName: z.string(),
  description: z.string().nullable(),
  language: z.string().nullable(),
  topics: texts,
  visibility: z.string(),
  state: z.string(),
  stars: z.int(),
  forks: z.int(),
  openIssues: z.int(),
  issues: z.int(),
  pulls: z.int(),
  commits: z.int(),
  releases: z.int(),
  contributors: z.int(),
  archived: z.int().transform((value) => value === 1),
  freshAt: z.string().nullable(),
  pushedAt: z.string().nullable(),
  changedAt: z.string().nullable(),
  followers: z.int(),
  seq: z.int(),
  projectedAt: z.string(),
  following: texts,
  position: z.union([z.string(), z.number()]),
});

const SELECT = `SELECT r.github_id AS githubId, r.owner, r.name, r.full_name AS fullName, r.description, r.language, r.topics,
    r.visibility, r.state, r.stars, r.forks, r.open_issues AS openIssues, r.issues, r.pulls, r.commits, r.releases,
    r.contributors, r.archived, r.fresh_at AS freshAt, r.pushed_at AS pushedAt, r.changed_at AS changedAt, r.followers, r.seq,
    r.projected_at AS projectedAt,
    (SELECT json_group_array(tenant) FROM (SELECT tenant FROM repository_tenants t
      WHERE t.github_id = r.github_id AND t.tenant IN (SELECT value FROM json_each(?5)) ORDER BY tenant)) AS following`;

/**
 * A page of repositories.
 * @throws AppError BAD_REQUEST for an unknown sort, INVALID_CURSOR, UNAVAILABLE.
 */
export async function listRepositories(db: D1Database, query: RepositoryQuery): Promise<RepositoryPage> {
  const sort = sortOf(query.sort ?? "-stars", REPOSITORY_SORTS);
  const bound = [sort.field, sort.descending, query.q, query.language, query.state, query.following].map(
    (each) => each ?? "",
  );
  const from = query.cursor === undefined ? null : beginOf(bound, query.cursor, sort.field);
  const { results } = await reach(() =>
    db
      .prepare(pageSql(sort))
      .bind(
        query.q || null,
        query.language || null,
        query.state || null,
        query.following || null,
        query.reach === "all" ? "[]" : JSON.stringify(query.reach),
        query.reach === "all" ? 1 : 0,
        from?.value ?? null,
        from?.id ?? null,
        query.limit + 1,
      )
      .all(),
  );
  return pageOf(z.array(rowSchema).parse(results), query.limit, bound);
}

function pageOf(found: z.output<typeof rowSchema>[], limit: number, bound: readonly unknown[]): RepositoryPage {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const hasMore = found.length > limit;
  const nextCursor = hasMore && last ? encodeCursor(bound, { value: last.position, tie: String(last.githubId) }) : null;
  const data = rows.map(({ position: _, ...row }) => row);
  const [projectedAt = null] = data.map((row) => row.projectedAt).sort();
  return { data, nextCursor, hasMore, freshness: { projectedAt } };
}

/** Value and GitHub's number behind which the page begins. @throws AppError INVALID_CURSOR */
function beginOf(bound: readonly unknown[], cursor: string, field: SortField): { value: string | number; id: number } {
  const { value, tie } = positionOf(bound, cursor, SORTS[field][1]);
  if (!/^[1-9]\d{0,15}$/.test(tie)) throw new AppError("INVALID_CURSOR");
  return { value, id: Number(tie) };
}

/**
 * Absent conditions are null parameters, so that there is one text a sort. `instr`, because a LIKE pattern ends at 50
 * bytes (platform.md 1.1). Parameters: part of a text, language, state, tenant that follows, the caller's tenants, whether
 * the caller sees everything, value and number behind which the page begins, limit.
 */
function pageSql({ field, descending }: Sort<SortField>): string {
  const [column, type] = SORTS[field];
  // Times that are not known stand last both ways: no time begins with ~.
  const value = type === "string" ? `ifnull(${column}, '${descending ? "" : "~"}')` : column;
  const [direction, beyond] = descending ? ["DESC", "<"] : ["ASC", ">"];
  return `${SELECT}, ${value} AS position FROM repositories r
  WHERE (?1 IS NULL OR instr(lower(r.full_name), lower(?1)) OR instr(lower(ifnull(r.description, '')), lower(?1))
      OR EXISTS (SELECT 1 FROM json_each(r.topics) WHERE instr(lower(value), lower(?1))))
    AND (?2 IS NULL OR lower(r.language) = lower(?2))
    AND (?3 IS NULL OR r.state = ?3)
    AND (?4 IS NULL OR EXISTS (SELECT 1 FROM repository_tenants t WHERE t.github_id = r.github_id AND t.tenant = ?4))
    AND (?6 OR r.visibility = 'public' OR EXISTS (SELECT 1 FROM repository_tenants t
      WHERE t.github_id = r.github_id AND t.visible AND t.tenant IN (SELECT value FROM json_each(?5))))
    AND (?8 IS NULL OR (${value}, r.github_id) ${beyond} (?7, ?8))
  ORDER BY ${value} ${direction}, r.github_id ${direction} LIMIT ?9`;
}

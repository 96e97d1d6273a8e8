/** Which repository a name or a number means. */
import * as z from "zod";
import { reach } from "./reach.ts";
import { nameKey } from "./repositories.ts";

/** What a name leads to. */
export interface NamedRepository {
  readonly githubId: number;
  /** Its name of today, as GitHub writes it; so is `name`. */
  readonly owner: string;
  readonly name: string;
  /** Whether the name that was asked for is the one to use. */
  readonly current: boolean;
  readonly visibility: string;
}

const foundSchema = z.object({
  githubId: z.int(),
  owner: z.string(),
  name: z.string(),
  current: z.int().transform((value) => value === 1),
  visibility: z.string(),
});
const idSchema = z.object({ githubId: z.int() });
const tenantSchema = z.object({ tenant: z.string() });

// A repository whose name of today belongs to another one by now (it was renamed, and has not noticed) is found under its
// former names alone: to send a caller on to that name would show them the other one.
const BY_NAME = `SELECT r.github_id AS githubId, r.owner, r.name, r.visibility,
    n.current OR NOT EXISTS (SELECT 1 FROM repository_names own
      WHERE own.name = lower(r.full_name) AND own.github_id = r.github_id) AS current
  FROM repository_names n JOIN repositories r ON r.github_id = n.github_id WHERE n.name = ?1`;

/**
 * The repository that had this name last, in any case of letters; null where none had.
 * @throws AppError UNAVAILABLE
 */
export async function repositoryByName(db: D1Database, owner: string, name: string): Promise<NamedRepository | null> {
  const row = await reach(() => db.prepare(BY_NAME).bind(nameKey(owner, name)).first());
  return foundSchema.nullable().parse(row);
}

/** Those of the numbers that are repositories of the directory. @throws AppError UNAVAILABLE */
export async function knownRepositories(db: D1Database, ids: readonly number[]): Promise<number[]> {
  const query = "SELECT github_id AS githubId FROM repositories WHERE github_id IN (SELECT value FROM json_each(?1))";
  const { results } = await reach(() => db.prepare(query).bind(JSON.stringify(ids)).all());
  return z
    .array(idSchema)
    .parse(results)
    .map(({ githubId }) => githubId);
}

/** Those of the tenants that follow the repository with a credential that sees it. @throws AppError UNAVAILABLE */
export async function tenantsThatSee(db: D1Database, githubId: number, tenants: readonly string[]): Promise<string[]> {
  const query = `SELECT tenant FROM repository_tenants
    WHERE github_id = ?1 AND visible AND tenant IN (SELECT value FROM json_each(?2)) ORDER BY tenant`;
  const { results } = await reach(() => db.prepare(query).bind(githubId, JSON.stringify(tenants)).all());
  return z
    .array(tenantSchema)
    .parse(results)
    .map(({ tenant }) => tenant);
}

/**
 * Writes what the directory shows of repositories. A write is one transaction and is guarded by the position of the repository's
 * log that it shows: repeating it changes nothing, and arriving late loses, so a caller that got no answer simply writes again.
 */
import { plainText } from "../protocol/search-terms.ts";

/** What the directory shows of one repository. Times are ISO 8601 UTC with milliseconds. */
export interface RepositoryRow {
  /** GitHub's number of the repository. */
  readonly githubId: number;
  /** As GitHub writes them, and so is `name`. */
  readonly owner: string;
  readonly name: string;
  readonly description: string | null;
  readonly language: string | null;
  readonly topics: readonly string[];
  /** `public`; everything else is shown to none but tenants whose credential sees it. */
  readonly visibility: string;
  readonly state: string;
  readonly stars: number;
  readonly forks: number;
  /** As GitHub counts them: pull requests included. */
  readonly openIssues: number;
  /** Records that the repository's object holds; so are the next four. */
  readonly issues: number;
  readonly pulls: number;
  readonly commits: number;
  readonly releases: number;
  readonly contributors: number;
  readonly archived: boolean;
  /** When its data was last brought up to date; null before the first time. */
  readonly freshAt: string | null;
  readonly pushedAt: string | null;
  /** GitHub's `updated_at`. */
  readonly changedAt: string | null;
  /** Tenants that follow it. */
  readonly followers: number;
  /** Position of the repository's log that this shows. */
  readonly seq: number;
  /** When it was read; tells apart what shows the same position. */
  readonly projectedAt: string;
}

/** A name that the repository has or had. */
export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
  /** Whether it has it now: one of its names. */
  readonly current: boolean;
  /** When the repository was last seen to take this name. */
  readonly since: string;
}

/** A tenant that follows the repository. */
export interface RepositoryTenant {
  readonly tenant: string;
  /** Whether its own credential was seen to see the repository. */
  readonly visible: boolean;
  readonly since: string;
}

/** Characters of a description that the directory keeps. */
const DESCRIPTION_LENGTH = 1_000;

const UPSERT_ROW = `INSERT INTO repositories (github_id, owner, name, full_name, description, language, topics, visibility, state,
    stars, forks, open_issues, issues, pulls, commits, releases, contributors, archived, fresh_at, pushed_at, changed_at,
    followers, seq, projected_at)
  SELECT value ->> 'githubId', value ->> 'owner', value ->> 'name', (value ->> 'owner') || '/' || (value ->> 'name'),
    value ->> 'description', value ->> 'language', value -> 'topics', value ->> 'visibility', value ->> 'state',
    value ->> 'stars', value ->> 'forks', value ->> 'openIssues', value ->> 'issues', value ->> 'pulls', value ->> 'commits',
    value ->> 'releases', value ->> 'contributors', value ->> 'archived', value ->> 'freshAt', value ->> 'pushedAt',
    value ->> 'changedAt', value ->> 'followers', value ->> 'seq', value ->> 'projectedAt'
  FROM (SELECT ?1 AS value) WHERE true
  ON CONFLICT (github_id) DO UPDATE SET owner = excluded.owner, name = excluded.name, full_name = excluded.full_name,
    description = excluded.description, language = excluded.language, topics = excluded.topics,
    visibility = excluded.visibility, state = excluded.state, stars = excluded.stars, forks = excluded.forks,
    open_issues = excluded.open_issues, issues = excluded.issues, pulls = excluded.pulls, commits = excluded.commits,
    releases = excluded.releases, contributors = excluded.contributors, archived = excluded.archived,
    fresh_at = excluded.fresh_at, pushed_at = excluded.pushed_at, changed_at = excluded.changed_at,
    followers = excluded.followers, seq = excluded.seq, projected_at = excluded.projected_at
  WHERE (excluded.seq, excluded.projected_at) > (repositories.seq, repositories.projected_at)`;

// Whether the row of this very write stands in the directory: then what belongs to it does too.
const IS_NEWEST = `EXISTS (SELECT 1 FROM repositories WHERE github_id = ?1 AND seq = ?2 AND projected_at = ?3)`;

// Between repositories the later one has a name, whichever was written first; of two at the same time, the younger one.
const UPSERT_NAMES = `INSERT INTO repository_names (name, github_id, current, since)
  SELECT value ->> 'name', ?1, value ->> 'current', value ->> 'since' FROM json_each(?4) WHERE ${IS_NEWEST}
  ON CONFLICT (name) DO UPDATE SET github_id = excluded.github_id, current = excluded.current, since = excluded.since
  WHERE excluded.github_id = repository_names.github_id
    OR (excluded.since, excluded.github_id) > (repository_names.since, repository_names.github_id)`;

const REMOVE_TENANTS = `DELETE FROM repository_tenants WHERE github_id = ?1 AND ${IS_NEWEST}
  AND tenant NOT IN (SELECT value ->> 'tenant' FROM json_each(?4))`;

const UPSERT_TENANTS = `INSERT INTO repository_tenants (github_id, tenant, visible, since)
  SELECT ?1, value ->> 'tenant', value ->> 'visible', value ->> 'since' FROM json_each(?4) WHERE ${IS_NEWEST}
  ON CONFLICT (github_id, tenant) DO UPDATE SET visible = excluded.visible, since = excluded.since
  WHERE visible <> excluded.visible OR since <> excluded.since`;

/**
 * Brings a repository to what is given, unless the directory shows something newer. All or nothing.
 * @param names all that it ever had, one of them current.
 * @param tenants all that follow it; others are removed.
 */
export async function projectRepository(
  db: D1Database,
  row: RepositoryRow,
  names: readonly RepositoryName[],
  tenants: readonly RepositoryTenant[],
): Promise<void> {
  const { githubId, seq, projectedAt } = row;
  const bound = (query: string, list: readonly object[]) =>
    db.prepare(query).bind(githubId, seq, projectedAt, JSON.stringify(list));
  await db.batch([
    db.prepare(UPSERT_ROW).bind(JSON.stringify(shown(row))),
    bound(
      UPSERT_NAMES,
      names.map(({ owner, name, current, since }) => ({ name: nameKey(owner, name), current, since })),
    ),
    bound(REMOVE_TENANTS, tenants),
    bound(UPSERT_TENANTS, tenants),
  ]);
}

/** How a name is looked up: GitHub's names ignore case. */
export function nameKey(owner: string, name: string): string {
  return `${owner}/${name}`.toLowerCase();
}

/** As it may be stored and searched: strangers wrote these texts. */
function shown(row: RepositoryRow): RepositoryRow {
  const description = row.description === null ? null : plainText(row.description.slice(0, DESCRIPTION_LENGTH));
  return { ...row, description, topics: row.topics.map(plainText) };
}

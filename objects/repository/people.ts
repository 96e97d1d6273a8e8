/** The people of a repository: whoever contributed, opened an issue or a pull request, or commented, as far as GitHub says who it was. */
import type { Sql, SqlRow } from "../records/database.ts";
import type { RepositoryContext } from "./context.ts";

/** Somebody on GitHub, and what they did here. */
export interface Person {
  readonly githubId: number;
  readonly login: string;
  /** GitHub's word: `User`, `Bot`, `Organization`. */
  readonly type: string;
  /** As their commits give them; null where none does. */
  readonly name: string | null;
  readonly email: string | null;
  readonly contributions: number;
  readonly issues: number;
  readonly pulls: number;
  readonly comments: number;
  /** Where on the web something of that is to be seen. */
  readonly evidenceUrl: string;
}

export interface People {
  readonly people: readonly Person[];
  /** What to ask with for more; null at the end. */
  readonly next: string | null;
}

interface PersonRow extends SqlRow {
  id: number;
  login: string;
  type: string | null;
  name: string | null;
  email: string | null;
  contributions: number | null;
  issues: number;
  pulls: number;
  comments: number;
  url: string | null;
}

const MOST = 200;

/**
 * Those behind `after` in the order of their GitHub ids, at most `limit` (200). Addresses that GitHub made up for those who hide theirs
 * are no addresses.
 */
export function listPeople(
  { database }: Pick<RepositoryContext, "database">,
  after: string | null,
  limit: number,
): People {
  const from = after === null ? 0 : Number(after);
  const ids = idsAfter(database.sql, Number.isSafeInteger(from) ? from : 0, Math.min(Math.max(limit, 1), MOST));
  const rows = database.sql.exec<PersonRow>(PEOPLE, JSON.stringify(ids)).toArray();
  const last = ids.at(-1);
  const next = ids.length === Math.min(Math.max(limit, 1), MOST) && last !== undefined ? String(last) : null;
  return { people: rows.map(personOf), next };
}

function idsAfter(sql: Sql, from: number, limit: number): number[] {
  return sql
    .exec<{ id: number }>(IDS, from, limit)
    .toArray()
    .map(({ id }) => id);
}

const IDS = `SELECT id FROM (
    SELECT github_id AS id FROM contributors WHERE deleted_at IS NULL
    UNION SELECT author_id FROM issues WHERE deleted_at IS NULL
    UNION SELECT author_id FROM comments WHERE deleted_at IS NULL
    UNION SELECT author_id FROM commits WHERE deleted_at IS NULL)
  WHERE id > ? ORDER BY id LIMIT ?`;

/** `max(…)` beside other columns: SQLite takes these from the row of the maximum, here the newest. */
const PEOPLE = `WITH wanted AS (SELECT value AS id FROM json_each(?)),
  opened AS (SELECT author_id AS id, max(opened_at), author_login AS login, author_type AS type, url,
      sum(NOT is_pull) AS issues, sum(is_pull) AS pulls
    FROM issues WHERE deleted_at IS NULL AND author_id IN (SELECT id FROM wanted) GROUP BY author_id),
  wrote AS (SELECT author_id AS id, max(posted_at), author_login AS login, author_type AS type, url, count(*) AS comments
    FROM comments WHERE deleted_at IS NULL AND author_id IN (SELECT id FROM wanted) GROUP BY author_id),
  committed AS (SELECT author_id AS id, max(committed_at), author_login AS login, author_name AS name, author_email AS email, url
    FROM commits WHERE deleted_at IS NULL AND author_id IN (SELECT id FROM wanted) GROUP BY author_id)
  SELECT wanted.id AS id, coalesce(c.login, opened.login, wrote.login, committed.login) AS login,
    coalesce(c.type, opened.type, wrote.type, 'User') AS type, committed.name AS name, committed.email AS email,
    c.contributions AS contributions, coalesce(opened.issues, 0) AS issues, coalesce(opened.pulls, 0) AS pulls,
    coalesce(wrote.comments, 0) AS comments, coalesce(opened.url, committed.url, wrote.url, c.url) AS url
  FROM wanted LEFT JOIN contributors c ON c.github_id = wanted.id AND c.deleted_at IS NULL
    LEFT JOIN opened ON opened.id = wanted.id LEFT JOIN wrote ON wrote.id = wanted.id
    LEFT JOIN committed ON committed.id = wanted.id
  ORDER BY wanted.id`;

const HIDDEN_ADDRESS = /@users\.noreply\.github\.com$/;

function personOf({ id, login, type, name, email, contributions, issues, pulls, comments, url }: PersonRow): Person {
  return {
    githubId: id,
    login,
    type: type ?? "User",
    name,
    email: email !== null && !HIDDEN_ADDRESS.test(email) ? email : null,
    contributions: contributions ?? 0,
    issues,
    pulls,
    comments,
    evidenceUrl: url ?? "",
  };
}

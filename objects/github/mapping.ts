/** From GitHub's items to the values of records: GitHub's meaning under Croft's names, cut to what a field holds. */
import type * as z from "zod";
import type { Comment, Commit, Contributor, Issue, Pull, Release, Repository, userSchema } from "./schemas.ts";

type Value = string | number | boolean | null | string[];

/** A record to be, under the id that GitHub gives it: writing it twice is writing it once. */
export interface MappedItem {
  readonly id: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** Limits of the fields in src/resources/github, in UTF-16 units. */
const TEXT = 20_000;
const LINE = 1_000;
const DESCRIPTION = 2_000;
const NAME = 200;
const LOGIN = 100;
const WORD = 60;
const ENTRIES = 100;

/** Whom GitHub shows in the place of a deleted account. */
const GHOST = { authorId: null, authorLogin: "ghost", authorType: null };

/** At most `max` UTF-16 units that SQLite can hold: no half of a surrogate pair, also not where it was cut, and no U+0000. */
export function cut(text: string, max: number): string {
  // Before cutting: it is half of a pair that is left at the end, and that is dropped rather than replaced.
  const whole = text.toWellFormed().replaceAll("\0", "\uFFFD");
  const kept = whole.slice(0, max);
  return kept.isWellFormed() ? kept : kept.slice(0, -1);
}

const cutOrNull = (text: string | null | undefined, max: number): string | null =>
  text === null || text === undefined ? null : cut(text, max);

/** For fields that hold a text or nothing, but no empty text. */
const wordOrNull = (text: string | null | undefined, max: number): string | null => cutOrNull(text, max) || null;

const list = (words: readonly string[], max: number): string[] =>
  [...new Set(words.map((word) => cut(word, max)))].filter((word) => word !== "").slice(0, ENTRIES);

function authorOf(user: z.infer<typeof userSchema> | null | undefined) {
  if (!user) return GHOST;
  return { authorId: user.id, authorLogin: cut(user.login, LOGIN), authorType: wordOrNull(user.type, WORD) };
}

/** `watchers` and `topics` are null and empty where the answer leaves them out. */
export function mapRepository(item: Repository) {
  const spdx = item.license?.spdx_id;
  const values = {
    githubId: item.id,
    owner: cut(item.owner.login, LOGIN),
    name: cut(item.name, LOGIN),
    fullName: cut(item.full_name, 2 * LOGIN + 1),
    description: cutOrNull(item.description, DESCRIPTION),
    homepage: wordOrNull(item.homepage, DESCRIPTION),
    url: item.html_url,
    language: wordOrNull(item.language, NAME),
    // GitHub's word for a licence that it does not know.
    license: spdx === "NOASSERTION" ? null : wordOrNull(spdx, NAME),
    topics: list(item.topics ?? [], NAME),
    visibility: visibilityOf(item),
    isFork: item.fork,
    isArchived: item.archived,
    isDisabled: item.disabled,
    isTemplate: item.is_template,
    hasIssues: item.has_issues,
    defaultBranch: wordOrNull(item.default_branch, 300),
    stars: item.stargazers_count,
    forks: item.forks_count,
    watchers: item.subscribers_count ?? null,
    openIssues: item.open_issues_count,
    size: item.size,
    openedAt: item.created_at,
    pushedAt: item.pushed_at ?? null,
    changedAt: item.updated_at,
  } as const;
  return { id: `repo_${item.id}`, values };
}

/** Where an answer contradicts itself, the repository is not shown to everybody. */
function visibilityOf({ visibility, private: isPrivate }: Repository) {
  if (visibility === undefined || visibility === "public") return isPrivate ? "private" : "public";
  return visibility;
}

/** The repository's record without what only Croft knows (its state, its former names). */
export type MappedRepository = ReturnType<typeof mapRepository>;

function discussed(item: Issue | Pull) {
  const labels = item.labels.map((label) => (typeof label === "string" ? label : (label.name ?? "")));
  const assignees = (item.assignees ?? []).map(({ login }) => login);
  return {
    number: item.number,
    isDraft: item.draft ?? false,
    title: cut(item.title, LINE),
    body: cutOrNull(item.body, TEXT),
    state: item.state,
    ...authorOf(item.user),
    labels: list(labels, NAME),
    assignees: list(assignees, LOGIN),
    milestone: cutOrNull(item.milestone?.title, LINE),
    isLocked: item.locked,
    url: item.html_url,
    openedAt: item.created_at,
    changedAt: item.updated_at,
    closedAt: item.closed_at ?? null,
  };
}

export function mapIssue(item: Issue) {
  const values = {
    githubId: item.id,
    isPull: Boolean(item.pull_request),
    ...discussed(item),
    stateReason: wordOrNull(item.state_reason, WORD),
    comments: item.comments,
    mergedAt: item.pull_request?.merged_at ?? null,
  };
  return { id: `iss_${item.id}`, values };
}

/**
 * What a pull request of its own says of the record with its number. It has no id: GitHub numbers pull requests and issues
 * alike, but gives the issue of a pull request another id than the pull request itself.
 */
export function mapPull(item: Pull) {
  const { number, ...values } = discussed(item);
  const comments = item.comments === undefined ? {} : { comments: item.comments };
  return { number, values: { ...values, isPull: true, ...comments, mergedAt: item.merged_at ?? null } };
}

export function mapComment(item: Comment) {
  const values = {
    githubId: item.id,
    issueNumber: Number(item.issue_url.slice(item.issue_url.lastIndexOf("/") + 1)),
    body: cutOrNull(item.body, TEXT),
    ...authorOf(item.user),
    url: item.html_url,
    postedAt: item.created_at,
    changedAt: item.updated_at,
  };
  return { id: `com_${item.id}`, values };
}

/** Null where no clock of those who made the commit can be read. */
export function mapCommit({ sha, commit, author, committer, parents, html_url: url }: Commit) {
  const authoredAt = commit.author?.date ?? null;
  const committedAt = commit.committer?.date ?? authoredAt;
  if (committedAt === null) return null;
  const values = {
    sha,
    message: cut(commit.message, TEXT),
    authorName: wordOrNull(commit.author?.name, LINE),
    authorEmail: wordOrNull(commit.author?.email?.trim().toLowerCase(), LINE),
    authorId: author?.id ?? null,
    authorLogin: wordOrNull(author?.login, LOGIN),
    committerLogin: wordOrNull(committer?.login, LOGIN),
    authoredAt,
    committedAt,
    url,
    parents: parents.length,
    isVerified: commit.verification?.verified ?? false,
  };
  return { id: `cmt_${sha}`, values };
}

export function mapRelease(item: Release) {
  const { authorId, authorLogin } = authorOf(item.author);
  const values = {
    githubId: item.id,
    tag: cut(item.tag_name, 500),
    name: cutOrNull(item.name, LINE),
    body: cutOrNull(item.body, TEXT),
    isDraft: item.draft,
    isPrerelease: item.prerelease,
    authorId,
    authorLogin,
    assets: item.assets.length,
    downloads: item.assets.reduce((sum, asset) => sum + asset.download_count, 0),
    url: item.html_url,
    openedAt: item.created_at,
    publishedAt: item.published_at ?? null,
  };
  return { id: `rel_${item.id}`, values };
}

export function mapContributor(item: Contributor) {
  const values = {
    githubId: item.id,
    login: cut(item.login, LOGIN),
    type: cut(item.type, WORD),
    contributions: item.contributions,
    url: item.html_url,
    avatarUrl: item.avatar_url ?? null,
  };
  return { id: `ctr_${item.id}`, values };
}

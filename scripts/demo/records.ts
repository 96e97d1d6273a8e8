/** What the recordings become in the CRM. Pure: the same recordings give the same operations, to the letter. */
import { isPerson, namesOf, peopleOf } from "./people.ts";
import type { GitHubUser, Recording } from "./recordings.ts";

/** One operation of a batch. Every one of them names the field by which a repetition finds what is there. */
export interface Operation {
  readonly op: "upsert";
  readonly resource: string;
  readonly match: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Ids that the server gave to humans and accounts, by their GitHub ids. */
export interface Ids {
  readonly humans: ReadonlyMap<number, string>;
  readonly accounts: ReadonlyMap<number, string>;
}

const SUMMARY_LENGTH = 500;
const BODY_LENGTH = 50_000;

/** Owners of repositories. */
export function accountOperations(recordings: readonly Recording[]): Operation[] {
  return recordings.map(({ repository }) =>
    upsert("accounts", "externalId", {
      externalId: accountKey(repository.owner.id),
      name: repository.owner.login,
      website: `https://github.com/${repository.owner.login}`,
      industry: "Software",
      notes: `${repository.full_name}: ${repository.description ?? ""} (${repository.stargazers_count} stars)`,
    }),
  );
}

export const accountKey = (ownerId: number): string => `github:owner:${ownerId}`;

/** People with a GitHub account. */
export function humanOperations(recordings: readonly Recording[]): Operation[] {
  return peopleOf(recordings).map((person) =>
    upsert("humans", "githubId", {
      githubId: person.githubId,
      githubLogin: person.githubLogin,
      ...namesOf(person.name),
      tags: [...person.roles].sort(),
      ...(person.contributions > 0 ? { notes: `${person.contributions} contributions` } : {}),
    }),
  );
}

/** The timeline of a repository, and those worth talking to: who starred it or commented on its code. */
export function eventOperations(recording: Recording, ids: Ids): Operation[] {
  return [
    ...issueOperations(recording, ids),
    ...commitOperations(recording, ids),
    ...commentOperations(recording, ids),
    ...releaseOperations(recording, ids),
    ...starOperations(recording, ids),
    ...leadOperations(recording, ids),
  ];
}

function issueOperations(recording: Recording, ids: Ids): Operation[] {
  return recording.issues.map((issue) =>
    activity(recording, ids, issue.user, {
      kind: issue.pull_request ? "pull" : "issue",
      summary: `#${issue.number} ${issue.title}`,
      body: issue.body,
      status: issue.state,
      occurredAt: issue.created_at,
      url: issue.html_url,
      externalId: `github:issue:${issue.id}`,
    }),
  );
}

function commitOperations(recording: Recording, ids: Ids): Operation[] {
  return recording.commits.map(({ sha, html_url, author, commit }) =>
    activity(recording, ids, author, {
      kind: "commit",
      summary: firstLine(commit.message) || sha,
      body: commit.message,
      occurredAt: commit.author.date,
      url: html_url,
      externalId: `github:commit:${sha}`,
    }),
  );
}

function commentOperations(recording: Recording, ids: Ids): Operation[] {
  return recording.comments.map((comment) =>
    activity(recording, ids, comment.user, {
      kind: "note",
      summary: firstLine(comment.body) || "Comment",
      body: comment.body,
      occurredAt: comment.created_at,
      url: comment.html_url,
      externalId: `github:comment:${comment.id}`,
    }),
  );
}

function releaseOperations(recording: Recording, ids: Ids): Operation[] {
  return recording.releases.map((release) =>
    activity(recording, ids, release.author, {
      kind: "release",
      summary: release.name || release.tag_name,
      body: release.body,
      occurredAt: release.published_at,
      url: release.html_url,
      externalId: `github:release:${release.id}`,
    }),
  );
}

function starOperations(recording: Recording, ids: Ids): Operation[] {
  const { id, full_name, html_url } = recording.repository;
  return recording.stargazers.flatMap(({ user, starred_at }) => {
    if (!isPerson(user)) return [];
    const summary = `${user.login} starred ${full_name}`;
    const externalId = `github:star:${id}:${user.id}`;
    return activity(recording, ids, user, { kind: "star", summary, occurredAt: starred_at, url: html_url, externalId });
  });
}

function leadOperations(recording: Recording, ids: Ids): Operation[] {
  const { id, owner } = recording.repository;
  const prospects = new Map<number, { user: GitHubUser; tag: string }>();
  for (const { user } of recording.comments) if (isPerson(user)) prospects.set(user.id, { user, tag: "commenter" });
  for (const { user } of recording.stargazers) if (isPerson(user)) prospects.set(user.id, { user, tag: "stargazer" });
  // The stage is left out: a new lead begins at the first one, and a repetition must not take back one that moved on.
  return [...prospects.values()].map(({ user, tag }) =>
    upsert("leads", "externalId", {
      externalId: `github:lead:${id}:${user.id}`,
      title: user.login,
      githubLogin: user.login,
      value: worth(user.id),
      source: "github",
      sourceUrl: `https://github.com/${user.login}`,
      humanId: ids.humans.get(user.id) ?? null,
      accountId: ids.accounts.get(owner.id) ?? null,
      tags: [tag],
    }),
  );
}

/** GitHub knows no deal values: one that looks the part, in cents, always the same for the same person. */
function worth(githubId: number): number {
  return (5 + ((githubId * 7_919) % 95)) * 100_000;
}

function activity(
  { repository }: Recording,
  ids: Ids,
  user: GitHubUser | null | undefined,
  data: { readonly summary: string; readonly body?: string | null } & Readonly<Record<string, unknown>>,
): Operation {
  const account = ids.accounts.get(repository.owner.id);
  return upsert("activities", "externalId", {
    ...data,
    summary: cut(data.summary, SUMMARY_LENGTH),
    body: cut(data.body ?? "", BODY_LENGTH) || null,
    humanId: (isPerson(user) && ids.humans.get(user.id)) || null,
    ...(account ? { subjectResource: "accounts", subjectId: account } : {}),
  });
}

function upsert(resource: string, match: string, data: Operation["data"]): Operation {
  return { op: "upsert", resource, match, data };
}

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/, 1)[0]?.trim() ?? "";
}

/** At most `length` UTF-16 units; half of a character is no text, and U+0000 cannot be stored. */
function cut(text: string, length: number): string {
  return text
    .replaceAll("\0", "")
    .slice(0, length)
    .replace(/[\uD800-\uDBFF]$/, "");
}

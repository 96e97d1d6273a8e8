/**
 * The records below one repository, as its definitions (`src/resources/github/`) make them; a type test holds the two together.
 * Times are ISO 8601 UTC with milliseconds. Ids that GitHub gives are numbers (`githubId`); a deleted account is shown as ghost.
 */
import type { StoredRecord } from "./stored-record.ts";

interface SystemFields extends StoredRecord {
  readonly custom: Record<string, unknown>;
}

/** The repository itself, as GitHub described it last. */
export interface RepositoryRecord extends SystemFields {
  readonly githubId: number;
  readonly owner: string;
  readonly name: string;
  readonly fullName: string;
  readonly state: "active" | "archived" | "missing" | "blocked" | "refused";
  readonly stateSince: string;
  readonly description: string | null;
  readonly homepage: string | null;
  readonly url: string;
  readonly language: string | null;
  readonly license: string | null;
  readonly topics: string[];
  readonly visibility: "public" | "private" | "internal";
  readonly isFork: boolean;
  readonly isArchived: boolean;
  readonly isDisabled: boolean;
  readonly isTemplate: boolean;
  readonly hasIssues: boolean;
  readonly defaultBranch: string | null;
  readonly stars: number;
  readonly forks: number;
  readonly watchers: number | null;
  /** As GitHub counts them: pull requests included. */
  readonly openIssues: number;
  /** KiB, as GitHub says. */
  readonly size: number;
  readonly formerNames: string[];
  readonly openedAt: string;
  readonly pushedAt: string | null;
  readonly changedAt: string;
}

/** An issue, or a pull request where `isPull`. */
export interface IssueRecord extends SystemFields {
  readonly githubId: number;
  readonly number: number;
  readonly isPull: boolean;
  readonly isDraft: boolean;
  readonly title: string;
  readonly body: string | null;
  readonly state: "open" | "closed";
  readonly stateReason: string | null;
  readonly authorId: number | null;
  readonly authorLogin: string;
  readonly authorType: string | null;
  readonly labels: string[];
  readonly assignees: string[];
  readonly milestone: string | null;
  readonly comments: number;
  readonly isLocked: boolean;
  readonly url: string;
  readonly openedAt: string;
  readonly changedAt: string;
  readonly closedAt: string | null;
  readonly mergedAt: string | null;
}

export interface CommentRecord extends SystemFields {
  readonly githubId: number;
  readonly issueNumber: number;
  readonly body: string | null;
  readonly authorId: number | null;
  readonly authorLogin: string;
  readonly authorType: string | null;
  readonly url: string;
  readonly postedAt: string;
  readonly changedAt: string;
}

/** A commit of the default branch. */
export interface CommitRecord extends SystemFields {
  readonly sha: string;
  readonly message: string;
  readonly authorName: string | null;
  readonly authorEmail: string | null;
  readonly authorId: number | null;
  readonly authorLogin: string | null;
  readonly committerLogin: string | null;
  readonly authoredAt: string | null;
  readonly committedAt: string;
  readonly url: string;
  readonly parents: number;
  readonly isVerified: boolean;
}

export interface ReleaseRecord extends SystemFields {
  readonly githubId: number;
  readonly tag: string;
  readonly name: string | null;
  readonly body: string | null;
  readonly isDraft: boolean;
  readonly isPrerelease: boolean;
  readonly authorId: number | null;
  readonly authorLogin: string;
  readonly assets: number;
  readonly downloads: number;
  readonly url: string;
  readonly openedAt: string;
  readonly publishedAt: string | null;
}

export interface ContributorRecord extends SystemFields {
  readonly githubId: number;
  readonly login: string;
  readonly type: string;
  readonly contributions: number;
  readonly url: string;
  readonly avatarUrl: string | null;
}

/** The stars of one day (UTC): how many there were, and how many came. */
export interface StarsRecord extends SystemFields {
  /** `2026-11-21` */
  readonly day: string;
  readonly total: number | null;
  readonly gained: number | null;
  readonly source: "history" | "snapshot";
}

/** How far one part of the repository has come. */
export interface StreamRecord extends SystemFields {
  readonly name: "repository" | "issues" | "releases" | "contributors" | "commits" | "comments" | "stars";
  readonly phase: "waiting" | "backfill" | "live" | "paused" | "disabled";
  /** Items that GitHub has, as far as it tells. */
  readonly expected: number | null;
  readonly done: number;
  readonly freshAt: string | null;
  readonly truncated: boolean;
  readonly reason: string | null;
  readonly error: string | null;
  readonly errorAt: string | null;
  readonly completedAt: string | null;
}

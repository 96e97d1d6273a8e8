/** Repositories, as the directory shows them. */
import * as z from "zod/mini";

/** An owner as GitHub writes one: people, organisations, and the underscore of accounts that a company manages. */
export const OWNER_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
/** A repository's name, which may begin with a dot. */
export const REPOSITORY_NAME_PATTERN = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/** A repository in `GET /v1/repositories`. Times are ISO 8601 UTC with milliseconds. */
export const listedRepositorySchema = z.object({
  /** GitHub's number of it, which never changes. */
  githubId: z.int(),
  owner: z.string(),
  name: z.string(),
  fullName: z.string(),
  description: z.nullable(z.string()),
  language: z.nullable(z.string()),
  topics: z.array(z.string()),
  visibility: z.string(),
  state: z.string(),
  stars: z.int(),
  forks: z.int(),
  /** As GitHub counts them: pull requests included. */
  openIssues: z.int(),
  /** Records that Croft holds; so are the next four. */
  issues: z.int(),
  pulls: z.int(),
  commits: z.int(),
  releases: z.int(),
  contributors: z.int(),
  archived: z.boolean(),
  freshAt: z.nullable(z.string()),
  pushedAt: z.nullable(z.string()),
  changedAt: z.nullable(z.string()),
  /** Which of the caller's tenants follow it. */
  following: z.array(z.string()),
  /** How many tenants follow it; for operators alone. */
  followers: z.optional(z.int()),
  /** Position of its log that this shows, and when that was read. */
  seq: z.int(),
  projectedAt: z.string(),
});
export type ListedRepository = z.infer<typeof listedRepositorySchema>;

/** What is sent with 301 for a name that a repository had before: where it is now. */
export const movedSchema = z.object({ location: z.string() });

/** What became of a webhook of GitHub: new, told before, or of a repository that is not kept here. */
export const webhookReceiptSchema = z.object({ status: z.enum(["taken", "known", "ignored"]) });

/** What the GitHub of the tests knows of a repository: GitHub's own fields, of which only those named here must be there. */
import * as z from "zod";

const userSchema = z.looseObject({ login: z.string(), id: z.int(), type: z.string().default("User") });
// Null where the account is gone; left out, or an empty object, where a commit's author never had one.
const maybeUser = userSchema.nullish().catch(null);

export const repositorySchema = z.looseObject({
  id: z.int(),
  name: z.string(),
  owner: userSchema,
  created_at: z.string(),
  updated_at: z.string(),
  pushed_at: z.string(),
  stargazers_count: z.int(),
});
export const issueSchema = z.looseObject({
  id: z.int(),
  number: z.int(),
  title: z.string(),
  state: z.enum(["open", "closed"]),
  comments: z.int().default(0),
  created_at: z.string(),
  updated_at: z.string(),
  user: maybeUser,
  labels: z.array(z.looseObject({ name: z.string() })).optional(),
  assignees: z.array(userSchema).optional(),
  milestone: z.looseObject({ number: z.int() }).nullish(),
  // An object (even an empty one) makes it a pull request.
  pull_request: z.looseObject({}).optional(),
});
export const commentSchema = z.looseObject({
  id: z.int(),
  issue_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  body: z.string(),
  user: maybeUser,
});
const signatureSchema = z.looseObject({ name: z.string(), email: z.string().optional(), date: z.string() });
export const commitSchema = z.looseObject({
  sha: z.string(),
  commit: z.looseObject({ message: z.string(), author: signatureSchema, committer: signatureSchema }),
  author: maybeUser,
  committer: maybeUser,
  parents: z.array(z.looseObject({ sha: z.string() })).default([]),
});
export const releaseSchema = z.looseObject({
  id: z.int(),
  tag_name: z.string(),
  created_at: z.string(),
  author: maybeUser,
});
/** With an account, or anonymous: then it has a name and an e-mail address. */
export const contributorSchema = z.looseObject({
  id: z.int().optional(),
  login: z.string().optional(),
  type: z.string(),
  contributions: z.int(),
});

export type UserRow = z.infer<typeof userSchema>;
export type RepositoryRow = z.infer<typeof repositorySchema>;
export type IssueRow = z.infer<typeof issueSchema>;
export type CommentRow = z.infer<typeof commentSchema>;
export type CommitRow = z.infer<typeof commitSchema>;
export type ReleaseRow = z.infer<typeof releaseSchema>;
export type ContributorRow = z.infer<typeof contributorSchema>;

/** Fields as GitHub names them. */
export type Fields = Readonly<Record<string, unknown>>;

/** A repository to serve. The same data can be served by several servers: it is copied. */
export interface RepositoryData {
  /** What `GET /repos/{owner}/{repo}` answered over time, oldest first; at least one. */
  readonly states: readonly RepositoryRow[];
  /** Issues and pull requests. */
  readonly issues: readonly IssueRow[];
  /** Comments on issues and pull requests. */
  readonly comments: readonly CommentRow[];
  /** Newest first. */
  readonly commits: readonly CommitRow[];
  readonly releases: readonly ReleaseRow[];
  readonly contributors: readonly ContributorRow[];
}

/** Milliseconds since 1970 as GitHub writes times: to the second. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

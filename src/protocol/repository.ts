/** Repositories, as the directory shows them. */
import * as z from "zod/mini";

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

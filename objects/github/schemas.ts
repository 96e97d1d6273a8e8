/**
 * What Croft reads of GitHub's answers; everything else in them passes unseen. Fields that older servers leave out, or that GitHub
 * leaves out of nested objects, are optional; all others have to be there. Names are GitHub's.
 */
import * as z from "zod";
import { toInstant, webAddress } from "../../src/resources/values.ts";

const githubId = z.int().min(1);
const count = z.int().min(0);

/** ISO 8601, or seconds since 1970 as in the repository of a push; becomes UTC with milliseconds. */
const instant = z.union([z.string(), z.int().min(0).max(253_402_300_799)]).transform((value, context) => {
  const utc = typeof value === "number" ? new Date(value * 1_000).toISOString() : toInstant(value);
  if (utc !== null) return utc;
  context.addIssue("Invalid input: expected a time");
  return z.NEVER;
});

/** Of a commit: whoever wrote it set the clock, so that any text may stand there. Null for what is no time. */
const committedTime = z
  .string()
  .nullish()
  .transform((text) => (text ? toInstant(text) : null));

/** Null where the account was deleted. */
export const userSchema = z.object({ id: githubId, login: z.string().min(1), type: z.string().min(1).optional() });
const user = userSchema.nullish();

export const repositorySchema = z.object({
  id: githubId,
  name: z.string().min(1),
  full_name: z.string().min(3),
  owner: z.object({ login: z.string().min(1) }),
  private: z.boolean(),
  visibility: z.enum(["public", "private", "internal"]).optional(),
  html_url: webAddress,
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  language: z.string().nullish(),
  license: z.object({ spdx_id: z.string().nullish() }).nullish(),
  topics: z.array(z.string().min(1)).optional(),
  fork: z.boolean(),
  archived: z.boolean().default(false),
  disabled: z.boolean().default(false),
  is_template: z.boolean().default(false),
  has_issues: z.boolean().default(true),
  default_branch: z.string().min(1).nullish(),
  stargazers_count: count,
  forks_count: count,
  subscribers_count: count.optional(),
  open_issues_count: count,
  size: count,
  created_at: instant,
  pushed_at: instant.nullish(),
  updated_at: instant,
});

/** A label is a text in answers of long ago; its name may be null in GitHub's own description. */
const label = z.union([z.string(), z.object({ name: z.string().nullish() })]);

/** What an issue and a pull request have in common. */
const discussed = {
  number: z.int().min(1),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]),
  user,
  labels: z.array(label).default([]),
  assignees: z.array(z.object({ login: z.string().min(1) })).nullish(),
  milestone: z.object({ title: z.string() }).nullish(),
  locked: z.boolean().default(false),
  draft: z.boolean().optional(),
  html_url: webAddress,
  created_at: instant,
  updated_at: instant,
  closed_at: instant.nullish(),
};

export const issueSchema = z.object({
  id: githubId,
  ...discussed,
  state_reason: z.string().nullish(),
  comments: count,
  /** There for pull requests alone. */
  pull_request: z.object({ merged_at: instant.nullish() }).nullish(),
});

/** A pull request of its own, as webhooks send it. Its `id` is not that of its issue, so it is not read. */
export const pullSchema = z.object({ ...discussed, comments: count.optional(), merged_at: instant.nullish() });

export const commentSchema = z.object({
  id: githubId,
  issue_url: z.string().regex(/\/issues\/[1-9]\d{0,14}$/, "Invalid input: expected the address of an issue"),
  body: z.string().nullish(),
  user,
  html_url: webAddress,
  created_at: instant,
  updated_at: instant,
});

const signature = z.object({ name: z.string().nullish(), email: z.string().nullish(), date: committedTime }).nullish();
/** Null for an address that belongs to nobody, and at times an object without fields. */
const linked = z.object({ id: githubId.optional(), login: z.string().min(1).optional() }).nullish();

export const commitSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40,64}$/, "Invalid input: expected the name of a commit"),
  html_url: webAddress,
  commit: z.object({
    message: z.string(),
    author: signature,
    committer: signature,
    verification: z.object({ verified: z.boolean() }).nullish(),
  }),
  author: linked,
  committer: linked,
  parents: z.array(z.unknown()),
});

export const releaseSchema = z.object({
  id: githubId,
  tag_name: z.string().min(1),
  name: z.string().nullish(),
  body: z.string().nullish(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  author: user,
  assets: z.array(z.object({ download_count: count })).default([]),
  html_url: webAddress,
  created_at: instant,
  published_at: instant.nullish(),
});

/** One with an account; who has none is listed without an id. */
export const contributorSchema = z.object({
  id: githubId,
  login: z.string().min(1),
  type: z.string().min(1),
  contributions: count,
  html_url: webAddress,
  avatar_url: webAddress.nullish().catch(null),
});

/** Stars that came in a week, of those that are still there: `week` is its start in seconds since 1970, `days` its days in order. */
export const starWeekSchema = z.object({
  week: z.int().min(1).max(253_402_300_799),
  days: z.array(count).length(7),
});

export type Repository = z.infer<typeof repositorySchema>;
export type Issue = z.infer<typeof issueSchema>;
export type Pull = z.infer<typeof pullSchema>;
export type Comment = z.infer<typeof commentSchema>;
export type Commit = z.infer<typeof commitSchema>;
export type Release = z.infer<typeof releaseSchema>;
export type Contributor = z.infer<typeof contributorSchema>;
export type StarWeek = z.infer<typeof starWeekSchema>;

/** Repositories, as the directory shows them. */
import * as z from "zod/mini";
import { integerSchema } from "./values.ts";

/** An owner as GitHub writes one: people, organisations, and the underscore of accounts that a company manages. */
export const OWNER_PATTERN = /^[A-Za-z0-9_-]{1,39}$/;
/** A repository's name, which may begin with a dot. */
export const REPOSITORY_NAME_PATTERN = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/** A repository in `GET /v1/repositories`. Times are ISO 8601 UTC with milliseconds. */
export const listedRepositorySchema = z.object({
  /** GitHub's number of it, which never changes. */
  githubId: integerSchema,
  owner: z.string(),
  name: z.string(),
  fullName: z.string(),
  description: z.nullable(z.string()),
  language: z.nullable(z.string()),
  topics: z.array(z.string()),
  visibility: z.string(),
  state: z.string(),
  stars: integerSchema,
  forks: integerSchema,
  /** As GitHub counts them: pull requests included. */
  openIssues: integerSchema,
  /** Records that Croft holds; so are the next four. */
  issues: integerSchema,
  pulls: integerSchema,
  commits: integerSchema,
  releases: integerSchema,
  contributors: integerSchema,
  archived: z.boolean(),
  freshAt: z.nullable(z.string()),
  pushedAt: z.nullable(z.string()),
  changedAt: z.nullable(z.string()),
  /** Which of the caller's tenants follow it. */
  following: z.array(z.string()),
  /** How many tenants follow it; for operators alone. */
  followers: z.optional(integerSchema),
  /** Position of its log that this shows, and when that was read. */
  seq: integerSchema,
  projectedAt: z.string(),
});
export type ListedRepository = z.infer<typeof listedRepositorySchema>;

/** What is sent with 301 for a name that a repository had before: where it is now. */
export const movedSchema = z.object({ location: z.string() });

/** What became of a webhook of GitHub: new, told before, or of a repository that is not kept here. */
export const webhookReceiptSchema = z.object({ status: z.enum(["taken", "known", "ignored"]) });

/** What was ordered of a repository, to be done in the background. */
export const orderedSchema = z.object({ githubId: integerSchema, status: z.literal("queued") });
export type Ordered = z.infer<typeof orderedSchema>;

/** What became of a repository's people: leads that are new or were brought up to date, and who was passed over. */
export const takenPeopleSchema = z.object({
  created: integerSchema,
  updated: integerSchema,
  unchanged: integerSchema,
  skipped: z.object({
    bots: integerSchema,
    ghosts: integerSchema,
    doNotContact: integerSchema,
    deleted: integerSchema,
  }),
});
export type TakenPeople = z.infer<typeof takenPeopleSchema>;

/** Whether a tenant has a GitHub token, and since when. */
export const tokenStateSchema = z.object({ setAt: z.nullable(z.string()) });
export type TokenState = z.infer<typeof tokenStateSchema>;

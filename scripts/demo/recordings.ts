/** Recorded answers of GitHub's REST API: one JSON document a line, in `{owner}/{name}/{stream}.ndjson`. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { Halt } from "./halt.ts";

const userSchema = z.object({ id: z.int(), login: z.string(), type: z.string() });
// Null where the account is gone; left out, or an empty object, where a commit's author never had one.
const maybeUser = userSchema.nullish().catch(null);

const repositorySchema = z.object({
  id: z.int(),
  full_name: z.string(),
  html_url: z.string(),
  description: z.string().nullable(),
  stargazers_count: z.int(),
  owner: z.object({ id: z.int(), login: z.string() }),
});
const issueSchema = z.object({
  id: z.int(),
  number: z.int(),
  title: z.string(),
  state: z.string(),
  html_url: z.string(),
  created_at: z.string(),
  body: z.string().nullable(),
  user: maybeUser,
  pull_request: z.unknown().optional(),
});
const commitSchema = z.object({
  sha: z.string(),
  html_url: z.string(),
  commit: z.object({ message: z.string(), author: z.object({ name: z.string(), date: z.string() }) }),
  author: maybeUser,
});
const commentSchema = z.object({
  id: z.int(),
  html_url: z.string(),
  body: z.string(),
  created_at: z.string(),
  user: maybeUser,
});
const releaseSchema = z.object({
  id: z.int(),
  tag_name: z.string(),
  name: z.string().nullable(),
  body: z.string().nullable(),
  html_url: z.string(),
  published_at: z.string(),
  author: maybeUser,
});
const stargazerSchema = z.object({ starred_at: z.string(), user: maybeUser });
const contributorSchema = z.object({
  // Anonymous contributors have neither.
  id: z.int().optional(),
  login: z.string().optional(),
  type: z.string(),
  contributions: z.int(),
});

export type GitHubUser = z.infer<typeof userSchema>;
export type Repository = z.infer<typeof repositorySchema>;

/** What is known of one repository; streams that were not recorded are empty. */
export interface Recording {
  readonly repository: Repository;
  readonly issues: readonly z.infer<typeof issueSchema>[];
  readonly commits: readonly z.infer<typeof commitSchema>[];
  readonly comments: readonly z.infer<typeof commentSchema>[];
  readonly releases: readonly z.infer<typeof releaseSchema>[];
  readonly stargazers: readonly z.infer<typeof stargazerSchema>[];
  readonly contributors: readonly z.infer<typeof contributorSchema>[];
}

/** One tenant's role in the demo. */
export interface Part {
  /** Follows the prefix. */
  readonly handle: string;
  readonly name: string;
  readonly repositories: readonly string[];
}

/** The tenant in which the demo makes its changes comes last: what happens there is what is shown. */
export const CAST: readonly Part[] = [
  { handle: "jenkins", name: "Jenkins", repositories: ["jenkinsci/jenkins", "stapler/stapler", "github/hub"] },
  { handle: "hub4j", name: "hub4j", repositories: ["hub4j/github-api"] },
];

/** @throws Halt when the folder does not hold the repository, or a line is not what GitHub says. */
export function readRecording(folder: string, repository: string): Recording {
  const read = <Row>(stream: string, schema: z.ZodType<Row>): Row[] =>
    readLines(join(folder, repository, `${stream}.ndjson`), schema);
  // Several states, oldest first.
  const newest = read("repository", repositorySchema).at(-1);
  if (!newest) throw new Halt(`${folder} holds no recordings of ${repository}.`);
  return {
    repository: newest,
    issues: read("issues", issueSchema),
    commits: read("commits", commitSchema),
    comments: read("comments", commentSchema),
    releases: read("releases", releaseSchema),
    stargazers: read("stargazers", stargazerSchema),
    contributors: read("contributors", contributorSchema),
  };
}

function readLines<Row>(file: string, schema: z.ZodType<Row>): Row[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((text, index) => {
    if (text.trim() === "") return [];
    try {
      return [schema.parse(JSON.parse(text))];
    } catch {
      throw new Halt(`${file}, line ${index + 1}, is not what GitHub answers.`);
    }
  });
}

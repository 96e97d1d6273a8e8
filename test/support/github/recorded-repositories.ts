/** The recorded repositories, ready to be served. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import {
  commentSchema,
  commitSchema,
  contributorSchema,
  issueSchema,
  type RepositoryData,
  releaseSchema,
  repositorySchema,
} from "./rows.ts";

const NAMES = ["hub4j/github-api", "jenkinsci/jenkins", "stapler/stapler", "github/hub"];

/**
 * hub4j/github-api (606 issues and pull requests in 17 states), jenkinsci/jenkins and stapler/stapler (commits), github/hub (releases).
 * @param folder a larger set of recordings; the small copy beside this file if left out.
 */
export function recordedRepositories(folder: string = import.meta.dirname): RepositoryData[] {
  return NAMES.map((name) => ({
    states: read(folder, name, "repository", repositorySchema),
    issues: read(folder, name, "issues", issueSchema),
    // Not `comments`: those that were recorded are comments on commits. These are made up, and in the small copy alone.
    comments: read(import.meta.dirname, name, "issue-comments", commentSchema),
    commits: read(folder, name, "commits", commitSchema),
    releases: read(folder, name, "releases", releaseSchema),
    contributors: read(folder, name, "contributors", contributorSchema),
  }));
}

function read<Row>(folder: string, name: string, stream: string, schema: z.ZodType<Row>): Row[] {
  const file = join(folder, name, `${stream}.ndjson`);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

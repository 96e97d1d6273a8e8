/** What a repository's object holds: each with the lists, filters, aggregates and live queries of every resource. */
import type { Resource } from "../define.ts";
import { errorLog } from "../error-log.ts";
import { viewOf } from "../view.ts";
import { TAKEN_FROM_GITHUB } from "./access.ts";
import { comments } from "./comments.ts";
import { commits } from "./commits.ts";
import { contributors } from "./contributors.ts";
import { issues } from "./issues.ts";
import { releases } from "./releases.ts";
import { repository } from "./repository.ts";
import { stars } from "./stars.ts";
import { streams } from "./streams.ts";

/** GitHub counts pull requests as issues; whoever lists them wants them alone. */
const pulls = viewOf(issues, {
  name: "pulls",
  description: "The pull requests among the issues.",
  rows: { op: "eq", path: "isPull", value: true },
});

export const repositoryResources: readonly Resource[] = [
  repository,
  issues,
  pulls,
  comments,
  commits,
  releases,
  contributors,
  stars,
  streams,
  // What of GitHub's answers could not be read, and why a stream stands still: for everybody who sees the repository.
  { ...errorLog, description: "Items and pages of GitHub that could not be taken.", access: TAKEN_FROM_GITHUB },
];

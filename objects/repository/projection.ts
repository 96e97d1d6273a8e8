/** What the directory shows of the repository: written when it differs from what was last written, and else not. */

import { projectRepository, type RepositoryRow } from "../../src/directory/repositories.ts";
import { log } from "../../src/log.ts";
import type { STREAMS } from "../../src/resources/github/streams.ts";
import type { JobKind } from "../records/jobs.ts";
import { readMeta, writeMeta } from "../records/meta.ts";
import { type RepositoryContext, resourceNamed } from "./context.ts";
import { readFollowers } from "./followers.ts";
import { readNames } from "./names.ts";
import { streamId } from "./stream-record.ts";
import { repositoryRecord } from "./sync-state.ts";

const KEY = "repository.projected";

/** The job of the directory. It fails and is tried again for as long as D1 is away. */
export function directoryKind(context: () => RepositoryContext): JobKind {
  return {
    maxAttempts: Number.POSITIVE_INFINITY,
    run: ({ now }) => project(context(), now),
  };
}

async function project(context: RepositoryContext, now: number): Promise<void> {
  const row = rowOf(context, now);
  if (!row) return;
  const names = readNames(context.database.sql).map((known, index, all) => ({
    ...known,
    current: index === all.length - 1,
  }));
  const tenants = readFollowers(context.database.sql).map(({ tenant, visible, since }) => ({
    tenant,
    visible,
    since: new Date(since).toISOString(),
  }));
  const shown = JSON.stringify({ ...row, seq: 0, projectedAt: "", names, tenants });
  if (shown === readMeta(context.database.sql, KEY)) return;
  await projectRepository(context.env.DIRECTORY, row, names, tenants);
  writeMeta(context.database.sql, KEY, shown);
  log("debug", { event: "repository projected", repository: context.githubId, seq: row.seq });
}

function rowOf(context: RepositoryContext, now: number): RepositoryRow | null {
  const record = repositoryRecord(context);
  if (!record) return null;
  const text = (name: string) => (typeof record[name] === "string" ? String(record[name]) : null);
  const count = (name: string) => Number(record[name] ?? 0);
  const pulls = countOf(context, "SELECT count(*) AS n FROM issues WHERE deleted_at IS NULL AND is_pull = 1");
  return {
    githubId: context.githubId,
    owner: String(record.owner),
    name: String(record.name),
    description: text("description"),
    language: text("language"),
    topics: Array.isArray(record.topics) ? record.topics.map(String) : [],
    visibility: String(record.visibility),
    state: String(record.state),
    stars: count("stars"),
    forks: count("forks"),
    openIssues: count("openIssues"),
    issues: doneOf(context, "issues") - pulls,
    pulls,
    commits: doneOf(context, "commits"),
    releases: doneOf(context, "releases"),
    contributors: doneOf(context, "contributors"),
    archived: record.isArchived === true,
    freshAt: freshAt(context),
    pushedAt: text("pushedAt"),
    changedAt: text("changedAt"),
    followers: readFollowers(context.database.sql).length,
    seq: context.store.log.seq,
    projectedAt: new Date(now).toISOString(),
  };
}

function doneOf(context: RepositoryContext, stream: (typeof STREAMS)[number]): number {
  return Number(context.store.get(resourceNamed(context, "streams"), streamId(stream))?.done ?? 0);
}

/** As fresh as the repository itself. */
function freshAt(context: RepositoryContext): string | null {
  const at = context.store.get(resourceNamed(context, "streams"), streamId("repository"))?.freshAt;
  return typeof at === "string" ? at : null;
}

function countOf({ database }: RepositoryContext, query: string): number {
  return database.sql.exec<{ n: number }>(query).toArray()[0]?.n ?? 0;
}

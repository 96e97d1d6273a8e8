/** What `planSync` decides by, read from the object. */
import type { RecordData } from "../../src/resources/define.ts";
import { type Attempt, attemptsWith, usualCredential } from "./attempts.ts";
import { type RepositoryContext, resourceNamed } from "./context.ts";
import { readFollowers } from "./followers.ts";
import { interestOf, interval } from "./interest.ts";
import { mayReconcile, type SyncState } from "./plan-sync.ts";
import type { Named } from "./stream-paths.ts";

/** The repository's record; null until GitHub has shown it. */
export function repositoryRecord(context: Pick<RepositoryContext, "store" | "githubId">): RecordData | null {
  return context.store.get(resourceNamed(context, "repository"), `repo_${context.githubId}`);
}

/** Whether GitHub shows nothing of it any more. */
export function isGone(record: RecordData): boolean {
  return record.state === "missing" || record.state === "blocked" || record.state === "refused";
}

/** The ways of asking for the repository, with the service's credential and those of its followers. */
export function attemptsOf(context: RepositoryContext): readonly Attempt[] {
  const own = readFollowers(context.database.sql).flatMap(({ credential }) => credential ?? []);
  const credentials = [...new Set([...context.serviceCredentials(), ...own])];
  return attemptsWith(credentials, usualCredential(context.database.sql));
}

/** How GitHub addresses the repository today. @throws Error before GitHub has shown it */
export function namedOf(context: RepositoryContext): Named {
  const record = repositoryRecord(context);
  if (!record) throw new Error("GitHub has not shown the repository yet.");
  return { id: context.githubId, owner: String(record.owner), name: String(record.name) };
}

export function syncStateOf(context: RepositoryContext, record: RecordData, now: number): SyncState {
  const { cursors, checkedAt, wanted } = context;
  const attempts = attemptsOf(context);
  return {
    named: namedOf(context),
    cursors,
    checkedAt,
    wanted,
    intervalMs: intervalOf(context, record, now),
    gone: isGone(record),
    differs: mayReconcile(cursors.issues, now) && openIssues(context) !== record.openIssues,
    byId: attempts[context.attempt]?.byId ?? false,
    pushed: context.pushedAt !== record.pushedAt,
  };
}

/** Between two rounds; null where nobody follows. */
function intervalOf(context: RepositoryContext, record: RecordData, now: number): number | null {
  const followers = readFollowers(context.database.sql).length;
  // Whoever only looks sees what there is: their tenants' credentials are no longer there to ask with.
  if (followers === 0) return null;
  const { watermark } = context.cursors.issues;
  const active = [record.pushedAt, record.changedAt, watermark].flatMap((at) =>
    typeof at === "string" ? [Date.parse(at)] : [],
  );
  const interest = interestOf(
    {
      watchers: context.watching(),
      lastActivityAt: active.length > 0 ? Math.max(...active) : null,
      archived: record.state === "archived",
      missingSince: isGone(record) ? Date.parse(String(record.stateSince)) : null,
      followers,
    },
    now,
  );
  return interval(interest, context.jitter);
}

function openIssues({ database }: RepositoryContext): number {
  const query = "SELECT count(*) AS open FROM issues WHERE state = 'open' AND deleted_at IS NULL";
  return database.sql.exec<{ open: number }>(query).toArray()[0]?.open ?? 0;
}

/** Tenants come and go: the first one makes the object what it is, and after the last one it rests. */

import { STREAMS } from "../../src/resources/github/streams.ts";
import type { Following } from "../github/following.ts";
import { readRepository } from "../github/items.ts";
import { receivedAnswer, type SentAnswer } from "../github/lease.ts";
import { askNow } from "./asking.ts";
import type { RepositoryContext } from "./context.ts";
import { putFollower, readFollowers, removeFollower } from "./followers.ts";
import { wantInstallation } from "./installation.ts";
import { commitOwn, keepStream, writeStream } from "./landing.ts";
import { putRepository, type RepositoryValues } from "./repository-record.ts";
import { createStreams, pauseStream, resumeStreams } from "./stream-record.ts";
import { isGone, repositoryRecord } from "./sync-state.ts";
import { isPrivate, VISIBILITY } from "./visibility.ts";

/** What the tenant learns of the repository. */
export interface Shown {
  readonly githubId: number;
  readonly owner: string;
  readonly name: string;
  readonly visibility: string;
  readonly state: string;
}

/**
 * The repository that GitHub's answer describes.
 * @throws Error where there is no description, or one of another repository.
 */
export function describedBy(found: SentAnswer | null, githubId: number): RepositoryValues {
  const read = found && readRepository(receivedAnswer(found).body);
  if (!read || "unreadable" in read || read.repository.values.githubId !== githubId) {
    throw new Error("A repository begins with GitHub's answer about it.");
  }
  return read.repository.values;
}

/** Makes the object a repository: its record and those of its streams, so that there is something to see at once. */
export function begin(context: RepositoryContext, values: RepositoryValues, now: number): void {
  const cursor = commitOwn(context, ["repository", "stars"], now, (writer) => {
    createStreams(context, writer);
    putRepository(context, writer, values, "poll", now);
    const after = { ...context.cursors.repository, phase: "live" as const, listedAt: now };
    const show = { expected: 1, added: 1, fresh: true };
    return writeStream(context, writer, "repository", { cursor: after, show }, now);
  });
  keepStream(context, "repository", cursor);
  // Asked a moment ago, by whoever looked for it: the streams come first.
  context.checkedAt.repository = now;
}

export function follow(context: RepositoryContext, following: Following, now: number): Shown {
  const { sql } = context.database;
  const first = readFollowers(sql).length === 0;
  putFollower(sql, following, context.store.log.seq, now);
  if (first) commitOwn(context, [], now, (writer) => resumeStreams(context, writer, now));
  const record = repositoryRecord(context);
  // Whoever follows was just shown it.
  if (record && isGone(record) && (following.visible || following.found)) askNow(context, "repository");
  context.live.rightsChanged();
  context.jobs.schedule("directory", "directory", now);
  wantInstallation(context, now);
  if (isPrivate(context)) context.jobs.schedule(VISIBILITY, VISIBILITY, now);
  return shownOf(context);
}

/** Who followed sees a private repository no more, at once. */
export function unfollow(context: RepositoryContext, tenant: string, now: number): void {
  const { sql } = context.database;
  if (!removeFollower(sql, tenant)) return;
  context.live.rightsChanged();
  if (readFollowers(sql).length === 0) {
    commitOwn(context, [], now, (writer) => {
      for (const stream of STREAMS) pauseStream(context, writer, stream, "unfollowed", now);
    });
  }
  context.jobs.schedule("directory", "directory", now);
  void context.jobs.arm();
}

/** @throws Error before the first answer of GitHub */
function shownOf(context: RepositoryContext): Shown {
  const record = repositoryRecord(context);
  if (!record) throw new Error("GitHub has not shown the repository yet.");
  const { owner, name, visibility, state } = record;
  return {
    githubId: context.githubId,
    owner: String(owner),
    name: String(name),
    visibility: String(visibility),
    state: String(state),
  };
}

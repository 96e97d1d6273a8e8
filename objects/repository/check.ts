/** What GitHub's answer about the repository itself makes of it: its values, its name, whether it is still there, and for whom. */
import { STREAMS } from "../../src/resources/github/streams.ts";
import { readRepository } from "../github/items.ts";
import { outcomeOf } from "../github/outcome.ts";
import type { Asked } from "./answers.ts";
import { afterFailure } from "./apply-page.ts";
import { keepUsualCredential } from "./attempts.ts";
import type { RepositoryContext } from "./context.ts";
import { NEW_CURSOR, withValidator } from "./cursor.ts";
import { interestOf, interval } from "./interest.ts";
import { commitOwn, keepStream, writeStream } from "./landing.ts";
import { keepPayload } from "./payloads.ts";
import { isFirstOfDay, putRepository, type RepositoryValues, setState } from "./repository-record.ts";
import { pauseStream, resumeStreams } from "./stream-record.ts";
import { attemptsOf, isGone, repositoryRecord } from "./sync-state.ts";
import { textOfFault, textOfOutcome } from "./trouble-texts.ts";

/** Takes in the answer to a request for the repository. */
export async function landCheck(context: RepositoryContext, asked: Asked, now: number): Promise<void> {
  const { fetched } = asked;
  if ("failed" in fetched) return landFailure(context, textOfFault(fetched.failed), now);
  const outcome = outcomeOf(fetched, now);
  switch (outcome.is) {
    case "page": {
      const read = readRepository(fetched.body);
      if ("unreadable" in read) return landFailure(context, `GitHub's answer cannot be read: ${read.unreadable}`, now);
      // Another repository bears the name today; ours is known by its number.
      if (read.repository.values.githubId !== context.githubId) return nextAttempt(context, "missing", now);
      const body = fetched.body;
      await keepPayload(context.env.PAYLOADS, context.githubId, {
        stream: "repository",
        path: asked.planned.path,
        fetchedAt: now,
        body,
      });
      return landRepository(context, asked, read.repository.values, now);
    }
    case "unchanged":
      return landUnchanged(context, now);
    case "absent":
      if (outcome.why === "blocked") return landGone(context, "blocked", now);
      return outcome.why === "missing"
        ? nextAttempt(context, "missing", now)
        : landFailure(context, textOfOutcome(outcome), now);
    case "moved":
      return nextAttempt(context, "missing", now);
    case "refused":
      return nextAttempt(context, "refused", now);
    // The budget knows, and says until when nobody asks; or with which credential nobody asks any more.
    case "limited":
    case "unauthenticated":
      return;
    default:
      return landFailure(context, textOfOutcome(outcome), now);
  }
}

/** There is no credential left to ask with. Returns when the next round is due. */
export function landNoCredential(context: RepositoryContext, now: number): number | null {
  nextAttempt(context, "refused", now);
  return context.cursors.repository.retryAt;
}

/** Asks in the next way there is; after the last one the repository counts as gone. */
function nextAttempt(context: RepositoryContext, last: "missing" | "refused", now: number): void {
  context.wanted.add("repository");
  context.attempt += 1;
  if (context.attempt >= attemptsOf(context).length) landGone(context, last, now);
}

function landRepository(context: RepositoryContext, asked: Asked, values: RepositoryValues, now: number): void {
  const before = context.cursors.repository;
  const headers = "failed" in asked.fetched ? null : asked.fetched.headers;
  const validator = {
    path: asked.planned.path,
    credential: asked.credential,
    etag: headers?.get("etag") ?? null,
    lastModified: headers?.get("last-modified") ?? null,
  };
  const after = withValidator(
    { ...before, phase: "live", failures: 0, retryAt: null, listedAt: before.listedAt ?? now },
    validator,
  );
  // Listed as a whole again: nobody knows what happened in them while they were switched off.
  const enabled = STREAMS.filter((stream) => values.hasIssues === true && context.cursors[stream].phase === "disabled");
  const cursor = commitOwn(context, ["repository", "stars"], now, (writer) => {
    keepUsualCredential(context.database.sql, asked.credential);
    if (isGoneNow(context)) resumeStreams(context, writer, now);
    putRepository(context, writer, values, "poll", now, asked.credential);
    for (const stream of enabled)
      writeStream(context, writer, stream, { cursor: NEW_CURSOR, show: { reason: null } }, now);
    const show = { expected: 1, added: before.phase === "waiting" ? 1 : 0, fresh: true, error: null, reason: null };
    return writeStream(context, writer, "repository", { cursor: after, show }, now);
  });
  keepStream(context, "repository", cursor);
  for (const stream of enabled) keepStream(context, stream, NEW_CURSOR);
  noteChecked(context, now);
}

/** As it was. Nothing is written, unless something was wrong before or a new day has begun. */
function landUnchanged(context: RepositoryContext, now: number): void {
  const before = context.cursors.repository;
  const record = repositoryRecord(context);
  const mended = { ...before, failures: 0, retryAt: null };
  if (isGoneNow(context) || before.failures > 0 || (record && isFirstOfDay(context, now))) {
    const cursor = commitOwn(context, ["repository", "stars"], now, (writer) => {
      if (isGoneNow(context)) resumeStreams(context, writer, now);
      if (record) putRepository(context, writer, record, "poll", now);
      return writeStream(
        context,
        writer,
        "repository",
        { cursor: mended, show: { fresh: true, error: null, reason: null } },
        now,
      );
    });
    keepStream(context, "repository", cursor);
  }
  noteChecked(context, now);
}

/** A round has begun: the streams follow. */
function noteChecked(context: RepositoryContext, now: number): void {
  context.checkedAt.repository = now;
  context.wanted.delete("repository");
  context.attempt = 0;
  context.jitter = Math.random();
}

/** GitHub shows it to no credential any more. What is there stays; it is looked for again, ever more seldom. */
function landGone(context: RepositoryContext, state: "missing" | "blocked" | "refused", now: number): void {
  const cursor = commitOwn(context, ["repository"], now, (writer) => {
    setState(context, writer, state, now);
    const retryAt = now + goneInterval(context, now);
    const after = { ...context.cursors.repository, failures: 0, retryAt };
    for (const stream of STREAMS) pauseStream(context, writer, stream, state, now);
    return writeStream(context, writer, "repository", { cursor: after, show: {} }, now);
  });
  keepStream(context, "repository", cursor);
  noteChecked(context, now);
}

function landFailure(context: RepositoryContext, error: string, now: number): void {
  const after = afterFailure(context.cursors.repository, Math.random(), now);
  // Otherwise one that is gone would be looked for without a pause.
  if (isGoneNow(context)) context.wanted.delete("repository");
  const cursor = commitOwn(context, [], now, (writer) =>
    writeStream(context, writer, "repository", { cursor: after, show: { error } }, now),
  );
  keepStream(context, "repository", cursor);
}

function isGoneNow(context: RepositoryContext): boolean {
  const record = repositoryRecord(context);
  return record !== null && isGone(record);
}

function goneInterval(context: RepositoryContext, now: number): number {
  const missingSince = Date.parse(String(repositoryRecord(context)?.stateSince ?? ""));
  const gone = { watchers: 0, lastActivityAt: null, archived: false, missingSince, followers: 1 };
  return interval(interestOf(gone, now), context.jitter) ?? 0;
}

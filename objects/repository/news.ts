/**
 * Tells the tenants that follow what is new: what people do, for their timelines, and what could not be read. A reader of the log with a
 * position for each of them, so that a tenant that is away misses nothing and hears nothing twice.
 */
import { log } from "../../src/log.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { tenantStub } from "../../src/stubs.ts";
import type { SqlRow } from "../records/database.ts";
import type { JobKind } from "../records/jobs.ts";
import type { RepositoryContext } from "./context.ts";
import { type Follower, readFollowers, setTold } from "./followers.ts";
import { repositoryRecord } from "./sync-state.ts";

/** What somebody did. */
export interface Activity {
  /** Names it for ever: told twice, it is written once. */
  readonly externalId: string;
  readonly kind: "issue" | "pull" | "commit" | "release" | "other";
  readonly summary: string;
  readonly url: string;
  readonly occurredAt: string;
  readonly githubId: number;
  readonly login: string;
}

/** What of GitHub's could not be read. */
export interface Fault {
  readonly code: string;
  readonly message: string;
}

interface News {
  readonly repository: number;
  readonly fullName: string;
  readonly activities: Activity[];
  readonly errors: Fault[];
}

export const NEWS = "news";
/** Resources whose changes may be news. */
export const TOLD: ReadonlySet<string> = new Set([
  "repository",
  "issues",
  "comments",
  "commits",
  "releases",
  "error-log",
]);
/** Log entries read at once. */
const WINDOW = 500;

interface LogRow extends SqlRow {
  seq: number;
  resource: string;
  after: string | null;
}

/** The job that tells. A tenant that cannot be reached is told later, and keeps nobody else waiting. */
export function newsKind(context: () => RepositoryContext): JobKind {
  return {
    maxAttempts: Number.POSITIVE_INFINITY,
    run: async ({ now }) => {
      const { store, database } = context();
      const behind = readFollowers(database.sql).filter(({ toldSeq }) => toldSeq < store.log.seq);
      const told = await Promise.allSettled(behind.map((follower) => tell(context(), follower)));
      const failed = told.filter((result) => result.status === "rejected");
      for (const { reason } of failed)
        log("warn", { event: "news not told", repository: context().githubId, cause: reason });
      if (failed.length > 0) throw new Error("Some tenants could not be told.");
      return readFollowers(database.sql).some(({ toldSeq }) => toldSeq < store.log.seq) ? { again: now } : undefined;
    },
  };
}

async function tell(context: RepositoryContext, follower: Follower): Promise<void> {
  const { database, githubId, env } = context;
  const rows = database.sql
    .exec<LogRow>(
      "SELECT seq, resource, CASE action WHEN 'create' THEN after END AS after FROM changes WHERE seq > ? ORDER BY seq LIMIT ?",
      follower.toldSeq,
      WINDOW,
    )
    .toArray();
  const last = rows.at(-1);
  if (!last) return setTold(database.sql, follower.tenant, context.store.log.seq);
  const fullName = String(repositoryRecord(context)?.fullName ?? githubId);
  const created = rows.flatMap(({ resource, after }) =>
    after === null ? [] : [{ resource, record: parsedRecord(after) }],
  );
  const activities = follower.activity ? created.flatMap((entry) => activityOf(entry, fullName, follower.since)) : [];
  const errors = created.flatMap(({ resource, record }) => (resource === "error-log" ? [faultOf(record)] : []));
  // Tenants know the repository by the name it had when they last heard of it.
  const renamed = rows.some(({ resource }) => resource === "repository");
  if (activities.length > 0 || errors.length > 0 || renamed) {
    const news: News = { repository: githubId, fullName, activities, errors };
    await tenantStub(env, follower.tenant).takeRepositoryNews(news);
  }
  setTold(database.sql, follower.tenant, last.seq);
}

/** What happened before the tenant followed is history, and no news. */
function activityOf(
  { resource, record }: { resource: string; record: RecordData },
  fullName: string,
  since: number,
): Activity[] {
  const told = DESCRIBED[resource]?.(record, fullName);
  if (!told || typeof record.authorId !== "number" || Date.parse(told.occurredAt) < since) return [];
  const { authorId, authorLogin, url } = record;
  return [
    {
      ...told,
      externalId: `github:${record.id}`,
      url: String(url),
      githubId: authorId,
      login: String(authorLogin ?? ""),
    },
  ];
}

type Described = Pick<Activity, "kind" | "summary" | "occurredAt">;

const DESCRIBED: Readonly<Record<string, (record: RecordData, fullName: string) => Described>> = {
  issues: ({ isPull, number, title, openedAt }, fullName) => ({
    kind: isPull === true ? "pull" : "issue",
    summary: cut(`${fullName}#${number}: ${title}`),
    occurredAt: String(openedAt),
  }),
  comments: ({ issueNumber, postedAt }, fullName) => ({
    kind: "other",
    summary: cut(`Comment on ${fullName}#${issueNumber}`),
    occurredAt: String(postedAt),
  }),
  commits: ({ message, committedAt }, fullName) => ({
    kind: "commit",
    summary: cut(`${fullName}: ${String(message).split("\n")[0]}`),
    occurredAt: String(committedAt),
  }),
  releases: ({ tag, publishedAt, openedAt }, fullName) => ({
    kind: "release",
    summary: cut(`${fullName} ${tag}`),
    occurredAt: String(publishedAt ?? openedAt),
  }),
};

function faultOf({ code, message }: RecordData): Fault {
  return { code: String(code), message: String(message) };
}

/** As long as the summary of an activity may be, without half of a surrogate pair. */
function cut(text: string): string {
  return text.slice(0, 500).toWellFormed();
}

/** The log is written by the store alone, so it is a record. */
function parsedRecord(json: string): RecordData {
  return JSON.parse(json);
}

/** What a repository tells the tenants that follow it: what people did there, and what went wrong. */
import * as z from "zod";
import { log } from "../../src/log.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { SYSTEM } from "../../src/resources/authorize.ts";
import type { RecordData, RecordReader, Resource } from "../../src/resources/define.ts";
import { name, toInstant, webAddress } from "../../src/resources/values.ts";
import { recordReader } from "../records/reader.ts";
import type { Writer } from "../records/writer.ts";
import { planOf, type TenantContext } from "./call.ts";
import { FOLLOWS, followOf, followsOf, namesOf } from "./follows.ts";
import { noteTaken, takenAt, takenBefore } from "./github-taken.ts";
import { requireRecordQuota } from "./record-quota.ts";

const activitySchema = z.object({
  externalId: z.string().min(1).max(200),
  kind: z.enum(["issue", "pull", "commit", "release", "star", "other"]).catch("other"),
  summary: z.string(),
  url: z.string().nullable(),
  occurredAt: z.string(),
  githubId: z.int(),
  login: z.string(),
});

/** What a repository tells. During a deploy it may be an older one, or a newer. */
export const newsSchema = z.object({
  repository: z.int(),
  fullName: z.string(),
  activities: z.array(activitySchema),
  errors: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type RepositoryNews = z.infer<typeof newsSchema>;
type Activity = z.infer<typeof activitySchema>;

/** The same error of the same repository is shown once in this time. */
const SAME_ERROR_MS = 24 * 3_600_000;

/**
 * Takes news; harmless to repeat.
 * @returns whether the tenant follows the repository: one that does not need not be told any more.
 */
export function takeRepositoryNews(tenant: TenantContext, given: unknown, now: number): boolean {
  const news = newsSchema.parse(given);
  const follow = followOf(tenant, news.repository);
  if (!follow) return false;
  if (tenant.view.status === "suspended") return true;
  const requestId = `repository-${news.repository}`;
  const context = { principal: SYSTEM, requestId, now, settings: tenant.settings() };
  try {
    tenant.store.commit(context, [FOLLOWS, "activities"], (writer) => {
      rename(tenant, writer, follow, news.fullName);
      if (follow.activity === true) takeActivities(tenant, writer, news.activities, now);
      const { database, store } = tenant;
      requireRecordQuota(planOf(tenant).maxRecords, database.sql, store.resources, writer.changes);
    });
  } catch (error) {
    // What does not fit stays away; the repository has nothing to repeat.
    if (!(error instanceof AppError)) throw error;
    log("warn", { event: "news not taken", tenant: tenant.view.tenant, repository: news.repository, cause: error });
    news.errors.push({ code: error.code, message: `Nothing of ${news.fullName} came to timelines: ${error.message}` });
  }
  tenant.store.commit(context, ["error-log"], (writer) => {
    for (const error of news.errors) takeError(tenant, writer, news, error, now);
  });
  return true;
}

function rename(tenant: TenantContext, writer: Writer, follow: RecordData, fullName: string): void {
  const [owner, repository, ...rest] = fullName.split("/");
  if (!owner || !repository || rest.length > 0 || fullName === follow.fullName) return;
  writer.updateTrusted(followsOf(tenant), follow, namesOf({ owner, name: repository }));
}

function takeActivities(tenant: TenantContext, writer: Writer, activities: readonly Activity[], now: number): void {
  const { sql } = tenant.database;
  const reader = recordReader(sql, tenant.store.resources);
  const before = new Set(takenBefore(sql, activities.map(keyOf)));
  const humans = humansOf(reader, activities);
  for (const activity of activities) {
    const human = humans.get(activity.githubId);
    const occurredAt = toInstant(activity.occurredAt);
    if (!human || human.doNotContact === true || occurredAt === null || before.has(keyOf(activity))) continue;
    before.add(keyOf(activity));
    noteTaken(sql, keyOf(activity), now);
    // Somebody may have written it down themselves, from elsewhere.
    if (reader.find("activities", { externalId: activity.externalId }).length > 0) continue;
    writer.createTrusted(resourceOf(tenant, "activities"), {
      kind: activity.kind,
      summary: name(500).safeParse(cut(activity.summary, 500)).data ?? activity.kind,
      occurredAt,
      subjectResource: "humans",
      subjectId: human.id,
      humanId: human.id,
      url: webAddress.nullable().safeParse(activity.url).data ?? null,
      externalId: activity.externalId,
    });
  }
}

/** Apart from the keys of people, which begin with `github:` alone. */
function keyOf({ externalId }: Activity): string {
  return `activity ${externalId}`;
}

function humansOf(reader: RecordReader, activities: readonly Activity[]): ReadonlyMap<number, RecordData> {
  const ids = [...new Set(activities.map(({ githubId }) => githubId))];
  return new Map(reader.find("humans", { githubId: ids }).map((human) => [Number(human.githubId), human]));
}

function takeError(
  tenant: TenantContext,
  writer: Writer,
  { repository, fullName }: RepositoryNews,
  { code, message }: { readonly code: string; readonly message: string },
  now: number,
): void {
  const { sql } = tenant.database;
  const key = `error ${repository} ${code} ${message.slice(0, 200)}`;
  const last = takenAt(sql, key);
  if (last !== null && now - last < SAME_ERROR_MS) return;
  noteTaken(sql, key, now);
  writer.createTrusted(resourceOf(tenant, "error-log"), {
    kind: "upstream",
    code: code.slice(0, 60),
    message: cut(`${fullName}: ${message}`, 1_000),
    requestId: `repository-${repository}`,
  });
}

/** The beginning of a text, never half of a character. */
function cut(text: string, most: number): string {
  return text.slice(0, most).toWellFormed();
}

function resourceOf({ store }: TenantContext, resource: string): Resource {
  const found = store.resources.get(resource);
  if (!found) throw new Error(`croft.config.ts must list the resource "${resource}".`);
  return found;
}

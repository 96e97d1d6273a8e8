/** What a tenant follows: its records are the truth, and a job tells each repository of it. */
import * as z from "zod";
import { SYSTEM } from "../../src/resources/authorize.ts";
import type { RecordData, Resource } from "../../src/resources/define.ts";
import type { SentAnswer } from "../github/lease.ts";
import type { JobKind, JobOutcome } from "../records/jobs.ts";
import { recordReader } from "../records/reader.ts";
import type { TenantContext } from "./call.ts";
import { mayComeLater, type Seen } from "./find-repository.ts";
import { type Followed, sentAnswerSchema } from "./github.ts";
import { ownCredential, tokenSetAt } from "./github-token.ts";

export const FOLLOWS = "follows";
/** Kind of the job. */
export const TELL_REPOSITORY = "tell-repository";
/** About a day of attempts a quarter of an hour apart. */
const MAX_ATTEMPTS = 100;
/** GitHub may be asked before the repository is. */
const DEADLINE_MS = 60_000;
const RETRY_AFTER_MS = 30_000;
/** Repositories that are told at the same time when a tenant is erased. */
const AT_ONCE = 20;

const seenSchema = z.object({ credential: z.string(), tokenSetAt: z.string().nullable(), answer: sentAnswerSchema });

/** The resource of this application's configuration. */
export function followsOf({ store }: TenantContext): Resource {
  const resource = store.resources.get(FOLLOWS);
  if (!resource) throw new Error(`croft.config.ts must list the resource "${FOLLOWS}".`);
  return resource;
}

/** The living follow of a repository, or null. */
export function followOf({ store, database }: TenantContext, repositoryId: number): RecordData | null {
  return recordReader(database.sql, store.resources).find(FOLLOWS, { repositoryId })[0] ?? null;
}

/** The living follow under this name, in any case of letters; of two that bear it the one that was renamed last. */
export function followNamed(tenant: TenantContext, owner: string, name: string): RecordData | null {
  const [row] = tenant.database.sql
    .exec<{ id: string }>(
      "SELECT id FROM follows WHERE deleted_at IS NULL AND lower(full_name) = ? ORDER BY updated_at DESC LIMIT 1",
      `${owner}/${name}`.toLowerCase(),
    )
    .toArray();
  return row ? tenant.store.get(followsOf(tenant), row.id) : null;
}

/** How many repositories are followed. */
export function countFollows({ database }: TenantContext): number {
  const [row] = database.sql
    .exec<{ count: number }>("SELECT count(*) AS count FROM follows WHERE deleted_at IS NULL")
    .toArray();
  return row?.count ?? 0;
}

function followedIds({ database }: TenantContext): number[] {
  return database.sql
    .exec<{ id: number }>("SELECT repository_id AS id FROM follows WHERE deleted_at IS NULL")
    .toArray()
    .map(({ id }) => id);
}

/**
 * Has the repository told how the tenant follows it, or that it does not. Inside the transaction that changes it.
 * @param seen GitHub's answer, from which a repository that is new has its first data; null for none, absent for the one
 *   that may wait there already.
 */
export function tellRepository({ jobs }: TenantContext, repositoryId: number, now: number, seen?: Seen | null): void {
  const key = `${TELL_REPOSITORY} ${repositoryId}`;
  if (seen === undefined) jobs.unpark(key);
  jobs.schedule(key, TELL_REPOSITORY, now, seen ?? undefined, { replace: seen !== undefined });
}

/** The same for all that are followed: with another token the tenant sees more of them, or less. */
export function tellRepositories(tenant: TenantContext, now: number): void {
  for (const id of followedIds(tenant)) tellRepository(tenant, id, now);
}

/** `tenant` is asked at run time: kinds are registered before the tenant is put together. */
export function repositoryTelling(tenant: () => TenantContext): JobKind {
  return {
    maxAttempts: MAX_ATTEMPTS,
    deadlineMs: DEADLINE_MS,
    run: ({ key, payload, now }) => {
      const repositoryId = Number(key.slice(TELL_REPOSITORY.length + 1));
      const seen = payload === null ? null : seenSchema.parse(payload);
      return tenant().telling.inTurn(repositoryId, () => tell(tenant(), repositoryId, seen, now));
    },
  };
}

/** Once for each repository at a time: a call that outlived its job's deadline must not undo what a later one said. */
export class Telling {
  readonly #last = new Map<number, Promise<unknown>>();
  #stopped = false;

  /** @throws Error once it is stopped. */
  async inTurn<Value>(repositoryId: number, tell: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(repositoryId);
    const turn = (async () => {
      await before?.catch(() => undefined);
      if (this.#stopped) throw new Error("The tenant is being erased.");
      return tell();
    })();
    this.#last.set(repositoryId, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(repositoryId) === turn) this.#last.delete(repositoryId);
    }
  }

  /** Lets nothing begin any more, and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled(this.#last.values());
  }

  resume(): void {
    this.#stopped = false;
  }
}

async function tell(tenant: TenantContext, repositoryId: number, seen: Seen | null, now: number): Promise<JobOutcome> {
  const { github, view } = tenant;
  const follow = followOf(tenant, repositoryId);
  if (!follow) {
    await github.unfollow(repositoryId, view.tenant);
    return undefined;
  }
  const credential = tokenSetAt(tenant) === null ? null : ownCredential(tenant);
  const sight = await sightOf(tenant, follow, seen, now);
  if ("again" in sight) return { again: sight.again, ...(seen ? { payload: seen } : {}) };
  const activity = follow.activity === true;
  const followed = await github.follow(repositoryId, { tenant: view.tenant, credential, activity, ...sight });
  confirm(tenant, repositoryId, followed, now);
  return undefined;
}

interface Sight {
  readonly visible: boolean;
  readonly found: SentAnswer | null;
}

/** Whether the tenant's own credential sees the repository, with what GitHub said of it. */
async function sightOf(
  tenant: TenantContext,
  follow: RecordData,
  seen: Seen | null,
  now: number,
): Promise<Sight | { readonly again: number }> {
  const setAt = tokenSetAt(tenant);
  if (setAt === null) return { visible: false, found: seen?.answer ?? null };
  const credential = ownCredential(tenant);
  if (seen?.credential === credential && seen.tokenSetAt === setAt) return { visible: true, found: seen.answer };
  const answer = await tenant.github.lookUp(credential, { id: Number(follow.repositoryId) });
  if (!mayComeLater(answer)) {
    const own = answer.is === "found" ? answer.answer : null;
    return { visible: own !== null, found: own ?? seen?.answer ?? null };
  }
  // Everybody sees it: that must not wait.
  if (follow.visibility === "public") return { visible: false, found: seen?.answer ?? null };
  return { again: "askAt" in answer ? answer.askAt : now + RETRY_AFTER_MS };
}

/** Writes down what the repository answered. Whoever unfollowed it meanwhile has a job of their own. */
function confirm(tenant: TenantContext, repositoryId: number, followed: Followed, now: number): void {
  const follow = followOf(tenant, repositoryId);
  if (!follow) return;
  const context = { principal: SYSTEM, requestId: TELL_REPOSITORY, now, settings: tenant.settings() };
  const visibility = followed.visibility === "public" ? "public" : "private";
  tenant.store.commit(context, [FOLLOWS], (writer) =>
    writer.updateTrusted(followsOf(tenant), follow, { ...namesOf(followed), visibility, state: "following" }),
  );
}

/** The fields of a follow that say what its repository is called. */
export function namesOf({ owner, name }: { readonly owner: string; readonly name: string }) {
  return { owner, name, fullName: `${owner}/${name}` };
}

/**
 * Unfollows everything at the repositories, and forgets the token: an erased tenant's handle may be another's one day, who must not
 * inherit what this one may see. What it throws leaves the tenant as it was, to be erased again.
 */
export async function leaveGithub(tenant: TenantContext, now: number): Promise<void> {
  const { github, telling, view, jobs } = tenant;
  await telling.stop();
  try {
    const ids = leftIds(tenant);
    for (let at = 0; at < ids.length; at += AT_ONCE)
      await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => github.unfollow(id, view.tenant)));
    if (tokenSetAt(tenant) !== null) await github.forgetToken(ownCredential(tenant));
  } catch (error) {
    telling.resume();
    tellRepositories(tenant, now);
    await jobs.arm();
    throw error;
  }
}

/** All that are followed, and those that were not yet told that they are no longer. */
function leftIds(tenant: TenantContext): number[] {
  const untold = tenant.database.sql
    .exec<{ key: string }>("SELECT key FROM jobs WHERE kind = ?", TELL_REPOSITORY)
    .toArray()
    .map(({ key }) => Number(key.slice(TELL_REPOSITORY.length + 1)));
  return [...new Set([...followedIds(tenant), ...untold])];
}

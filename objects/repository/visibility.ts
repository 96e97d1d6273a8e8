/**
 * Which followers may see the repository while it is private: those whose own credential GitHub shows it to. Asked when it becomes private,
 * when somebody follows, and every day from then on: who leaves a team must not go on reading.
 */
import { log } from "../../src/log.ts";
import { budgetStub } from "../../src/stubs.ts";
import type { JobKind } from "../records/jobs.ts";
import type { RepositoryContext } from "./context.ts";
import { type Follower, readFollowers, setVisible } from "./followers.ts";
import { repositoryRecord } from "./sync-state.ts";

export const VISIBILITY = "visibility";
const EVERY_MS = 86_400_000;
/** GitHub, or the budget, could not say. */
const AGAIN_MS = 5 * 60_000;

export function visibilityKind(context: () => RepositoryContext): JobKind {
  return {
    maxAttempts: Number.POSITIVE_INFINITY,
    run: async ({ now }) => {
      if (!isPrivate(context())) return undefined;
      const asked = await Promise.all(
        readFollowers(context().database.sql).map((follower) => ask(context(), follower)),
      );
      for (const { tenant, visible } of asked) {
        if (visible !== null) setVisible(context().database.sql, tenant, visible, now);
      }
      context().live.rightsChanged();
      context().jobs.schedule("directory", "directory", now);
      return { again: now + (asked.some(({ visible }) => visible === null) ? AGAIN_MS : EVERY_MS) };
    },
  };
}

/** Whether only some may see it. */
export function isPrivate(context: Pick<RepositoryContext, "store" | "githubId">): boolean {
  const record = repositoryRecord(context);
  return record !== null && record.visibility !== "public";
}

/** `visible`: null where nobody could say, so that what was known stays. */
async function ask(
  { env, githubId }: RepositoryContext,
  { tenant, credential }: Follower,
): Promise<{ tenant: string; visible: boolean | null }> {
  if (credential === null) return { tenant, visible: false };
  try {
    const answer = await budgetStub(env, credential).lookUp({ id: githubId });
    const unknown = "askAt" in answer || answer.is === "failed";
    return { tenant, visible: unknown ? null : answer.is === "found" };
  } catch (cause) {
    log("warn", { event: "visibility not asked", repository: githubId, tenant, cause });
    return { tenant, visible: null };
  }
}

/**
 * The installation of the operator's GitHub App through which the repository is read before anything else. Which one it is, GitHub is
 * asked; nobody believes the order in which deliveries arrive.
 */
import { parseEnv } from "../../src/env.ts";
import { budgetStub } from "../../src/stubs.ts";
import type { Sql } from "../records/database.ts";
import type { JobKind } from "../records/jobs.ts";
import { readMeta, writeMeta } from "../records/meta.ts";
import { keepUsualCredential } from "./attempts.ts";
import type { RepositoryContext } from "./context.ts";
import { askAnew, commitOwn, keepStream } from "./landing.ts";
import { namedOf } from "./sync-state.ts";

export const INSTALLATION = "installation";
const KEY = "repository.installation";
/** Between two attempts, while GitHub does not say. */
const LONGEST_WAIT_MS = 3_600_000;

/** The installation's credential; null where the App is not installed for the repository. */
export function installationCredential(sql: Sql): string | null {
  return readMeta(sql, KEY);
}

/** Has GitHub asked, where there is an App. @param changed installation whose token is to be renewed before. */
export function wantInstallation({ env, jobs }: RepositoryContext, now: number, changed: number | null = null): void {
  // Without a payload a job that waits keeps the one it has.
  if (parseEnv(env).githubApp) jobs.schedule(INSTALLATION, INSTALLATION, now, changed ?? undefined);
}

/** The job that asks. */
export function installationKind(context: () => RepositoryContext): JobKind {
  return {
    // A job that was given up would not be scheduled again.
    maxAttempts: Number.POSITIVE_INFINITY,
    longestBackoffMs: LONGEST_WAIT_MS,
    run: async ({ payload, now }) => {
      const { env } = context();
      if (typeof payload === "number") await budgetStub(env, `installation:${payload}`).renew();
      const { owner, name } = namedOf(context());
      const found = await budgetStub(env, "app").installationOf({ owner, name });
      if ("askAt" in found) return { again: found.askAt };
      if (found.is === "failed") throw new Error("GitHub did not say whether the App is installed.");
      keep(context(), found.is === "installed" ? `installation:${found.id}` : null, now);
      return undefined;
    },
  };
}

function keep(context: RepositoryContext, credential: string | null, now: number): void {
  const { sql } = context.database;
  if (installationCredential(sql) === credential) return;
  writeMeta(sql, KEY, credential);
  if (credential !== null) keepUsualCredential(sql, credential);
  context.attempt = 0;
  context.wanted.add("repository");
  const cursor = commitOwn(context, [], now, (writer) => askAnew(context, writer, now));
  if (cursor) keepStream(context, "repository", cursor);
  void context.wake();
}

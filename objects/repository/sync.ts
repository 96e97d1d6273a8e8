/** One round after another, until there is nothing to ask, the budget says to wait, or the alarm has lasted long enough. */
import type { Fetched } from "../github/answer.ts";
import { request, STAR_HISTORY_VERSION } from "../github/fetch.ts";
import { landAnswer } from "./answers.ts";
import { landCheck, landNoCredential } from "./check.ts";
import type { RepositoryContext } from "./context.ts";
import { showFresh } from "./freshness.ts";
import { Lease } from "./lease.ts";
import { type PlannedRequest, planSync } from "./plan-sync.ts";
import { attemptsOf, repositoryRecord, syncStateOf } from "./sync-state.ts";

/** An alarm may take 15 minutes (platform limits). A fresh one begins with what the log and the budget are then. */
const RUN_MS = 60_000;
/** GitHub itself gives up after ten seconds; the budget waits for fifteen until it takes a lease for lost. */
const DEADLINE_MS = 12_000;

/**
 * Asks GitHub for what is due. Never rejects for what GitHub does.
 * @returns when the next round is due (milliseconds since 1970); null for when somebody follows again.
 */
export async function sync(context: RepositoryContext): Promise<number | null> {
  const started = Date.now();
  let lease: Lease | null = null;
  try {
    for (;;) {
      const now = Date.now();
      const record = repositoryRecord(context);
      if (!record) return null;
      const plan = planSync(syncStateOf(context, record, now), now);
      if (plan.do === "sleep") {
        showFresh(context, now);
        return plan.until;
      }
      if (now - started > RUN_MS) return now;
      const attempt = attemptsOf(context)[context.attempt];
      if (!attempt) return landNoCredential(context, now);
      if (!lease?.allows(attempt.credential, now)) {
        await lease?.end();
        lease = null;
        const taken = await Lease.take(context.env, context.githubId, attempt.credential, context.watching() > 0);
        if ("askAt" in taken) return taken.askAt;
        if ("dead" in taken) {
          landNoCredential(context, now);
          continue;
        }
        lease = taken;
      }
      await askOnce(context, lease, plan.request);
    }
  } finally {
    await lease?.end();
  }
}

async function askOnce(context: RepositoryContext, lease: Lease, planned: PlannedRequest): Promise<void> {
  const { stream } = planned;
  // Whatever wants the stream while the answer is under way wants it anew: the answer may be older.
  const wanted = stream !== "repository" && context.wanted.delete(stream);
  const { validators } = context.cursors[stream];
  const known = validators.find(({ path, credential }) => path === planned.path && credential === lease.credential);
  const fetched: Fetched = await request({
    baseUrl: lease.baseUrl,
    path: planned.path,
    headers: {
      ...(lease.authorization === null ? {} : { authorization: lease.authorization }),
      ...(known?.etag ? { "if-none-match": known.etag } : {}),
      ...(known?.lastModified && !known.etag ? { "if-modified-since": known.lastModified } : {}),
    },
    ...(stream === "stars" ? { apiVersion: STAR_HISTORY_VERSION } : {}),
    deadlineMs: DEADLINE_MS,
  });
  const now = Date.now();
  await lease.spend(fetched, now);
  const asked = { planned, fetched, credential: lease.credential, baseUrl: lease.baseUrl };
  if (planned.why === "check") await landCheck(context, asked, now);
  else await landAnswer(context, asked, now);
  if (wanted && context.checkedAt[stream] !== now) context.wanted.add(stream);
}

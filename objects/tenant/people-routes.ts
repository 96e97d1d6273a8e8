/** `POST …/follows/{owner}/{name}/people`: the people of a repository become humans' GitHub accounts, and leads. */
import { AppError } from "../../src/protocol/errors.ts";
import { authorize } from "../../src/resources/authorize.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { peopleSchema } from "../../src/resources/follows.ts";
import { bodyOf } from "../records/body.ts";
import { type Reply, reply } from "../records/reply.ts";
import type { Call } from "./call.ts";
import { knownRepository, requireSeen } from "./find-repository.ts";
import { followOfPath, optionalJson, requireFollower } from "./follow-routes.ts";
import { followOf } from "./follows.ts";
import type { PeoplePage } from "./github.ts";
import { isWanted, noPeople, type PeopleCounts, SOURCES, takePeople, type Wanted } from "./people.ts";
import { commit, repeated } from "./write.ts";

/** People that one transaction takes: it must not hold up the tenant's other requests for long. */
const PAGE = 200;
const TOUCHED = ["humans", "leads"];

export async function takeRepositoryPeople(call: Call): Promise<Reply> {
  requireTaker(call);
  call.allowParams();
  const given = bodyOf(peopleSchema, optionalJson(call));
  const wanted: Wanted = { sources: given.sources ?? SOURCES, minContributions: given.minContributions ?? 1 };
  const known = repeated(call, TOUCHED);
  if (known) return known;
  const follow = await followOfPath(call);
  await requireSight(call, follow);
  const repositoryId = Number(follow.repositoryId);
  let counts = noPeople();
  for (let after: string | null = null; ; ) {
    const page: PeoplePage = await call.tenant.github.people(repositoryId, after, PAGE);
    const renewed = call.renewed();
    requireTaker(renewed);
    if (!followOf(renewed.tenant, repositoryId)) throw new AppError("NOT_FOUND");
    const { answer, sum } = take(renewed, page, wanted, counts);
    if (page.next === null) return answer;
    counts = sum;
    after = page.next;
  }
}

/** Takes a page in a transaction of its own. The last one's answer is what a repeated request gets. */
function take(
  call: Call,
  { people, next }: PeoplePage,
  wanted: Wanted,
  before: PeopleCounts,
): { answer: Reply; sum: PeopleCounts } {
  const sum: PeopleCounts = { ...before, skipped: { ...before.skipped } };
  const chosen = people.filter((person) => isWanted(person, wanted));
  const part = next === null ? call : call.altered({ repeatable: null });
  try {
    const answer = commit(part, TOUCHED, (writer) => {
      takePeople(call.tenant, writer, chosen, sum, call.now);
      return reply(200, sum, { seq: call.tenant.store.log.seq });
    });
    return { answer, sum };
  } catch (error) {
    throw withCounts(error, before);
  }
}

/** A full tenant is told how far it came. */
function withCounts(error: unknown, { created, updated, unchanged }: PeopleCounts): unknown {
  if (!(error instanceof AppError) || error.code !== "QUOTA_EXCEEDED") return error;
  const details = Object.entries({ created, updated, unchanged }).map(([field, count]) => ({
    field,
    message: String(count),
  }));
  return new AppError(error.code, {
    message: `${error.message} Of the people, ${created} became leads before; the rest was left.`,
    details,
  });
}

/**
 * The repository answers whoever asks for its people: whether the tenant may know them is decided here.
 * @throws AppError NOT_FOUND, UNAVAILABLE
 */
async function requireSight({ tenant, now }: Call, follow: RecordData): Promise<void> {
  if (follow.state !== "following")
    throw new AppError("UNAVAILABLE", {
      message: "The repository is not read yet: try again shortly.",
      headers: { "Retry-After": "2" },
    });
  const known = await knownRepository(tenant.directory, String(follow.owner), String(follow.name));
  const isPublic = follow.visibility === "public" && (known === null || known.visibility === "public");
  if (!isPublic) await requireSeen(tenant, Number(follow.repositoryId), now);
}

/** Whoever may follow, make leads and change humans. @throws AppError FORBIDDEN */
function requireTaker(call: Call): void {
  requireFollower(call);
  const { principal, tenant } = call;
  for (const [resource, action] of [
    ["leads", "create"],
    ["humans", "update"],
  ] as const) {
    const found = tenant.store.resources.get(resource);
    if (!found || !authorize(principal, action, found, tenant.config.roleRank).allowed) throw new AppError("FORBIDDEN");
  }
}

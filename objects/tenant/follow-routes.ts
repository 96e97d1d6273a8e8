/** Repositories followed and unfollowed by their names; listed and read by id like every resource. */
import { AppError } from "../../src/protocol/errors.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { followSchema } from "../../src/resources/follows.ts";
import { readRule } from "../records/access.ts";
import { bodyOf } from "../records/body.ts";
import { listRecordChanges } from "../records/history-routes.ts";
import { getRecord } from "../records/read-routes.ts";
import { type Reply, recordReply, reply } from "../records/reply.ts";
import type { Writer } from "../records/writer.ts";
import { type Call, planOf } from "./call.ts";
import { type FoundRepository, findRepository, knownRepository, requireName } from "./find-repository.ts";
import { countFollows, FOLLOWS, followNamed, followOf, followsOf, namesOf, tellRepository } from "./follows.ts";
import { commit, repeated } from "./write.ts";

/** The least role that follows and unfollows. */
const MEMBER = "member";

/**
 * The follow of a repository, by any name that the repository has or had; and the history of a follow, whose path has the same
 * shape. An id has an underscore, which no owner's login has.
 */
export async function getFollow(call: Call): Promise<Reply> {
  const { owner = "", name } = call.params;
  if (name === "changes" && owner.includes("_"))
    return listRecordChanges(call.altered({ params: { resource: FOLLOWS, id: owner } }));
  const follow = await followOfPath(call);
  const renewed = call.renewed();
  if (!readRule(renewed.sight(), followsOf(call.tenant)).readable) throw new AppError("FORBIDDEN");
  return getRecord(renewed.altered({ params: { resource: FOLLOWS, id: follow.id } }));
}

/** Follows a repository, or changes how it is followed. */
export async function putFollow(call: Call): Promise<Reply> {
  requireFollower(call);
  call.allowParams();
  const { activity } = bodyOf(followSchema, optionalJson(call));
  const names = namesOfPath(call);
  const known = repeated(call, [FOLLOWS]);
  if (known) return known;
  const found = await findRepository(call.tenant, names, call.now);
  const renewed = call.renewed();
  requireFollower(renewed);
  return commit(renewed, [FOLLOWS], (writer) => {
    const before = followOf(call.tenant, found.githubId);
    return before ? refollow(renewed, writer, before, found, activity) : follow(renewed, writer, found, activity);
  });
}

/** Stops following. What was taken from the repository stays. */
export async function deleteFollow(call: Call): Promise<Reply> {
  requireFollower(call);
  call.allowParams();
  const known = repeated(call, [FOLLOWS]);
  if (known) return known;
  const { id } = await followOfPath(call);
  const renewed = call.renewed();
  requireFollower(renewed);
  const { tenant, now } = renewed;
  return commit(renewed, [FOLLOWS], (writer) => {
    const before = tenant.store.get(followsOf(tenant), id);
    if (!before || before.deletedAt !== null) throw new AppError("NOT_FOUND");
    const gone = writer.removeTrusted(followsOf(tenant), before, renewed.expectedVersions());
    tellRepository(tenant, Number(before.repositoryId), now, null);
    return reply(200, { id: gone.id, deletedAt: gone.deletedAt }, { seq: tenant.store.log.seq });
  });
}

/** The living follow that the path names. @throws AppError BAD_REQUEST, NOT_FOUND */
export async function followOfPath({ tenant, params }: Call): Promise<RecordData> {
  const { owner, name } = namesOfPath({ params });
  const own = followNamed(tenant, owner, name);
  if (own) return own;
  const known = await knownRepository(tenant.directory, owner, name);
  const follow = known && followOf(tenant, known.githubId);
  if (!follow) throw new AppError("NOT_FOUND", { message: "This repository is not followed." });
  return follow;
}

/**
 * Members and above; keys that are narrowed to resources must be narrowed to follows.
 * @throws AppError FORBIDDEN
 */
export function requireFollower({ principal, tenant }: Call): void {
  const { roleRank } = tenant.config;
  if (principal.readOnly || (principal.resources && !principal.resources.includes(FOLLOWS)))
    throw new AppError("FORBIDDEN");
  if (roleRank(principal.role ?? "") < roleRank(MEMBER)) throw new AppError("FORBIDDEN");
}

/** The body, which may be left out. @throws AppError UNSUPPORTED_MEDIA_TYPE, BAD_REQUEST */
export function optionalJson(call: Call): unknown {
  return call.body === "" ? {} : call.json();
}

function namesOfPath({ params }: Pick<Call, "params">): { owner: string; name: string } {
  const { owner = "", name = "" } = params;
  requireName(owner, name);
  return { owner, name };
}

function follow(call: Call, writer: Writer, found: FoundRepository, activity = true): Reply {
  const { tenant, now } = call;
  requireFewFollows(call);
  const { githubId: repositoryId, visibility, seen } = found;
  const values = { repositoryId, ...namesOf(found), visibility, state: "pending", activity };
  const written = writer.createTrusted(followsOf(tenant), values);
  tellRepository(tenant, repositoryId, now, seen ?? undefined);
  const location = `/v1/tenants/${tenant.view.tenant}/${FOLLOWS}/${found.owner}/${found.name}`;
  return recordReply(201, written, tenant.store.log.seq, { Location: location });
}

function refollow(call: Call, writer: Writer, before: RecordData, found: FoundRepository, activity?: boolean): Reply {
  const { tenant, now } = call;
  const values = { ...namesOf(found), visibility: found.visibility, activity: activity ?? before.activity === true };
  const written = writer.updateTrusted(followsOf(tenant), before, values, call.expectedVersions());
  if (written.record !== before || before.state !== "following")
    tellRepository(tenant, found.githubId, now, found.seen ?? undefined);
  return recordReply(200, written, tenant.store.log.seq);
}

/** @throws AppError QUOTA_EXCEEDED */
function requireFewFollows({ tenant }: Call): void {
  const most = planOf(tenant).maxFollows;
  if (most === undefined || countFollows(tenant) < most) return;
  throw new AppError("QUOTA_EXCEEDED", {
    message: `The plan allows ${most} repositories at the same time.`,
    details: [{ field: "maxFollows", message: `${most} are followed: unfollow one, or choose a larger plan.` }],
  });
}

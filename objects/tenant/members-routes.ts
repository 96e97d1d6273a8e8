/** Members: their roles changed, and their membership ended, here; listed and read like every resource. */
import { AppError } from "../../src/protocol/errors.ts";
import { updateMemberSchema } from "../../src/protocol/tenant.ts";
import type { RecordData, Resource } from "../../src/resources/define.ts";
import { bodyOf } from "../records/body.ts";
import { recordReader } from "../records/reader.ts";
import { type Reply, recordReply, reply } from "../records/reply.ts";
import type { Call, TenantContext } from "./call.ts";
import { ADMIN, requireRole, requireWithin } from "./rights.ts";
import { commit } from "./write.ts";

const MEMBERS = "members";

/** Gives a member another role, from the next request on and on open sockets. */
export function updateMember(call: Call): Reply {
  requireRole(call, ADMIN);
  call.allowParams();
  const { role } = bodyOf(updateMemberSchema, call.json());
  return commit(call, [MEMBERS], (writer) => {
    const resource = membersOf(call.tenant);
    const before = handled(call, resource);
    requireWithin(call, role);
    if (role !== before.role) requireAnotherOwner(call.tenant, before);
    const written = writer.updateTrusted(resource, before, { role }, call.expectedVersions());
    return recordReply(200, written, call.tenant.store.log.seq);
  });
}

/** Ends a membership at once, open sockets included: somebody else's, or one's own. */
export function removeMember(call: Call): Reply {
  call.allowParams();
  return commit(call, [MEMBERS], (writer) => {
    const resource = membersOf(call.tenant);
    const member = living(call, resource);
    // Leaving takes no role.
    if (call.principal.kind !== "user" || member.userId !== call.principal.id) {
      requireRole(call, ADMIN);
      requireWithin(call, String(member.role));
    }
    requireAnotherOwner(call.tenant, member);
    const gone = writer.removeTrusted(resource, member, call.expectedVersions());
    return reply(200, { id: gone.id, deletedAt: gone.deletedAt }, { seq: call.tenant.store.log.seq });
  });
}

/** The resource of this application's configuration. */
export function membersOf({ store }: TenantContext): Resource {
  const resource = store.resources.get(MEMBERS);
  if (!resource) throw new Error(`croft.config.ts must list the resource "${MEMBERS}".`);
  return resource;
}

/** The living member in the path, if the caller may handle somebody of that role. */
function handled(call: Call, resource: Resource): RecordData {
  const member = living(call, resource);
  requireWithin(call, String(member.role));
  return member;
}

/** @throws AppError FORBIDDEN for callers who may not read members either, NOT_FOUND */
function living(call: Call, resource: Resource): RecordData {
  call.scope(resource);
  const member = call.tenant.store.get(resource, call.param("id"));
  if (!member || member.deletedAt !== null) throw new AppError("NOT_FOUND");
  return member;
}

/**
 * A tenant whose people have an owner keeps one: asked inside the transaction, so that of two owners who leave at the same time one stays.
 * @throws AppError CONFLICT
 */
function requireAnotherOwner({ config, database, store }: TenantContext, member: RecordData): void {
  const [owner] = config.roles;
  if (owner === undefined || member.role !== owner) return;
  if (recordReader(database.sql, store.resources).find(MEMBERS, { role: owner }).length > 1) return;
  throw new AppError("CONFLICT", {
    message: "A tenant keeps its last owner: make somebody else one first.",
    details: [{ field: "role", message: `${member.id} is the last ${owner}.` }],
  });
}

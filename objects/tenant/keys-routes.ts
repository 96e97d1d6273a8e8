/** API keys: made, rotated and revoked here; listed and read like every resource. */
import * as z from "zod";
import { issueKey, type MacSecrets } from "../../src/auth/key-format.ts";
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import { type CreateKey, createKeySchema, updateKeySchema } from "../../src/protocol/tenant.ts";
import type { RecordData, Resource } from "../../src/resources/define.ts";
import { readRule } from "../records/access.ts";
import { bodyOf } from "../records/body.ts";
import { newId } from "../records/new-id.ts";
import { type Reply, recordReply, reply } from "../records/reply.ts";
import type { Call } from "./call.ts";
import { REPLAYED_HEADER } from "./idempotency.ts";
import { reissuedKey } from "./reissue.ts";
import { commit } from "./write.ts";

const KEYS = "api-keys";
const answerSchema = z.object({
  data: z.looseObject({ id: z.string(), createdAt: z.string(), rotatedAt: z.string().nullable() }),
  meta: z.unknown(),
});
interface Issued {
  readonly key: string;
  readonly hash: string;
}

/** How long the old secret of a rotated key still works, so that its users can be switched over. */
const ROTATION_OVERLAP_MS = 3_600_000;

export async function createKey(call: Call): Promise<Reply> {
  const resource = permitted(call);
  call.allowParams();
  const given = bodyOf(createKeySchema, call.json());
  requireGrantable(call, given.role, given.resources ?? null);
  const id = newId(resource.idPrefix, call.now);
  const issued = await issue(call, id);
  const answer = commit(call, [KEYS], (writer) => {
    const values = { resources: null, readOnly: false, ...given, expiresAt: expiry(call, given) };
    const { record } = writer.createTrusted(resource, values, id);
    call.tenant.keys.addSecret(id, issued.hash, null);
    const headers = { Location: `/v1/tenants/${call.tenant.view.tenant}/${KEYS}/${id}`, ETag: `"${record.version}"` };
    return reply(201, record, { seq: call.tenant.store.log.seq }, headers);
  });
  return withKey(call, answer, issued);
}

/** Renames a key or changes what it may do; open sockets follow within the second. */
export function updateKey(call: Call): Reply {
  const resource = permitted(call);
  call.allowParams();
  const given = bodyOf(updateKeySchema, call.json());
  return commit(call, [KEYS], (writer) => {
    const before = handled(call, resource, given.role, given.resources);
    const changes = given.expiresAt === undefined ? given : { ...given, expiresAt: expiry(call, given) };
    const written = writer.updateTrusted(resource, before, changes, call.expectedVersions());
    return recordReply(200, written, call.tenant.store.log.seq);
  });
}

/** A new secret for the key; the old one works for another hour. */
export async function rotateKey(call: Call): Promise<Reply> {
  const resource = permitted(call);
  call.allowParams();
  const id = call.param("id");
  const issued = await issue(call, id);
  const answer = commit(call, [KEYS], (writer) => {
    const rotated = { rotatedAt: new Date(call.now).toISOString() };
    const written = writer.updateTrusted(resource, handled(call, resource), rotated, call.expectedVersions());
    call.tenant.keys.addSecret(id, issued.hash, call.now + ROTATION_OVERLAP_MS);
    return recordReply(200, written, call.tenant.store.log.seq);
  });
  return withKey(call, answer, issued);
}

/** Revokes at once, open sockets included. The record stays and says when. */
export function revokeKey(call: Call): Reply {
  const resource = permitted(call);
  call.allowParams();
  return commit(call, [KEYS], (writer) => {
    const revoked = { revokedAt: new Date(call.now).toISOString() };
    const written = writer.updateTrusted(resource, handled(call, resource), revoked, call.expectedVersions());
    const gone = writer.removeTrusted(resource, written.record);
    return reply(200, { id: gone.id, deletedAt: gone.deletedAt }, { seq: call.tenant.store.log.seq });
  });
}

/**
 * The secret that this call makes. It is not kept: a repeated request derives it again, from who asks, the Idempotency-Key
 * and the time of the first request, which tells two rotations under one key a day apart from each other.
 */
function issue(
  { repeatable, tenant, now }: Call,
  id: string,
  at = new Date(now).toISOString(),
  secrets = tenant.macSecrets,
): Promise<Issued> {
  const seed = repeatable ? `${repeatable.actorId} ${repeatable.key} ${at}` : undefined;
  return issueKey(tenant.view.tenant, bare(id), secrets, seed);
}

/** The answer with the key in it, which the kept answer lacks. */
async function withKey(call: Call, answer: Reply, issued: Issued): Promise<Reply> {
  const { data, meta } = answerSchema.parse(JSON.parse(answer.body));
  const { keys, macSecrets } = call.tenant;
  const again = (secrets: MacSecrets) => issue(call, data.id, data.rotatedAt ?? data.createdAt, secrets);
  const repeated = answer.headers[REPLAYED_HEADER] !== undefined;
  const key = repeated ? await reissuedKey(keys, data.id, macSecrets, again) : issued.key;
  return { ...answer, body: JSON.stringify({ data: { ...data, key }, meta }) };
}

/** Keys are handled by admins; a key that is itself narrowed must be narrowed to them. */
function permitted(call: Call): Resource {
  const resource = call.tenant.store.resources.get(KEYS);
  if (!resource) throw new AppError("NOT_FOUND");
  const { readable } = readRule(call.sight(), resource);
  if (!readable || call.principal.readOnly) throw new AppError("FORBIDDEN");
  return resource;
}

function expiry(call: Call, given: Pick<CreateKey, "expiresAt">): string | null {
  if (!given.expiresAt) return null;
  const at = new Date(given.expiresAt);
  if (at.getTime() <= call.now) throw invalidField("VALIDATION_ERROR", "expiresAt", "Choose a time in the future.");
  return at.toISOString();
}

/** The valid key in the path, if the caller may handle it, and may make it what is given. */
function handled(call: Call, resource: Resource, role?: string, resources?: readonly string[] | null): RecordData {
  const record = call.tenant.store.get(resource, call.param("id"));
  if (!record || record.deletedAt !== null || record.revokedAt !== null) throw new AppError("NOT_FOUND");
  const narrowed = Array.isArray(record.resources) ? record.resources.map(String) : null;
  requireGrantable(call, String(record.role), narrowed);
  requireGrantable(call, role ?? String(record.role), resources === undefined ? narrowed : resources);
  return record;
}

/** Nobody gives, renews or takes away more than their own role. */
function requireGrantable(call: Call, role: string, resources: readonly string[] | null): void {
  const { config, store } = call.tenant;
  const narrowed = call.principal.resources;
  if (narrowed && !(resources ?? [""]).every((name) => narrowed.includes(name)))
    throw new AppError("FORBIDDEN", { message: "A narrowed key handles only keys narrowed to the same resources." });
  if (config.roleRank(role) < 0)
    throw invalidField("VALIDATION_ERROR", "role", `Choose one of ${config.roles.join(", ")}.`);
  if (config.roleRank(role) > config.roleRank(call.principal.role ?? ""))
    throw new AppError("FORBIDDEN", { message: "You cannot handle a key whose role is above your own." });
  for (const name of resources ?? []) {
    if (!store.resources.has(name))
      throw invalidField("VALIDATION_ERROR", "resources", `There is no resource "${name}".`);
  }
}

function bare(id: string): string {
  return id.slice(id.indexOf("_") + 1);
}

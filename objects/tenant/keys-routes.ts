/** API keys: made, rotated and revoked here; listed and read like every resource. */
import { issueKey } from "../../src/auth/key-format.ts";
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import { type CreateKey, createKeySchema, updateKeySchema } from "../../src/protocol/tenant.ts";
import type { Resource } from "../../src/resources/define.ts";
import { readRule } from "../records/access.ts";
import { bodyOf } from "../records/body.ts";
import { newId } from "../records/writer.ts";
import type { Call } from "./call.ts";
import { type Reply, recordReply, reply } from "./reply.ts";
import { commit } from "./write.ts";

const KEYS = "api-keys";
/** How long the old secret of a rotated key still works, so that its users can be switched over. */
const ROTATION_OVERLAP_MS = 3_600_000;

export async function createKey(call: Call): Promise<Reply> {
  const resource = permitted(call);
  call.allowParams();
  const given = bodyOf(createKeySchema, call.json());
  requireGrantable(call, given.role, given.resources ?? null);
  const id = newId(resource.idPrefix, call.now);
  const { key, hash } = await issueKey(call.tenant.view.tenant, bare(id), call.tenant.macSecrets);
  return commit(call, [KEYS], (writer) => {
    const values = { resources: null, readOnly: false, ...given, expiresAt: expiry(call, given) };
    const { record } = writer.createTrusted(resource, values, id);
    call.tenant.keys.addSecret(id, hash, null);
    const location = `/v1/tenants/${call.tenant.view.tenant}/${KEYS}/${id}`;
    return reply(
      201,
      { ...record, key },
      { seq: call.tenant.store.log.seq },
      { Location: location, ETag: `"${record.version}"` },
    );
  });
}

/** Renames a key or changes what it may do; open sockets follow within the second. */
export function updateKey(call: Call): Reply {
  const resource = permitted(call);
  call.allowParams();
  const given = bodyOf(updateKeySchema, call.json());
  const before = valid(call, resource, call.param("id"));
  requireGrantable(call, String(before.role), null);
  requireGrantable(call, given.role ?? String(before.role), given.resources ?? null);
  const changes = given.expiresAt === undefined ? given : { ...given, expiresAt: expiry(call, given) };
  return commit(call, [KEYS], (writer) =>
    recordReply(
      200,
      writer.updateTrusted(resource, before, changes, call.expectedVersions()),
      call.tenant.store.log.seq,
    ),
  );
}

/** A new secret for the key; the old one works for another hour. */
export async function rotateKey(call: Call): Promise<Reply> {
  const resource = permitted(call);
  call.allowParams();
  const id = call.param("id");
  const record = valid(call, resource, id);
  requireGrantable(call, String(record.role), null);
  const { key, hash } = await issueKey(call.tenant.view.tenant, bare(id), call.tenant.macSecrets);
  return commit(call, [KEYS], (writer) => {
    const written = writer.updateTrusted(
      resource,
      valid(call, resource, id),
      { rotatedAt: new Date(call.now).toISOString() },
      call.expectedVersions(),
    );
    call.tenant.keys.addSecret(id, hash, call.now + ROTATION_OVERLAP_MS);
    return reply(
      200,
      { ...written.record, key },
      { seq: call.tenant.store.log.seq },
      { ETag: `"${written.record.version}"` },
    );
  });
}

/** Revokes at once, open sockets included. The record stays and says when. */
export function revokeKey(call: Call): Reply {
  const resource = permitted(call);
  call.allowParams();
  const id = call.param("id");
  requireGrantable(call, String(valid(call, resource, id).role), null);
  return commit(call, [KEYS], (writer) => {
    const revoked = writer.updateTrusted(
      resource,
      valid(call, resource, id),
      { revokedAt: new Date(call.now).toISOString() },
      call.expectedVersions(),
    );
    const gone = writer.removeTrusted(resource, revoked.record);
    return reply(200, { id, deletedAt: gone.deletedAt }, { seq: call.tenant.store.log.seq });
  });
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

function valid(call: Call, resource: Resource, id: string) {
  const record = call.tenant.store.get(resource, id);
  if (!record || record.deletedAt !== null || record.revokedAt !== null) throw new AppError("NOT_FOUND");
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

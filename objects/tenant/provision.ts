/** A tenant's beginning: its tables, its settings, its first key and its first member. */
import * as z from "zod";
import { issueKey, type MacSecrets } from "../../src/auth/key-format.ts";
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import type { CreateTenant, TenantView } from "../../src/protocol/tenant.ts";
import { type Principal, SYSTEM } from "../../src/resources/authorize.ts";
import type { Config } from "../../src/resources/config.ts";
import type { Resource } from "../../src/resources/define.ts";
import type { Database } from "../records/database.ts";
import { migrate } from "../records/migrate.ts";
import { newId } from "../records/new-id.ts";
import { type Reply, reply } from "../records/reply.ts";
import type { TenantContext } from "./call.ts";
import { type Repeatable, recall, remember } from "./idempotency.ts";
import { writeTenant } from "./meta.ts";
import { tenantMigrations } from "./migrations.ts";
import { reissuedKey } from "./reissue.ts";

/** What the routing Worker asks for, on behalf of an operator or a person. */
export interface Provisioning {
  readonly body: CreateTenant;
  readonly actorId: string;
  readonly requestId: string;
  /** Set where the request carried an Idempotency-Key. */
  readonly repeatable: Repeatable | null;
  /** Random text from which the first key is derived where there is no Idempotency-Key. */
  readonly seed: string;
  /** The person who makes the tenant and becomes its first member; null for an operator, who becomes none. */
  readonly owner?: FirstMember | null;
}

/** A person as they were when they became a member. */
export interface FirstMember {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
}

/** The key that a new tenant begins with. */
export interface FirstKey {
  readonly id: string;
  readonly hash: string;
}

const answerSchema = z.object({
  data: z.looseObject({ apiKey: z.object({ id: z.string() }) }),
  meta: z.unknown(),
});

/** The view of a tenant about to be made. @throws AppError for a plan that is not configured. */
export function newTenant(config: Config, body: CreateTenant, now: number): TenantView {
  const plan = body.plan ?? config.defaultPlan;
  if (!Object.hasOwn(config.plans, plan))
    throw invalidField("VALIDATION_ERROR", "plan", `Choose one of ${Object.keys(config.plans).join(", ")}.`);
  return { tenant: body.tenant, name: body.name, plan, status: "active", createdAt: new Date(now).toISOString() };
}

/** Makes the tables. Nothing is written to an object before this. */
export function createTables(database: Database, now: number): void {
  migrate(database, tenantMigrations, now);
}

/** The owner's key, before there is a tenant to own. */
export async function firstKey(
  config: Config,
  wanted: Provisioning,
  secrets: MacSecrets,
  now: number,
): Promise<FirstKey> {
  const id = newId(resourceOf(config.resourceByName, "api-keys").idPrefix, now);
  return { id, ...(await issue(wanted, secrets, id)) };
}

/**
 * Writes settings, the owner's key, the owner if it is a person, and the tenant itself, in one transaction. It waits for nothing, so that of two
 * requests for one handle the second finds a tenant.
 * @returns the answer as it is kept for repetitions: without the key.
 */
export function provision(tenant: TenantContext, wanted: Provisioning, { id, hash }: FirstKey, now: number): Reply {
  const { store, database, keys } = tenant;
  const context = { principal: makerOf(wanted), requestId: wanted.requestId, now, settings: {} };
  return store.commit(context, ["account-config", "api-keys", "members"], (writer) => {
    writeTenant(database.sql, tenant.view);
    writer.createTrusted(resourceOf(store.resources, "account-config"), {});
    const role = tenant.config.roles[0] ?? "owner";
    const key = { name: "First key", role, resources: null, readOnly: false };
    writer.createTrusted(resourceOf(store.resources, "api-keys"), key, id);
    keys.addSecret(id, hash, null);
    if (wanted.owner) writer.createTrusted(resourceOf(store.resources, "members"), { ...wanted.owner, role });
    const { name, plan, createdAt } = tenant.view;
    const data = { tenant: tenant.view.tenant, name, plan, createdAt, apiKey: { id } };
    const answer = reply(201, data, { seq: store.log.seq }, { Location: `/v1/tenants/${tenant.view.tenant}` });
    if (wanted.repeatable) remember(database.sql, wanted.repeatable, answer, now);
    return answer;
  }).value;
}

/** Whom the log names: the person who becomes the owner; nobody of the tenant where an operator makes it. */
function makerOf({ owner }: Provisioning): Principal {
  return owner ? { kind: "user", id: owner.userId, role: null, resources: null, readOnly: false } : SYSTEM;
}

/** The answer for a tenant that exists: the first answer again for the same request, else a refusal. */
export async function provisionedAlready(tenant: TenantContext, wanted: Provisioning, now: number): Promise<Reply> {
  const oldest = now - tenant.config.retention.idempotencyHours * 3_600_000;
  const stored = wanted.repeatable ? recall(tenant.database.sql, wanted.repeatable, oldest) : null;
  if (stored) return withKey(tenant, stored, wanted);
  throw new AppError("CONFLICT", {
    message: "This tenant exists already.",
    details: [{ field: "tenant", message: `${tenant.view.tenant} is taken.` }],
  });
}

/** The answer with the key in it, which the kept answer lacks. */
export async function withKey(
  { keys, macSecrets }: Pick<TenantContext, "keys" | "macSecrets">,
  answer: Reply,
  wanted: Provisioning,
): Promise<Reply> {
  const { data, meta } = answerSchema.parse(JSON.parse(answer.body));
  const { id } = data.apiKey;
  const key = await reissuedKey(keys, id, macSecrets, (secrets) => issue(wanted, secrets, id));
  return { ...answer, body: JSON.stringify({ data: { ...data, apiKey: { ...data.apiKey, key } }, meta }) };
}

/** A repeated request gets the same key: it is derived from the Idempotency-Key (or the caller's seed), not kept. */
function issue(wanted: Provisioning, secrets: MacSecrets, id: string): Promise<{ key: string; hash: string }> {
  return issueKey(wanted.body.tenant, id.slice(id.indexOf("_") + 1), secrets, wanted.repeatable?.key ?? wanted.seed);
}

function resourceOf(resources: ReadonlyMap<string, Resource>, name: string): Resource {
  const resource = resources.get(name);
  if (!resource) throw new Error(`croft.config.ts must list the resource "${name}".`);
  return resource;
}

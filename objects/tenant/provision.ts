/** A tenant's beginning: its tables, its settings and its first key. */
import { z } from "zod";
import { issueKey } from "../../src/auth/key-format.ts";
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import type { CreateTenant, TenantView } from "../../src/protocol/tenant.ts";
import type { Config } from "../../src/resources/config.ts";
import type { Resource } from "../../src/resources/define.ts";
import type { Database } from "../records/database.ts";
import { migrate } from "../records/migrate.ts";
import { newId } from "../records/writer.ts";
import type { TenantContext } from "./call.ts";
import { type Repeatable, recall, remember } from "./idempotency.ts";
import { writeTenant } from "./meta.ts";
import { tenantMigrations } from "./migrations.ts";
import { SYSTEM } from "./principal.ts";
import { type Reply, reply } from "./reply.ts";

/** What the routing Worker asks for, on behalf of an operator. */
export interface Provisioning {
  readonly body: CreateTenant;
  readonly actorId: string;
  readonly requestId: string;
  /** Set where the request carried an Idempotency-Key. */
  readonly repeatable: Repeatable | null;
  /** Random text from which the first key is derived where there is no Idempotency-Key. */
  readonly seed: string;
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

/** Writes settings, the owner's key and the tenant itself, in one transaction; answers like every repeatable write. */
export async function provision(tenant: TenantContext, wanted: Provisioning, now: number): Promise<Reply> {
  const { store, database, keys } = tenant;
  const id = newId(resourceOf(tenant, "api-keys").idPrefix, now);
  const { hash } = await issue(tenant, wanted, id);
  const context = { principal: SYSTEM, requestId: wanted.requestId, now, settings: {} };
  const { value } = store.commit(context, ["account-config", "api-keys"], (writer) => {
    writeTenant(database.sql, tenant.view);
    writer.createTrusted(resourceOf(tenant, "account-config"), {});
    const key = { name: "First key", role: tenant.config.roles[0] ?? "owner", resources: null, readOnly: false };
    writer.createTrusted(resourceOf(tenant, "api-keys"), key, id);
    keys.addSecret(id, hash, null);
    const { name, plan, createdAt } = tenant.view;
    const data = { tenant: tenant.view.tenant, name, plan, createdAt, apiKey: { id } };
    const answer = reply(201, data, { seq: store.log.seq }, { Location: `/v1/tenants/${tenant.view.tenant}` });
    if (wanted.repeatable) remember(database.sql, wanted.repeatable, answer, now);
    return answer;
  });
  return withKey(tenant, wanted, value);
}

/** The answer for a tenant that exists: the first answer again for the same request, else a refusal. */
export async function provisionedAlready(tenant: TenantContext, wanted: Provisioning, now: number): Promise<Reply> {
  const oldest = now - tenant.config.retention.idempotencyHours * 3_600_000;
  const stored = wanted.repeatable ? recall(tenant.database.sql, wanted.repeatable, oldest) : null;
  if (stored) return withKey(tenant, wanted, stored);
  throw new AppError("CONFLICT", {
    message: "This tenant exists already.",
    details: [{ field: "tenant", message: `${tenant.view.tenant} is taken.` }],
  });
}

/** A repeated request gets the same key: it is derived from the Idempotency-Key (or the caller's seed), not kept. */
function issue(tenant: TenantContext, wanted: Provisioning, id: string): Promise<{ key: string; hash: string }> {
  const seed = wanted.repeatable?.key ?? wanted.seed;
  return issueKey(tenant.view.tenant, id.slice(id.indexOf("_") + 1), tenant.macSecrets, seed);
}

async function withKey(tenant: TenantContext, wanted: Provisioning, answer: Reply): Promise<Reply> {
  const { data, meta } = answerSchema.parse(JSON.parse(answer.body));
  const { key } = await issue(tenant, wanted, data.apiKey.id);
  return { ...answer, body: JSON.stringify({ data: { ...data, apiKey: { ...data.apiKey, key } }, meta }) };
}

function resourceOf(tenant: TenantContext, name: string): Resource {
  const resource = tenant.store.resources.get(name);
  if (!resource) throw new Error(`croft.config.ts must list the resource "${name}".`);
  return resource;
}

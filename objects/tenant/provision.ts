/** A tenant's beginning: its tables, its settings and its first key. */
import { issueKey, type MacSecrets } from "../../src/auth/key-format.ts";
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
}

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
export async function provision(
  tenant: TenantContext,
  wanted: Provisioning,
  secrets: MacSecrets,
  now: number,
): Promise<Reply> {
  const { store, database, keys } = tenant;
  const id = newId(resourceOf(tenant, "api-keys").idPrefix, now);
  const { key, hash } = await issueKey(tenant.view.tenant, id.slice(id.indexOf("_") + 1), secrets);
  const context = { principal: SYSTEM, requestId: wanted.requestId, now, settings: {} };
  return store.commit(context, ["account-config", "api-keys"], (writer) => {
    writeTenant(database.sql, tenant.view);
    writer.createTrusted(resourceOf(tenant, "account-config"), {});
    writer.createTrusted(
      resourceOf(tenant, "api-keys"),
      { name: "First key", role: tenant.config.roles[0] ?? "owner", resources: null, readOnly: false },
      id,
    );
    keys.addSecret(id, hash, null);
    const { name, plan, createdAt } = tenant.view;
    const data = { tenant: tenant.view.tenant, name, plan, createdAt, apiKey: { id, key } };
    const answer = reply(201, data, { seq: store.log.seq }, { Location: `/v1/tenants/${tenant.view.tenant}` });
    if (wanted.repeatable) remember(database.sql, wanted.repeatable, answer, now);
    return answer;
  }).value;
}

/** The answer for a tenant that exists: the first answer again for the same request, else a refusal. */
export function provisionedAlready(tenant: TenantContext, wanted: Provisioning, now: number): Reply {
  const oldest = now - tenant.config.retention.idempotencyHours * 3_600_000;
  const stored = wanted.repeatable ? recall(tenant.database.sql, wanted.repeatable, oldest) : null;
  if (stored) return stored;
  throw new AppError("CONFLICT", {
    message: "This tenant exists already.",
    details: [{ field: "tenant", message: `${tenant.view.tenant} is taken.` }],
  });
}

function resourceOf(tenant: TenantContext, name: string): Resource {
  const resource = tenant.store.resources.get(name);
  if (!resource) throw new Error(`croft.config.ts must list the resource "${name}".`);
  return resource;
}

/** What a tenant's object knows of itself, in the table `meta`. */
import type { TenantView } from "../../src/protocol/tenant.ts";
import type { Sql } from "../records/database.ts";
import { readMetaBelow, writeMeta } from "../records/meta.ts";

const PREFIX = "tenant.";

/** The tenant as it was provisioned, or null in an object that never was. */
export function readTenant(sql: Sql): TenantView | null {
  const kept = readMetaBelow(sql, PREFIX);
  const textOf = (name: string) => kept.get(PREFIX + name);
  const tenant = textOf("handle");
  if (tenant === undefined) return null;
  return {
    tenant,
    name: textOf("name") ?? tenant,
    plan: textOf("plan") ?? "",
    status: textOf("status") === "suspended" ? "suspended" : "active",
    createdAt: textOf("createdAt") ?? "",
  };
}

/** Writes every value of the tenant's view. */
export function writeTenant(sql: Sql, view: TenantView): void {
  const rows = {
    handle: view.tenant,
    name: view.name,
    plan: view.plan,
    status: view.status,
    createdAt: view.createdAt,
  };
  for (const [name, value] of Object.entries(rows)) writeMeta(sql, PREFIX + name, value);
}

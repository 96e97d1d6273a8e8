/** What a tenant's object knows of itself, in the table `meta`. */
import type { TenantView } from "../../src/protocol/tenant.ts";
import type { Sql } from "../records/database.ts";

const PREFIX = "tenant.";

/** The tenant as it was provisioned, or null in an object that never was. */
export function readTenant(sql: Sql): TenantView | null {
  const values = new Map(
    sql
      .exec<{ key: string; value: string }>("SELECT key, value FROM meta WHERE key GLOB 'tenant.*'")
      .toArray()
      .map((row) => [row.key.slice(PREFIX.length), row.value]),
  );
  const tenant = values.get("handle");
  if (tenant === undefined) return null;
  return {
    tenant,
    name: values.get("name") ?? tenant,
    plan: values.get("plan") ?? "",
    status: values.get("status") === "suspended" ? "suspended" : "active",
    createdAt: values.get("createdAt") ?? "",
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
  for (const [key, value] of Object.entries(rows)) {
    sql.exec(
      "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      PREFIX + key,
      value,
    );
  }
}

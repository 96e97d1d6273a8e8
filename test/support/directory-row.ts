import type { TenantRow } from "../../src/directory/projection.ts";
import { listTenants } from "../../src/directory/queries.ts";

/** The tenant as the directory shows it, or null. */
export async function directoryRow(db: D1Database, handle: string): Promise<TenantRow | null> {
  const { data } = await listTenants(db, { of: { handle }, limit: 1 });
  return data[0] ?? null;
}

/** What any credential may ask: whom it stands for, its tenants, and a search of all of them. */
import { type CallerView, callerSchema, type TenantEntry, tenantEntrySchema } from "../../protocol/administration.ts";
import { type DirectoryHit, directoryHitSchema } from "../../protocol/directory.ts";
import { callOne } from "../call-one.ts";
import { type DirectoryPage, type Paged, readDirectory } from "../directory-page.ts";
import { partsOf } from "../parts.ts";
import type { CallOptions, Transport } from "../transport.ts";

export interface TenantsQuery extends Paged {
  /** Part of a handle or a name. */
  readonly q?: string | undefined;
  readonly status?: "active" | "suspended" | undefined;
  /** `handle`, `name`, `createdAt`, `records`, `bytes`, `lastActivityAt`, `seq` or `projectedAt`, `-` for descending. */
  readonly sort?: string | undefined;
}

/** Every call fails with a `CroftError`. */
export interface Caller {
  me(options?: CallOptions): Promise<CallerView>;
  /** Those that the caller belongs to; of operators all. */
  tenants(query?: TenantsQuery, options?: CallOptions): Promise<DirectoryPage<TenantEntry>>;
  /** Full text across them, the best first; a little behind (`projectedAt`). */
  search(q: string, query?: Paged, options?: CallOptions): Promise<DirectoryPage<DirectoryHit>>;
}

/** What a client may ask, made with a key, a token or a session. */
export function callerOf(croft: { tenant(handle: string): object }): Caller {
  const { transport } = partsOf(croft);
  return {
    me: (options) => callOne(transport, callerSchema, { method: "GET", path: "/v1/me", options }),
    tenants: (query = {}, options) => listTenants(transport, query, options),
    search: (q, query = {}, options) => searchTenants(transport, q, query, options),
  };
}

export function listTenants(
  transport: Transport,
  query: TenantsQuery,
  options?: CallOptions,
): Promise<DirectoryPage<TenantEntry>> {
  return readDirectory(transport, "/v1/tenants", query, tenantEntrySchema, options);
}

export function searchTenants(
  transport: Transport,
  q: string,
  query: Paged,
  options?: CallOptions,
): Promise<DirectoryPage<DirectoryHit>> {
  return readDirectory(transport, "/v1/search", { ...query, q }, directoryHitSchema, options);
}

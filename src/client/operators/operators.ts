/** What operators do: tenants, people and repositories of the whole service. */
import {
  createdTenantSchema,
  type MadeTenant,
  type Queued,
  queuedSchema,
  type ShownTenant,
  type ShownUser,
  shownUserSchema,
  type TenantEntry,
} from "../../protocol/administration.ts";
import { type GithubBudget, githubBudgetSchema } from "../../protocol/budget.ts";
import type { DirectoryHit } from "../../protocol/directory.ts";
import { type Ordered, orderedSchema } from "../../protocol/repository.ts";
import { listTenants, searchTenants, type TenantsQuery } from "../administration/caller.ts";
import {
  type MakeOptions,
  type TenantCalls,
  tenantCalls,
  tenantPath,
  updateTenant,
} from "../administration/tenant-calls.ts";
import { callOne } from "../call-one.ts";
import { type DirectoryPage, type Paged, readDirectory } from "../directory-page.ts";
import { CroftError } from "../error.ts";
import { partsOf } from "../parts.ts";
import type { CallOptions, Transport } from "../transport.ts";

export type { ErasedTenant, PlanLimits, TenantDetails } from "../../protocol/administration.ts";
export type { Deleted } from "../../protocol/envelope.ts";
export type { Invitation, InvitationRecord } from "../administration/tenant-calls.ts";
export type {
  DirectoryHit,
  DirectoryPage,
  GithubBudget,
  MadeTenant,
  Ordered,
  Paged,
  Queued,
  ShownTenant,
  ShownUser,
  TenantEntry,
  TenantsQuery,
};

export interface UsersQuery extends Paged {
  /** Part of a name or an address. */
  readonly q?: string | undefined;
}

/** One tenant, as operators handle it; its records are not theirs to read. */
export interface OperatedTenant extends TenantCalls {
  update(
    body: { readonly name?: string; readonly plan?: string; readonly status?: "active" | "suspended" },
    options?: MakeOptions,
  ): Promise<ShownTenant>;
  /** Makes the tenant's entries in the directory anew, in the background. */
  rebuildDirectory(options?: MakeOptions): Promise<Queued>;
}

/** Every call fails with a `CroftError`: FORBIDDEN for those who are no operators. */
export interface Operators {
  readonly tenants: {
    /** All of them, with their figures. */
    list(query?: TenantsQuery, options?: CallOptions): Promise<DirectoryPage<TenantEntry>>;
    /** The key in the answer is shown this once. @throws CroftError CONFLICT when the handle is taken */
    create(
      body: { readonly tenant: string; readonly name: string; readonly plan?: string },
      options?: MakeOptions,
    ): Promise<MadeTenant>;
  };
  tenant(handle: string): OperatedTenant;
  readonly users: {
    /** People with an account, in the order in which they signed up. */
    list(query?: UsersQuery, options?: CallOptions): Promise<DirectoryPage<ShownUser>>;
    get(id: string, options?: CallOptions): Promise<ShownUser>;
    /** Every change ends the person's sessions. */
    update(
      id: string,
      body: { readonly status?: "active" | "suspended"; readonly operator?: boolean },
      options?: MakeOptions,
    ): Promise<ShownUser>;
  };
  /** Full text across all tenants, the best first. */
  search(q: string, query?: Paged, options?: CallOptions): Promise<DirectoryPage<DirectoryHit>>;
  readonly repositories: {
    /** Asks GitHub for it at once. */
    refresh(owner: string, name: string, options?: MakeOptions): Promise<Ordered>;
    /** Makes its records anew from the pages that were kept. */
    rebuild(owner: string, name: string, options?: MakeOptions): Promise<Ordered>;
  };
  readonly budgets: {
    /** Those of the service's own credentials, and of the tenants that follow something and have brought a token. */
    list(query?: Paged, options?: CallOptions): Promise<DirectoryPage<GithubBudget>>;
    /** @param credential `tenant:acme`, `installation:1` … */
    get(credential: string, options?: CallOptions): Promise<GithubBudget>;
  };
}

/** What an operator does with a client that was made with their session (`role: "operator"`), or with the operator token. */
export function operatorsOf(croft: { tenant(handle: string): object }): Operators {
  const { transport } = partsOf(croft);
  return {
    tenants: {
      list: (query = {}, options) => listTenants(transport, query, options),
      create: (body, options) =>
        callOne(transport, createdTenantSchema, { method: "POST", path: "/v1/tenants", body, options }),
    },
    tenant: (handle) => ({
      ...tenantCalls(transport, handle),
      update: (body, options) => updateTenant(transport, handle, body, options),
      rebuildDirectory: (options) =>
        callOne(transport, queuedSchema, { method: "POST", path: `${tenantPath(handle)}/directory/rebuild`, options }),
    }),
    users: users(transport),
    search: (q, query = {}, options) => searchTenants(transport, q, query, options),
    repositories: {
      refresh: (owner, name, options) => order(transport, owner, name, "refresh", options),
      rebuild: (owner, name, options) => order(transport, owner, name, "rebuild", options),
    },
    budgets: {
      list: (query = {}, options) => readDirectory(transport, "/v1/budgets", query, githubBudgetSchema, options),
      async get(credential, options) {
        const { data } = await readDirectory(transport, "/v1/budgets", { credential }, githubBudgetSchema, options);
        const [budget] = data;
        if (!budget) throw new CroftError("BAD_ANSWER", "The answer names no credential.");
        return budget;
      },
    },
  };
}

function users(transport: Transport): Operators["users"] {
  const path = (id: string) => `/v1/users/${encodeURIComponent(id)}`;
  return {
    list: (query = {}, options) => readDirectory(transport, "/v1/users", query, shownUserSchema, options),
    get: (id, options) => callOne(transport, shownUserSchema, { method: "GET", path: path(id), options }),
    update: (id, body, options) =>
      callOne(transport, shownUserSchema, { method: "PATCH", path: path(id), body, options }),
  };
}

function order(
  transport: Transport,
  owner: string,
  name: string,
  what: "refresh" | "rebuild",
  options?: MakeOptions,
): Promise<Ordered> {
  const path = `/v1/repositories/${encodeURIComponent(owner)}/${encodeURIComponent(name)}/${what}`;
  return callOne(transport, orderedSchema, { method: "POST", path, options });
}

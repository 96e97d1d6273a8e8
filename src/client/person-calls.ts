/** What people do beside their work in one tenant: see who they are, make tenants, accept invitations. */
import * as z from "zod/mini";
import { isRecord, recordSchema } from "../protocol/values.ts";
import { queryString } from "./query.ts";
import type { CallOptions, CallRequest, Transport, WriteOptions } from "./transport.ts";

/** A tenant that the caller belongs to, and as what. */
export interface Membership {
  readonly tenant: string;
  readonly role: string;
}

/** Who the service takes the caller for. */
export interface Me {
  readonly kind: "user" | "operator";
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly tenants: readonly Membership[];
}

/** A tenant of the list. */
export interface TenantSummary {
  readonly tenant: string;
  readonly name: string;
  readonly plan: string;
  readonly status: "active" | "suspended";
  readonly createdAt: string;
}

export interface TenantsQuery {
  /** Part of a handle or a name. */
  readonly q?: string;
  readonly status?: "active" | "suspended";
  readonly sort?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface CreatedTenant {
  readonly tenant: string;
  readonly name: string;
  readonly plan: string;
  readonly createdAt: string;
  /** A key of the role `owner`; shown this once. */
  readonly apiKey: { readonly id: string; readonly key: string };
}

export interface Acceptance {
  readonly tenant: string;
  readonly member: { readonly id: string; readonly email: string; readonly name: string; readonly role: string };
}

type MakeOptions = Omit<WriteOptions, "ifMatch">;

/** Calls of a client that was made with a session. Each fails with a `CroftError`. */
export interface PersonCalls {
  me(options?: CallOptions): Promise<Me>;
  /** A page of the tenants that the caller belongs to; `nextCursor` leads to the next. */
  tenants(
    query?: TenantsQuery,
    options?: CallOptions,
  ): Promise<{ readonly data: readonly TenantSummary[]; readonly nextCursor: string | null }>;
  /** The caller becomes its owner. @throws CroftError CONFLICT when the handle is taken */
  createTenant(body: { readonly tenant: string; readonly name: string }, options?: MakeOptions): Promise<CreatedTenant>;
  /**
   * Makes the caller a member. @param token what stands behind `/invitations/` in the link of the mail.
   * @throws CroftError FORBIDDEN for an invitation of somebody else, GONE for one that is over, CONFLICT for one that was accepted
   */
  acceptInvitation(token: string, options?: MakeOptions): Promise<Acceptance>;
}

const pagedSchema = z.object({ pagination: z.object({ nextCursor: z.nullable(z.string()) }) });

export function personCalls(transport: Transport): PersonCalls {
  // What the fields hold is the server's word, as with records.
  const one = async <Data>(request: Pick<CallRequest<Data, unknown>, "method" | "path" | "body" | "options">) =>
    (await transport.call({ ...request, data: z.custom<Data>(isRecord), meta: recordSchema })).data;
  return {
    me: (options) => one<Me>({ method: "GET", path: "/v1/me", options }),
    async tenants(query = {}, options = {}) {
      const item = z.custom<TenantSummary>(isRecord);
      const path = `/v1/tenants${queryString({ ...query })}`;
      const { data, meta } = await transport.get(path, z.array(item), pagedSchema, options);
      return { data, nextCursor: meta.pagination.nextCursor };
    },
    createTenant: (body, options) => one<CreatedTenant>({ method: "POST", path: "/v1/tenants", body, options }),
    acceptInvitation: (token, options) =>
      one<Acceptance>({ method: "POST", path: `/v1/invitations/${encodeURIComponent(token)}/accept`, options }),
  };
}

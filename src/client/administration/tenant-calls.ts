/** What owners, admins and operators do with a tenant as a whole. */

import * as z from "zod/mini";
import {
  type ErasedTenant,
  erasedTenantSchema,
  type ShownTenant,
  type TenantDetails,
  tenantDetailsSchema,
  tenantViewSchema,
} from "../../protocol/administration.ts";
import { type Deleted, deletedSchema } from "../../protocol/envelope.ts";
import type { StoredRecord } from "../../protocol/stored-record.ts";
import { isRecord } from "../../protocol/values.ts";
import { callOne } from "../call-one.ts";
import { queryString } from "../query.ts";
import type { CallOptions, Transport, WriteOptions } from "../transport.ts";

/** What writes take that have no version to hold against. */
export type MakeOptions = Omit<WriteOptions, "ifMatch">;

/** An invitation; `tenant.resource("invitations")` lists them. */
export interface InvitationRecord extends StoredRecord {
  readonly email: string;
  readonly role: string;
  readonly expiresAt: string;
  readonly acceptedAt: string | null;
  readonly acceptedBy: string | null;
  readonly revokedAt: string | null;
}

export interface Invitation {
  readonly email: string;
  readonly role: string;
}

/** What the fields hold is the server's word, as with every record. */
const invitationSchema = z.custom<InvitationRecord>(isRecord);

/** Calls that operators may make as well as the tenant's own people. */
export interface TenantCalls {
  /** With its size and what its plan allows. */
  get(options?: CallOptions): Promise<TenantDetails>;
  /** Removes every trace, which cannot be undone: ask before. For owners and operators. */
  erase(options?: MakeOptions): Promise<ErasedTenant>;
  /** Sends a mail with a link that this person alone can accept. @throws CroftError CONFLICT for members and the invited */
  invite(invitation: Invitation, options?: MakeOptions): Promise<InvitationRecord>;
  /** @throws CroftError CONFLICT where it was accepted */
  revokeInvitation(id: string, options?: MakeOptions): Promise<Deleted>;
}

export function tenantPath(handle: string): string {
  return `/v1/tenants/${encodeURIComponent(handle)}`;
}

export function tenantCalls(transport: Transport, handle: string): TenantCalls {
  const base = tenantPath(handle);
  return {
    get: (options) => callOne(transport, tenantDetailsSchema, { method: "GET", path: base, options }),
    erase: (options) =>
      callOne(transport, erasedTenantSchema, {
        method: "DELETE",
        path: base + queryString({ confirm: handle }),
        options,
      }),
    invite: (body, options) =>
      callOne(transport, invitationSchema, { method: "POST", path: `${base}/invitations`, body, options }),
    revokeInvitation: (id, options) =>
      callOne(transport, deletedSchema, {
        method: "DELETE",
        path: `${base}/invitations/${encodeURIComponent(id)}`,
        options,
      }),
  };
}

/** Changes the settings: the name, and for operators plan and status. */
export function updateTenant(
  transport: Transport,
  handle: string,
  body: object,
  options?: MakeOptions,
): Promise<ShownTenant> {
  return callOne(transport, tenantViewSchema, { method: "PATCH", path: tenantPath(handle), body, options });
}

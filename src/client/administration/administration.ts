/** A tenant's own affairs: its name and end, its keys, its members, its invitations; and who is calling. */

import * as z from "zod/mini";
import type { ShownTenant } from "../../protocol/administration.ts";
import { type Deleted, deletedSchema } from "../../protocol/envelope.ts";
import type { StoredRecord } from "../../protocol/stored-record.ts";
import { isRecord } from "../../protocol/values.ts";
import { callOne } from "../call-one.ts";
import type { DirectoryPage, Paged } from "../directory-page.ts";
import { partsOf } from "../parts.ts";
import type { WriteOptions } from "../transport.ts";
import { type Caller, callerOf, type TenantsQuery } from "./caller.ts";
import {
  type Invitation,
  type InvitationRecord,
  type MakeOptions,
  type TenantCalls,
  tenantCalls,
  tenantPath,
  updateTenant,
} from "./tenant-calls.ts";

export type {
  CallerView,
  ErasedTenant,
  PlanLimits,
  ShownTenant,
  TenantDetails,
  TenantEntry,
} from "../../protocol/administration.ts";
export type { DirectoryHit } from "../../protocol/directory.ts";
export type { Deleted } from "../../protocol/envelope.ts";
export type { Caller, DirectoryPage, Invitation, InvitationRecord, Paged, TenantCalls, TenantsQuery };
export { callerOf };

/** What a key may do, as it is asked for. */
export interface KeyFields {
  readonly name: string;
  readonly role: string;
  /** Names of the resources that it is narrowed to; null for all. */
  readonly resources?: readonly string[] | null;
  readonly readOnly?: boolean;
  /** ISO 8601; null for a key that does not end. */
  readonly expiresAt?: string | null;
}

/** A key; `tenant.resource("api-keys")` lists them. */
export interface ApiKeyRecord extends StoredRecord {
  readonly name: string;
  readonly role: string;
  readonly resources: readonly string[] | null;
  readonly readOnly: boolean;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  readonly rotatedAt: string | null;
}

/** A key with what opens: shown this once. */
export interface IssuedKey extends ApiKeyRecord {
  readonly key: string;
}

/** Somebody in the tenant; `tenant.resource("members")` lists them. */
export interface MemberRecord extends StoredRecord {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
}

/** Every call fails with a `CroftError`; nobody gives or takes more than their own role. */
export interface Administration extends TenantCalls {
  rename(name: string, options?: MakeOptions): Promise<ShownTenant>;
  createKey(fields: KeyFields, options?: MakeOptions): Promise<IssuedKey>;
  /** From the next request on, on open sockets too. */
  updateKey(id: string, fields: Partial<KeyFields>, options?: WriteOptions): Promise<ApiKeyRecord>;
  /** A new secret; the old one works for another hour. */
  rotateKey(id: string, options?: WriteOptions): Promise<IssuedKey>;
  /** At once, on open sockets too. */
  revokeKey(id: string, options?: WriteOptions): Promise<Deleted>;
  setRole(memberId: string, role: string, options?: WriteOptions): Promise<MemberRecord>;
  /** Ends a membership at once. @throws CroftError CONFLICT for the last owner */
  removeMember(memberId: string, options?: WriteOptions): Promise<Deleted>;
}

/** What the fields hold is the server's word, as with every record. */
const keySchema = z.custom<ApiKeyRecord>(isRecord);
const issuedSchema = z.custom<IssuedKey>(isRecord);
const memberSchema = z.custom<MemberRecord>(isRecord);

/** The affairs of a tenant: `administrationOf(croft.tenant("acme"))`. */
export function administrationOf(tenant: { readonly tenant: string }): Administration {
  const { transport } = partsOf(tenant);
  const base = tenantPath(tenant.tenant);
  const keyPath = (id: string) => `${base}/api-keys/${encodeURIComponent(id)}`;
  const memberPath = (id: string) => `${base}/members/${encodeURIComponent(id)}`;
  return {
    ...tenantCalls(transport, tenant.tenant),
    rename: (name, options) => updateTenant(transport, tenant.tenant, { name }, options),
    createKey: (body, options) =>
      callOne(transport, issuedSchema, { method: "POST", path: `${base}/api-keys`, body, options }),
    updateKey: (id, body, options) =>
      callOne(transport, keySchema, { method: "PATCH", path: keyPath(id), body, options }),
    rotateKey: (id, options) =>
      callOne(transport, issuedSchema, { method: "POST", path: `${keyPath(id)}/rotate`, options }),
    revokeKey: (id, options) => callOne(transport, deletedSchema, { method: "DELETE", path: keyPath(id), options }),
    setRole: (id, role, options) =>
      callOne(transport, memberSchema, { method: "PATCH", path: memberPath(id), body: { role }, options }),
    removeMember: (id, options) =>
      callOne(transport, deletedSchema, { method: "DELETE", path: memberPath(id), options }),
  };
}

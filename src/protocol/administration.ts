/** Tenants and people, as the control routes show them. Times are ISO 8601 UTC with milliseconds. */
import * as z from "zod/mini";
import { integerSchema } from "./values.ts";

const statusSchema = z.literal(["active", "suspended"]);

/** A tenant's settings. */
export const tenantViewSchema = z.object({
  tenant: z.string(),
  name: z.string(),
  plan: z.string(),
  status: statusSchema,
  createdAt: z.string(),
});
export type ShownTenant = z.infer<typeof tenantViewSchema>;

/** So many requests in so many seconds. */
const quotaSchema = z.object({ quota: integerSchema, window: integerSchema });

/** What a plan allows. */
export const planLimitsSchema = z.object({
  /** Of the tenant as a whole. */
  reads: quotaSchema,
  writes: quotaSchema,
  /** Of each key and each person. */
  perCredential: z.object({ reads: quotaSchema, writes: quotaSchema }),
  /** Sockets open at the same time. */
  maxSockets: integerSchema,
  /** Repositories followed at the same time; no limit where absent. */
  maxFollows: z.optional(integerSchema),
  /** Living records of all resources together; no limit where absent. */
  maxRecords: z.optional(integerSchema),
  /** Bytes of the database. */
  storageBytes: integerSchema,
});
export type PlanLimits = z.infer<typeof planLimitsSchema>;

/** A tenant as its own object shows it. */
export const tenantDetailsSchema = z.object({
  tenant: z.string(),
  name: z.string(),
  plan: z.string(),
  status: statusSchema,
  createdAt: z.string(),
  /** Size of the database. */
  bytes: integerSchema,
  /** The log reaches back to here. */
  historyStart: integerSchema,
  /** Positions that the directory is behind. */
  projectionLag: integerSchema,
  limits: planLimitsSchema,
});
export type TenantDetails = z.infer<typeof tenantDetailsSchema>;

/** A tenant as the directory shows it, which is a little behind. */
export const tenantEntrySchema = z.object({
  tenant: z.string(),
  name: z.string(),
  plan: z.string(),
  status: statusSchema,
  createdAt: z.string(),
  /** Living records. */
  records: integerSchema,
  bytes: integerSchema,
  lastActivityAt: z.string(),
  /** Position of the tenant's log that this shows, and when that was read. */
  seq: integerSchema,
  projectedAt: z.string(),
});
export type TenantEntry = z.infer<typeof tenantEntrySchema>;

/** A new tenant, with a key of the role `owner` that is shown this once. */
export const createdTenantSchema = z.object({
  tenant: z.string(),
  name: z.string(),
  plan: z.string(),
  createdAt: z.string(),
  apiKey: z.object({ id: z.string(), key: z.string() }),
});
export type MadeTenant = z.infer<typeof createdTenantSchema>;

/** What is left of a tenant that was erased. */
export const erasedTenantSchema = z.object({ tenant: z.string(), deletedAt: z.string() });
export type ErasedTenant = z.infer<typeof erasedTenantSchema>;

/** Work that was ordered, and is done in the background. */
export const queuedSchema = z.object({ status: z.literal("queued") });
export type Queued = z.infer<typeof queuedSchema>;

/** Whom the service takes the caller for. */
export const callerSchema = z.object({
  kind: z.literal(["user", "key", "operator"]),
  id: z.string(),
  /** Of a key; a person has a role in each tenant. */
  role: z.nullable(z.string()),
  /** Of a person. */
  email: z.optional(z.string()),
  name: z.optional(z.string()),
  /** Of a key: the resources that it is narrowed to, null where it is not. */
  resources: z.optional(z.nullable(z.array(z.string()))),
  readOnly: z.optional(z.boolean()),
  tenants: z.array(z.object({ tenant: z.string(), role: z.string() })),
});
export type CallerView = z.infer<typeof callerSchema>;

/** Somebody with an account, as operators see them. */
export const shownUserSchema = z.object({
  id: z.string(),
  /** In lower case. */
  email: z.string(),
  emailVerified: z.boolean(),
  name: z.string(),
  status: statusSchema,
  /** Whether they may act as an operator. */
  operator: z.boolean(),
  createdAt: z.string(),
});
export type ShownUser = z.infer<typeof shownUserSchema>;

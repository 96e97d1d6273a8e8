/** The calls of a tenant that are no resource's: itself, batches, search, the change feed, keys. */
import { batchSchema } from "../../objects/tenant/batch-routes.ts";
import { LIMITS } from "../protocol/limits.ts";
import { createKeySchema, updateKeySchema, updateTenantSchema } from "../protocol/tenant.ts";
import { apiKeys } from "../resources/api-keys.ts";
import { EXAMPLE_KEY_ID, EXAMPLE_TENANT, EXAMPLE_TIME, EXAMPLE_ULID, exampleRecord } from "./examples.ts";
import { FOLLOW_OPERATIONS } from "./follow-operations.ts";
import { integer, list, object, type Part, ref, schemaOf, text } from "./json-schema.ts";
import type { Operation, Operations } from "./operation.ts";
import { count, query } from "./parameters.ts";
import { PEOPLE_OPERATIONS } from "./people-operations.ts";
import { exampleChange } from "./record-operations.ts";

const tenant = ref("parameters", "Tenant");
const keyId: Part = {
  name: "id",
  in: "path",
  required: true,
  description: "Id of the key.",
  schema: text,
  example: EXAMPLE_KEY_ID,
};
const key = ref("schemas", "ApiKeysRecord");
const issued: Part = { allOf: [key, object({ key: { ...text, description: "The key itself, shown this once." } })] };

const ofTenant: Pick<Operation, "tag" | "audience"> = { tag: "tenants", audience: "both" };
const ofKeys: Pick<Operation, "tag" | "audience" | "repeatable"> = {
  tag: "api-keys",
  audience: "key",
  repeatable: true,
};

const view = { tenant: EXAMPLE_TENANT, name: "Acme", plan: "free", status: "active", createdAt: EXAMPLE_TIME };

const keyRecord = {
  ...exampleRecord(apiKeys, new Map()),
  name: "Website",
  role: "member",
  resources: ["leads"],
  readOnly: false,
};
const issuedKey = { ...keyRecord, key: "croft_acme_{keyId}_{secret}" };

const TENANT: Operations = {
  "GET /": {
    ...ofTenant,
    id: "tenantGet",
    summary: "Read a tenant",
    parameters: [tenant],
    description: "With its size, the reach of its history and what its plan allows.",
    answers: {
      200: {
        description: "The tenant.",
        data: ref("schemas", "TenantDetails"),
        meta: "SeqMeta",
        example: {
          data: {
            ...view,
            bytes: 380_928,
            historyStart: 0,
            projectionLag: 0,
            limits: { reads: { quota: 6_000, window: 60 }, writes: { quota: 1_500, window: 60 } },
          },
          meta: { seq: 2 },
        },
      },
    },
    errors: [404],
  },
  "PATCH /": {
    ...ofTenant,
    id: "tenantUpdate",
    summary: "Change a tenant",
    description: "Admins change the name; plan and status are the operator's.",
    parameters: [tenant],
    body: { schema: schemaOf(updateTenantSchema), example: { name: "Acme Ltd" } },
    answers: {
      200: {
        description: "The tenant as it is now.",
        data: ref("schemas", "Tenant"),
        meta: "SeqMeta",
        example: { data: { ...view, name: "Acme Ltd" }, meta: { seq: 2 } },
      },
    },
    errors: [404],
    repeatable: true,
  },
  "DELETE /": {
    ...ofTenant,
    id: "tenantErase",
    summary: "Erase a tenant",
    description: "Removes every trace, for owners and operators. It cannot be undone.",
    parameters: [tenant, query("confirm", text, "The handle once more.", { required: true, example: EXAMPLE_TENANT })],
    answers: {
      200: {
        description: "It is gone.",
        data: object({ tenant: text, deletedAt: { type: "string", format: "date-time" } }),
        example: { data: { tenant: EXAMPLE_TENANT, deletedAt: EXAMPLE_TIME }, meta: {} },
      },
    },
    errors: [404],
  },
  "POST /directory/rebuild": {
    ...ofTenant,
    audience: "operator",
    id: "directoryRebuild",
    summary: "Make the tenant's directory entries anew",
    description: "From its records and its log, without stopping it.",
    parameters: [tenant],
    answers: {
      202: {
        description: "It will be done in the background.",
        data: object({ status: { const: "queued" } }),
        meta: "SeqMeta",
        example: { data: { status: "queued" }, meta: { seq: 2 } },
      },
    },
    errors: [404],
  },
};

const ACROSS: Operations = {
  "POST /batch": {
    id: "batch",
    tag: "records",
    audience: "key",
    summary: "Write several records at once",
    description: `Up to ${LIMITS.batchOperations} operations in one transaction: all or nothing. A refusal names the operation.`,
    parameters: [tenant],
    body: {
      schema: schemaOf(batchSchema),
      example: { operations: [{ op: "create", resource: "humans", data: { lastName: "Lovelace" } }] },
    },
    answers: {
      200: {
        description: "What each operation made, in order.",
        data: list({ type: "object" }),
        meta: "SeqMeta",
        example: {
          data: [{ id: `hum_${EXAMPLE_ULID}`, createdAt: EXAMPLE_TIME, version: 1, lastName: "Lovelace" }],
          meta: { seq: 3 },
        },
      },
    },
    errors: [404, 409, 412],
    repeatable: true,
  },
  "GET /search": {
    id: "search",
    tag: "records",
    audience: "key",
    summary: "Search the tenant's resources",
    description: "Full text in all of them that the caller may read, or in one.",
    parameters: [
      tenant,
      query("q", text, "Words; each must begin a word of the record.", { required: true, example: "love" }),
      count("limit", 100, 20),
      query("resource", text, "Only this resource."),
    ],
    answers: {
      200: {
        description: "Ranked.",
        data: list(ref("schemas", "Hit")),
        meta: "SeqMeta",
        example: {
          data: [
            {
              resource: "humans",
              id: `hum_${EXAMPLE_ULID}`,
              title: "Ada Lovelace",
              snippet: "Ada Lovelace",
              score: 0.0000018,
            },
          ],
          meta: { seq: 3 },
        },
      },
    },
  },
  "GET /changes": {
    id: "changes",
    tag: "records",
    audience: "key",
    summary: "Follow the log",
    description: "Every change that the caller may see, in order; `meta.seq` is where to go on.",
    parameters: [
      tenant,
      query("since", { ...integer, minimum: 0, default: 0 }, "Position after which to begin."),
      count("limit", LIMITS.changesPage, 100),
      query("resource", text, "Only this resource."),
    ],
    answers: {
      200: {
        description: "Changes in order.",
        data: list(ref("schemas", "Change")),
        meta: "FeedMeta",
        example: { data: [exampleChange(apiKeys, new Map())], meta: { seq: 1, hasMore: false } },
      },
    },
    errors: [410],
  },
};

const KEYS: Operations = {
  "POST /api-keys": {
    ...ofKeys,
    id: "apiKeysCreate",
    summary: "Make a key",
    description: "Nobody can give a key more than they have themselves.",
    parameters: [tenant],
    body: { schema: schemaOf(createKeySchema), example: { name: "Website", role: "member", resources: ["leads"] } },
    answers: {
      201: {
        description: "The key.",
        data: issued,
        meta: "SeqMeta",
        headers: ["ETag", "Location"],
        example: { data: issuedKey, meta: { seq: 2 } },
      },
    },
    errors: [410],
  },
  "POST /api-keys/:id/rotate": {
    ...ofKeys,
    id: "apiKeysRotate",
    summary: "Give a key a new secret",
    description: "The old one works for another hour.",
    parameters: [tenant, keyId, ref("parameters", "IfMatch")],
    answers: {
      200: {
        description: "The key.",
        data: issued,
        meta: "SeqMeta",
        headers: ["ETag"],
        example: { data: { ...issuedKey, version: 2, rotatedAt: EXAMPLE_TIME }, meta: { seq: 3 } },
      },
    },
    errors: [404, 410, 412],
  },
  "PATCH /api-keys/:id": {
    ...ofKeys,
    id: "apiKeysUpdate",
    summary: "Change what a key may do",
    description: "From the next request on, on open sockets too.",
    parameters: [tenant, keyId, ref("parameters", "IfMatch")],
    body: { schema: schemaOf(updateKeySchema), example: { role: "viewer" } },
    answers: {
      200: {
        description: "The key.",
        data: key,
        meta: "SeqMeta",
        headers: ["ETag"],
        example: { data: { ...keyRecord, role: "viewer", version: 2 }, meta: { seq: 3 } },
      },
    },
    errors: [404, 412],
  },
  "DELETE /api-keys/:id": {
    ...ofKeys,
    id: "apiKeysRevoke",
    summary: "Revoke a key",
    description: "At once, on open sockets too.",
    parameters: [tenant, keyId],
    answers: {
      200: {
        description: "The key is revoked.",
        data: ref("schemas", "Gone"),
        meta: "SeqMeta",
        example: { data: { id: EXAMPLE_KEY_ID, deletedAt: EXAMPLE_TIME }, meta: { seq: 3 } },
      },
    },
    errors: [404],
  },
};

/** By `METHOD path` of the object's route table. */
export const TENANT_OPERATIONS: Operations = {
  ...TENANT,
  ...ACROSS,
  ...KEYS,
  ...PEOPLE_OPERATIONS,
  ...FOLLOW_OPERATIONS,
};

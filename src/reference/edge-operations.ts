/** The calls that the routing Worker answers itself. */
import { createTenantSchema } from "../protocol/tenant.ts";
import { BUDGET_OPERATIONS, BUDGET_SCHEMAS } from "./budget-operations.ts";
import { CLERK_OPERATIONS } from "./clerk-operations.ts";
import { EXAMPLE_KEY_ID, EXAMPLE_TENANT, EXAMPLE_TIME, EXAMPLE_ULID } from "./examples.ts";
import { boolean, instant, integer, list, object, type Part, ref, schemaOf, text, textOrNull } from "./json-schema.ts";
import type { Operations } from "./operation.ts";
import { PAGE_OPERATIONS } from "./page-operations.ts";
import { count, query } from "./parameters.ts";
import { ACCEPTANCE } from "./people-operations.ts";
import { REPOSITORY_OPERATIONS, REPOSITORY_SCHEMAS } from "./repository-operations.ts";
import { USER_OPERATIONS, USER_SCHEMAS } from "./user-operations.ts";

const pagination = { limit: 50, nextCursor: null, hasMore: false };
const tenantFields = { tenant: text, name: text, plan: text, createdAt: instant };
const status = { enum: ["active", "suspended"] };

/** Schemas of these calls and of the tenant's own, by name. */
export const TENANT_SCHEMAS: Part = {
  Tenant: object({ ...tenantFields, status }),
  TenantDetails: object({
    ...tenantFields,
    status,
    bytes: { ...integer, description: "Size of the database." },
    historyStart: { ...integer, description: "The log reaches back to here." },
    projectionLag: { ...integer, description: "Positions that the directory is behind." },
    limits: { type: "object", description: "What the plan allows." },
  }),
  TenantEntry: object({
    ...tenantFields,
    status,
    records: { ...integer, description: "Living records." },
    bytes: integer,
    lastActivityAt: instant,
    seq: { ...integer, description: "Position up to which the directory shows the tenant." },
    projectedAt: instant,
  }),
  NewTenant: object({ ...tenantFields, apiKey: object({ id: text, key: text }) }),
  Caller: object(
    {
      kind: { enum: ["user", "key", "operator"] },
      id: text,
      email: { ...text, description: "Of a person." },
      name: { ...text, description: "Of a person." },
      role: { ...textOrNull, description: "Of a key. A person has a role in each tenant." },
      resources: { type: ["array", "null"], items: text },
      readOnly: boolean,
      tenants: list(object({ tenant: text, role: text })),
    },
    ["email", "name", "resources", "readOnly"],
  ),
  ...USER_SCHEMAS,
  ...REPOSITORY_SCHEMAS,
  ...BUDGET_SCHEMAS,
};

const DOCUMENTS: Operations = Object.fromEntries(
  [
    ["openapi", "This document"],
    ["asyncapi", "The live protocol as an AsyncAPI document"],
  ].map(([name, summary]) => [
    `GET /${name}.json`,
    {
      id: `${name}Document`,
      tag: "service",
      audience: "anybody" as const,
      summary: summary ?? "",
      description: "The document itself, without an envelope. It may be cached; its `ETag` is strong.",
      parameters: [ref("parameters", "IfNoneMatch")],
      answers: {
        200: { description: "The document.", headers: ["ETag"] },
        304: { description: "The client's copy is current.", headers: ["ETag"] },
      },
    },
  ]),
);

/** By `METHOD path`, as the application's route table writes them. */
export const EDGE_OPERATIONS: Operations = {
  ...DOCUMENTS,
  ...PAGE_OPERATIONS,
  ...USER_OPERATIONS,
  ...REPOSITORY_OPERATIONS,
  ...BUDGET_OPERATIONS,
  ...CLERK_OPERATIONS,
  ...ACCEPTANCE,
  "GET /healthz": {
    id: "health",
    tag: "service",
    audience: "anybody",
    summary: "Whether the Worker runs",
    description: "It asks no database and no object.",
    answers: {
      200: {
        description: "It does.",
        data: object({ status: { const: "ok" } }),
        example: { data: { status: "ok" }, meta: {} },
      },
    },
  },
  "GET /v1/me": {
    id: "me",
    tag: "service",
    audience: "both",
    summary: "Who is calling",
    description: "The credential as the service sees it: its kind, its role and its tenants.",
    answers: {
      200: {
        description: "The caller.",
        data: ref("schemas", "Caller"),
        example: {
          data: {
            kind: "key",
            id: EXAMPLE_KEY_ID,
            role: "member",
            resources: null,
            readOnly: false,
            tenants: [{ tenant: EXAMPLE_TENANT, role: "member" }],
          },
          meta: {},
        },
      },
    },
  },
  "GET /v1/tenants": {
    id: "tenantsList",
    tag: "tenants",
    audience: "both",
    summary: "List tenants",
    description: "Operators see all of them, people those they belong to, a key its own. From the directory.",
    parameters: [
      query("q", text, "Part of the handle or the name."),
      query("status", status, "Only those in this state."),
      query("sort", text, "Field to order by, `-` for descending."),
      count("limit", 200, 50),
      ref("parameters", "Cursor"),
    ],
    answers: {
      200: {
        description: "A page.",
        data: list(ref("schemas", "TenantEntry")),
        meta: "DirectoryMeta",
        example: {
          data: [
            {
              tenant: EXAMPLE_TENANT,
              name: "Acme",
              plan: "free",
              status: "active",
              createdAt: EXAMPLE_TIME,
              records: 12,
              bytes: 380_928,
              lastActivityAt: EXAMPLE_TIME,
              seq: 14,
              projectedAt: EXAMPLE_TIME,
            },
          ],
          meta: { pagination },
        },
      },
    },
  },
  "POST /v1/tenants": {
    id: "tenantsCreate",
    tag: "tenants",
    audience: "people",
    summary: "Make a tenant",
    description:
      "With a database of its own. The handle never changes. A person becomes its owner, and may own so many (429 `QUOTA_EXCEEDED`); `plan` is the operator's to choose.",
    body: { schema: schemaOf(createTenantSchema), example: { tenant: EXAMPLE_TENANT, name: "Acme" } },
    answers: {
      201: {
        description: "The tenant and its first key (role owner), which is shown this once.",
        data: ref("schemas", "NewTenant"),
        meta: "NoMeta",
        example: {
          data: {
            tenant: EXAMPLE_TENANT,
            name: "Acme",
            plan: "free",
            createdAt: EXAMPLE_TIME,
            apiKey: { id: EXAMPLE_KEY_ID, key: "croft_acme_{keyId}_{secret}" },
          },
          meta: {},
        },
      },
    },
    errors: [409],
    repeatable: true,
    limited: false,
  },
  "GET /v1/search": {
    id: "searchAcrossTenants",
    tag: "tenants",
    audience: "both",
    summary: "Search across the caller's tenants",
    description:
      "From the directory, which is a little behind: `meta.freshness` tells how much. For a person, a tenant that is suspended or does not answer is left out.",
    parameters: [
      query("q", text, "Words; each must begin a word of the record.", { required: true, example: "love" }),
      count("limit", 100, 20),
      ref("parameters", "Cursor"),
    ],
    answers: {
      200: {
        description: "Ranked.",
        data: list(ref("schemas", "DirectoryHit")),
        meta: "SearchMeta",
        example: {
          data: [
            {
              tenant: EXAMPLE_TENANT,
              resource: "humans",
              id: `hum_${EXAMPLE_ULID}`,
              title: "Ada Lovelace",
              snippet: "Ada Lovelace",
            },
          ],
          meta: { pagination: { ...pagination, limit: 20 }, freshness: { projectedAt: EXAMPLE_TIME } },
        },
      },
    },
  },
  "GET /v1/tenants/:tenant/live": {
    id: "live",
    tag: "live",
    audience: "both",
    summary: "Open a live socket",
    description:
      "A WebSocket, which `/asyncapi.json` describes. Browsers offer the subprotocols `croft.v1, croft.token.{token}`, with an access token or a key.",
    parameters: [ref("parameters", "Tenant")],
    answers: { 101: { description: "The socket is open." } },
    errors: [404],
    limited: false,
  },
};

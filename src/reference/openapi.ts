/** The OpenAPI document, from the configuration, the object's route table and the calls of the routing Worker. */
import { PROTOCOL_VERSION } from "../protocol/version.ts";
import type { Config } from "../resources/config.ts";
import type { Resource } from "../resources/define.ts";
import { errorResponses, errorTable, headerComponents, sharedSchemas } from "./answers.ts";
import { EDGE_OPERATIONS, TENANT_SCHEMAS } from "./edge-operations.ts";
import { JSON_SCHEMA, type Part } from "./json-schema.ts";
import { errorStatuses, type Operation, operationPart } from "./operation.ts";
import { filterSchemas, SHARED_PARAMETERS } from "./parameters.ts";
import { isRecordCall, recordOperation, recordPath } from "./record-operations.ts";
import { REPOSITORIES_TAG, type RepositoryRecords, repositoryCalls, repositorySchemas } from "./repository-records.ts";
import { resourceSchemas } from "./resource-schemas.ts";
import { TENANT_OPERATIONS } from "./tenant-operations.ts";

/** Method and path below the tenant or the repository. */
export type ObjectRoute = readonly [method: string, path: string, ...rest: readonly unknown[]];

interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** The route tables of the objects. A line that the reference does not know is left out (a test names it). */
export interface ObjectRoutes {
  readonly tenant: readonly ObjectRoute[];
  readonly repository: readonly ObjectRoute[];
}

/** @param resources those of a repository. */
export function openApi(config: Config, routes: ObjectRoutes, resources: readonly Resource[]): Part {
  const ofRepositories: RepositoryRecords = { resources, config };
  const placed = [
    ...edgeCalls(),
    ...routes.tenant.flatMap((route) => tenantCalls(route, config)),
    ...routes.repository.flatMap(([method, path]) =>
      repositoryCalls(`${method} ${path}`, ofRepositories).map((call) => ({ method, ...call })),
    ),
  ];
  return {
    openapi: "3.1.1",
    info: {
      title: config.name,
      version: `${PROTOCOL_VERSION}.0.0`,
      summary: "Records, queries and their changes, per tenant.",
      description: introduction(),
      contact: { name: config.name },
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/", description: "Where this document was read." }],
    security: [{ apiKey: [] }, { accessToken: [] }],
    tags: tags(config),
    paths: pathsOf(placed),
    components: {
      securitySchemes: SECURITY_SCHEMES,
      schemas: {
        Json: JSON_SCHEMA,
        ...sharedSchemas(),
        ...TENANT_SCHEMAS,
        ...filterSchemas(),
        ...Object.assign({}, ...config.resources.map(resourceSchemas)),
        ...repositorySchemas(ofRepositories),
      },
      parameters: SHARED_PARAMETERS,
      headers: headerComponents(),
      responses: errorResponses(new Set(placed.flatMap(({ operation }) => errorStatuses(operation)))),
    },
  };
}

const SECURITY_SCHEMES: Part = {
  apiKey: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "croft_{tenant}_{keyId}_{secret}",
    description: "A key of one tenant: a role, narrowed to resources or to reading where it says so.",
  },
  accessToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "Of a person who is signed in: `POST /auth/token` gives one for five minutes.",
  },
  operatorToken: {
    type: "http",
    scheme: "bearer",
    description:
      "Of whoever runs the service, or the access token of a person who is an operator: administers tenants and people, and reads no records.",
  },
};

function introduction(): string {
  return [
    "A success is `{ data, meta }`, a failure `{ error }`. Unknown parameters (400) and body fields (422) are refused, so that a typo never widens a query or loses a value.",
    "Within `/v1` fields may be added; none is removed or changes its meaning.",
    "## Errors",
    errorTable(),
  ].join("\n\n");
}

function tags(config: Config): Part[] {
  return [
    { name: "service", description: "The service itself." },
    { name: "users", description: "People with an account." },
    { name: "tenants", description: "Tenants, and search across them." },
    { name: REPOSITORIES_TAG, description: "Repositories of GitHub, which keep themselves fresh." },
    { name: "records", description: "Calls over several resources." },
    { name: "live", description: "Live queries." },
    ...config.resources.map(({ name, description }) => ({ name, description })),
  ];
}

function edgeCalls(): Placed[] {
  return Object.entries(EDGE_OPERATIONS).map(([route, operation]) => {
    const [method = "", path = ""] = route.split(" ");
    return { method, path: inBraces(path), operation };
  });
}

function tenantCalls([method, path]: ObjectRoute, config: Config): Placed[] {
  const route = `${method} ${path}`;
  const own = TENANT_OPERATIONS[route];
  if (own) return [{ method, path: `/v1/tenants/{tenant}${path === "/" ? "" : inBraces(path)}`, operation: own }];
  if (!isRecordCall(route)) return [];
  return config.resources.flatMap((resource) => {
    const operation = recordOperation(route, resource, config);
    return operation ? [{ method, path: recordPath(path, resource), operation }] : [];
  });
}

function inBraces(path: string): string {
  return path.replaceAll(/:(\w+)/g, "{$1}");
}

/** Of two calls in one place the earlier one stands, as in the route tables. */
function pathsOf(placed: readonly Placed[]): Part {
  const paths = new Map<string, Map<string, Part>>();
  for (const { method, path, operation } of placed) {
    const item = paths.get(path) ?? new Map<string, Part>();
    const name = method.toLowerCase();
    if (!item.has(name)) item.set(name, operationPart(operation));
    paths.set(path, item);
  }
  return Object.fromEntries([...paths].map(([path, item]) => [path, Object.fromEntries(item)]));
}

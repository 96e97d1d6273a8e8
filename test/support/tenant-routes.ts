/**
 * Every route of a tenant's object, with whom it must refuse: one table, which a test holds against the route table of the sources.
 */
import type { Json } from "../../src/resources/define.ts";
import type { TestTenant } from "./api.ts";
import { TENANT_TOKENS } from "./github-credentials.ts";

/** What a route's request may name. */
export interface Targets {
  readonly tenant: TestTenant;
  /** A living human and one that is deleted. */
  readonly human: string;
  readonly deleted: string;
  /** An API key that nobody uses. */
  readonly key: string;
  /** A member, beside the owner, and an open invitation. */
  readonly member: string;
  readonly invitation: string;
  /** A repository that is followed, as `owner/name`. */
  readonly followed: string;
}

/** How one route is called, and who may. */
export interface RouteCase {
  /** As the route table has it: `GET /:resource`. */
  readonly route: string;
  /** Path below the tenant. */
  readonly path: (targets: Targets) => string;
  readonly body?: (targets: Targets) => Json;
  /** The least role; null for none: operators alone. */
  readonly role: "owner" | "admin" | "member" | "viewer" | null;
  readonly operator: boolean;
  /** Whether keys that are narrowed to another resource may call it: what they see is narrowed then. */
  readonly narrowed?: boolean;
}

const followed = ({ followed: name }: Targets) => `/follows/${name}`;
const human = ({ human: id }: Targets) => `/humans/${id}`;
/** The least of a human. */
export const lovelace = () => ({ lastName: "Lovelace" });

/** The routes below `/v1/tenants/{tenant}` (objects/tenant/routes.ts). */
export const TENANT_ROUTES: readonly RouteCase[] = [
  { route: "GET /", path: () => "", role: "viewer", operator: true, narrowed: true },
  { route: "PATCH /", path: () => "", body: () => ({ name: "X" }), role: "admin", operator: true },
  { route: "DELETE /", path: ({ tenant }) => `?confirm=${tenant.handle}`, role: "owner", operator: true },
  { route: "POST /directory/rebuild", path: () => "/directory/rebuild", role: null, operator: true },
  {
    route: "POST /batch",
    path: () => "/batch",
    body: () => ({ operations: [{ op: "create", resource: "humans", data: lovelace() }] }),
    role: "member",
    operator: false,
  },
  { route: "GET /search", path: () => "/search?q=love", role: "viewer", operator: false, narrowed: true },
  { route: "GET /changes", path: () => "/changes", role: "viewer", operator: false, narrowed: true },
  {
    route: "POST /api-keys",
    path: () => "/api-keys",
    body: () => ({ name: "X", role: "viewer" }),
    role: "admin",
    operator: false,
  },
  { route: "POST /api-keys/:id/rotate", path: ({ key }) => `/api-keys/${key}/rotate`, role: "admin", operator: false },
  {
    route: "PATCH /api-keys/:id",
    path: ({ key }) => `/api-keys/${key}`,
    body: () => ({ name: "X" }),
    role: "admin",
    operator: false,
  },
  { route: "DELETE /api-keys/:id", path: ({ key }) => `/api-keys/${key}`, role: "admin", operator: false },
  {
    route: "POST /invitations",
    path: () => "/invitations",
    body: () => ({ email: "new@people.example", role: "viewer" }),
    role: "admin",
    operator: true,
  },
  {
    route: "DELETE /invitations/:id",
    path: ({ invitation }) => `/invitations/${invitation}`,
    role: "admin",
    operator: true,
  },
  {
    route: "PATCH /members/:id",
    path: ({ member }) => `/members/${member}`,
    body: () => ({ role: "viewer" }),
    role: "admin",
    operator: false,
  },
  { route: "DELETE /members/:id", path: ({ member }) => `/members/${member}`, role: "admin", operator: false },
  { route: "GET /github-token", path: () => "/github-token", role: "admin", operator: false },
  {
    route: "PUT /github-token",
    path: () => "/github-token",
    body: () => ({ token: TENANT_TOKENS[0] ?? "" }),
    role: "admin",
    operator: false,
  },
  { route: "DELETE /github-token", path: () => "/github-token", role: "admin", operator: false },
  { route: "GET /follows/:owner/:name", path: followed, role: "viewer", operator: false },
  {
    route: "PUT /follows/:owner/:name",
    path: followed,
    body: () => ({ activity: false }),
    role: "member",
    operator: false,
  },
  { route: "DELETE /follows/:owner/:name", path: followed, role: "member", operator: false },
  {
    route: "POST /follows/:owner/:name/people",
    path: (targets) => `${followed(targets)}/people`,
    body: () => ({}),
    role: "member",
    operator: false,
  },
  { route: "GET /:resource", path: () => "/humans", role: "viewer", operator: false },
  { route: "POST /:resource", path: () => "/humans", body: lovelace, role: "member", operator: false },
  { route: "GET /:resource/aggregate", path: () => "/humans/aggregate", role: "viewer", operator: false },
  { route: "GET /:resource/:id", path: human, role: "viewer", operator: false },
  { route: "PATCH /:resource/:id", path: human, body: () => ({ notes: "X" }), role: "member", operator: false },
  { route: "PUT /:resource/:id", path: human, body: lovelace, role: "member", operator: false },
  { route: "DELETE /:resource/:id", path: human, role: "member", operator: false },
  {
    route: "POST /:resource/:id/restore",
    path: ({ deleted }) => `/humans/${deleted}/restore`,
    role: "member",
    operator: false,
  },
  {
    route: "GET /:resource/:id/changes",
    path: (targets) => `${human(targets)}/changes`,
    role: "viewer",
    operator: false,
  },
];

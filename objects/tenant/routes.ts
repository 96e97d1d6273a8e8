/** The route table of a tenant's object: everything under `/v1/tenants/{tenant}` on one page. */
import { RegExpRouter } from "hono/router/reg-exp-router";
import { SmartRouter } from "hono/router/smart-router";
import { TrieRouter } from "hono/router/trie-router";
import { AppError } from "../../src/protocol/errors.ts";
import { batch } from "./batch-routes.ts";
import type { Call } from "./call.ts";
import { listChanges, listRecordChanges } from "./history-routes.ts";
import { invite, revokeInvitation } from "./invitation-routes.ts";
import { createKey, revokeKey, rotateKey, updateKey } from "./keys-routes.ts";
import { removeMember, updateMember } from "./members-routes.ts";
import {
  aggregateRecords,
  createRecord,
  deleteRecord,
  getRecord,
  listRecords,
  replaceRecord,
  restoreRecord,
  updateRecord,
} from "./records-routes.ts";
import type { Reply } from "./reply.ts";
import { searchTenant } from "./search-routes.ts";
import { eraseTenant, getTenant, rebuildTenantDirectory, updateTenant } from "./tenant-routes.ts";

export type Handler = (call: Call) => Reply | Promise<Reply>;
export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** Method, path below the tenant, handler. Of two paths that match, the earlier one wins. */
export const ROUTES: readonly (readonly [Method, string, Handler])[] = [
  ["GET", "/", getTenant],
  ["PATCH", "/", updateTenant],
  ["DELETE", "/", eraseTenant],
  ["POST", "/directory/rebuild", rebuildTenantDirectory],
  ["POST", "/batch", batch],
  ["GET", "/search", searchTenant],
  ["GET", "/changes", listChanges],
  ["POST", "/api-keys", createKey],
  ["POST", "/api-keys/:id/rotate", rotateKey],
  ["PATCH", "/api-keys/:id", updateKey],
  ["DELETE", "/api-keys/:id", revokeKey],
  ["POST", "/invitations", invite],
  ["DELETE", "/invitations/:id", revokeInvitation],
  ["PATCH", "/members/:id", updateMember],
  ["DELETE", "/members/:id", removeMember],
  ["GET", "/:resource", listRecords],
  ["POST", "/:resource", createRecord],
  ["GET", "/:resource/aggregate", aggregateRecords],
  ["GET", "/:resource/:id", getRecord],
  ["PATCH", "/:resource/:id", updateRecord],
  ["PUT", "/:resource/:id", replaceRecord],
  ["DELETE", "/:resource/:id", deleteRecord],
  ["POST", "/:resource/:id/restore", restoreRecord],
  ["GET", "/:resource/:id/changes", listRecordChanges],
];

/** Paths that are Croft's own: under another method they must not be taken for a resource or a record of that name. */
const OWN_PATHS = ["/batch", "/search", "/changes", "/directory/rebuild"];

const METHODS: readonly Method[] = ["GET", "POST", "PATCH", "PUT", "DELETE"];

const router = new SmartRouter<Handler>({ routers: [new RegExpRouter(), new TrieRouter()] });
for (const [method, path, handler] of ROUTES) router.add(method, path, handler);

/** The handler of a path below the tenant, with its parameters. @throws AppError NOT_FOUND, METHOD_NOT_ALLOWED with `Allow` */
export function findRoute(method: string, path: string): { handler: Handler; params: Record<string, string> } {
  const own = OWN_PATHS.includes(path);
  const matches = (other: string) => !own || ROUTES.some((route) => route[0] === other && route[1] === path);
  const found = matches(method) ? firstMatch(method, path) : null;
  if (found) return found;
  const allowed = METHODS.filter((other) => matches(other) && firstMatch(other, path));
  if (allowed.length === 0) throw new AppError("NOT_FOUND");
  throw new AppError("METHOD_NOT_ALLOWED", { headers: { Allow: allowed.join(", ") } });
}

function firstMatch(method: string, path: string): { handler: Handler; params: Record<string, string> } | null {
  const [matches, stash] = router.match(method, path);
  const [first] = matches;
  if (!first) return null;
  const [handler, indices] = first;
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(indices))
    params[name] = typeof value === "number" ? (stash?.[value] ?? "") : value;
  return { handler, params };
}

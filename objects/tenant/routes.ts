/** The route table of a tenant's object: everything under `/v1/tenants/{tenant}` on one page. */
import { listChanges, listRecordChanges } from "../records/history-routes.ts";
import { aggregateRecords, getRecord, listRecords } from "../records/read-routes.ts";
import type { Reply } from "../records/reply.ts";
import { type Route, routeTable } from "../records/route-table.ts";
import { searchRecords } from "../records/search-routes.ts";
import { batch } from "./batch-routes.ts";
import type { Call } from "./call.ts";
import { deleteFollow, getFollow, putFollow } from "./follow-routes.ts";
import { deleteGithubToken, getGithubToken, putGithubToken } from "./github-token-routes.ts";
import { invite, revokeInvitation } from "./invitation-routes.ts";
import { createKey, revokeKey, rotateKey, updateKey } from "./keys-routes.ts";
import { removeMember, updateMember } from "./members-routes.ts";
import { takeRepositoryPeople } from "./people-routes.ts";
import { createRecord, deleteRecord, replaceRecord, restoreRecord, updateRecord } from "./records-routes.ts";
import { eraseTenant, getTenant, rebuildTenantDirectory, updateTenant } from "./tenant-routes.ts";

export type Handler = (call: Call) => Reply | Promise<Reply>;

/** Of two paths that match, the earlier one wins. */
export const ROUTES: readonly Route<Handler>[] = [
  ["GET", "/", getTenant],
  ["PATCH", "/", updateTenant],
  ["DELETE", "/", eraseTenant],
  ["POST", "/directory/rebuild", rebuildTenantDirectory],
  ["POST", "/batch", batch],
  ["GET", "/search", searchRecords],
  ["GET", "/changes", listChanges],
  ["POST", "/api-keys", createKey],
  ["POST", "/api-keys/:id/rotate", rotateKey],
  ["PATCH", "/api-keys/:id", updateKey],
  ["DELETE", "/api-keys/:id", revokeKey],
  ["POST", "/invitations", invite],
  ["DELETE", "/invitations/:id", revokeInvitation],
  ["PATCH", "/members/:id", updateMember],
  ["DELETE", "/members/:id", removeMember],
  ["GET", "/github-token", getGithubToken],
  ["PUT", "/github-token", putGithubToken],
  ["DELETE", "/github-token", deleteGithubToken],
  ["GET", "/follows/:owner/:name", getFollow],
  ["PUT", "/follows/:owner/:name", putFollow],
  ["DELETE", "/follows/:owner/:name", deleteFollow],
  ["POST", "/follows/:owner/:name/people", takeRepositoryPeople],
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
const OWN_PATHS = ["/batch", "/search", "/changes", "/directory/rebuild", "/github-token"];

/** The handler of a path below the tenant, with its parameters. @throws AppError NOT_FOUND, METHOD_NOT_ALLOWED with `Allow` */
export const findRoute = routeTable(ROUTES, OWN_PATHS);

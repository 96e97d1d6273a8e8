/** The tenant itself: shown, changed, erased; and its directory entries rebuilt. */
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import { updateTenantSchema } from "../../src/protocol/tenant.ts";
import { bodyOf } from "../records/body.ts";
import { sameJson } from "../records/record-rules.ts";
import { type Reply, reply } from "../records/reply.ts";
import type { Call } from "./call.ts";
import { writeTenant } from "./meta.ts";
import { directoryLag, REBUILD } from "./projection.ts";
import { ADMIN, requireRole } from "./rights.ts";
import { commit } from "./write.ts";

export function getTenant(call: Call): Reply {
  call.allowParams();
  const { store, view, config } = call.tenant;
  const plan = config.plans[view.plan];
  const data = {
    ...view,
    bytes: call.tenant.size(),
    historyStart: store.log.historyStart,
    projectionLag: directoryLag(call.tenant).lag,
    limits: plan,
  };
  return reply(200, data, { seq: store.log.seq });
}

export function updateTenant(call: Call): Reply {
  call.allowParams();
  const operator = call.principal.kind === "operator";
  if (!operator) requireRole(call, ADMIN);
  const body = bodyOf(updateTenantSchema, call.json());
  for (const field of ["plan", "status"] as const) {
    if (body[field] !== undefined && !operator)
      throw new AppError("FORBIDDEN", { message: `Only an operator changes the ${field} of a tenant.` });
  }
  if (body.plan !== undefined && !Object.hasOwn(call.tenant.config.plans, body.plan)) {
    throw invalidField(
      "VALIDATION_ERROR",
      "plan",
      `Choose one of ${Object.keys(call.tenant.config.plans).join(", ")}.`,
    );
  }
  const before = call.tenant.view;
  const after = { ...before, ...body };
  return commit(call, ["tenants"], (writer) => {
    if (sameJson({ ...after }, { ...before })) return reply(200, before, { seq: call.tenant.store.log.seq });
    writeTenant(call.tenant.database.sql, after);
    writer.note("tenants", before.tenant, before, after);
    return reply(200, after, { seq: call.tenant.store.log.seq });
  });
}

/** Erases every trace. The directory goes first: a failure there leaves the tenant whole and the call repeatable. */
export async function eraseTenant(call: Call): Promise<Reply> {
  call.allowParams("confirm");
  if (call.principal.kind !== "operator") requireRole(call, "owner");
  const { tenant } = call.tenant.view;
  if (call.query.get("confirm") !== tenant)
    throw invalidField("BAD_REQUEST", "confirm", `Erasing cannot be undone: repeat the handle, ?confirm=${tenant}.`);
  await call.tenant.erase();
  return reply(200, { tenant, deletedAt: new Date(call.now).toISOString() }, {});
}

/** Has the tenant's entries in the directory made anew (operators). */
export function rebuildTenantDirectory(call: Call): Reply {
  call.allowParams();
  if (call.principal.kind !== "operator") throw new AppError("FORBIDDEN");
  call.tenant.jobs.schedule("directory", "directory", call.now, REBUILD);
  void call.tenant.jobs.arm();
  return reply(202, { status: "queued" }, { seq: call.tenant.store.log.seq });
}

/** Errors of this tenant's requests and jobs, as records of `error-log`: code and public text, never the cause. */

import { log } from "../../src/log.ts";
import type { AppError } from "../../src/protocol/errors.ts";
import { SYSTEM } from "../../src/resources/authorize.ts";
import type { TenantContext } from "./call.ts";

/** Entries a minute; beyond that a fault that repeats would fill the log instead of telling about itself. */
const PER_MINUTE = 30;
const recent = new WeakMap<TenantContext, number[]>();

type ErrorKind = "request" | "job" | "upstream";

/** Logs the cause with the request id. */
export function logError(tenant: string, kind: ErrorKind, error: AppError, requestId: string): void {
  log("error", { event: "error", kind, tenant, code: error.code, requestId, cause: error.cause ?? error });
}

/** Logs the cause with the request id, and shows the tenant that something failed. Never throws. */
export function reportError(
  tenant: TenantContext,
  kind: ErrorKind,
  error: AppError,
  requestId: string,
  now: number,
): void {
  logError(tenant.view.tenant, kind, error, requestId);
  const resource = tenant.store.resources.get("error-log");
  if (!resource || !mayRecord(tenant, now)) return;
  const values = { kind, code: error.code, message: error.message, requestId };
  try {
    tenant.store.commit({ principal: SYSTEM, requestId, now, settings: tenant.settings() }, [resource.name], (writer) =>
      writer.createTrusted(resource, values),
    );
  } catch (failure) {
    // Storage may be what failed: the log line above has to be enough then.
    log("error", { event: "error-log failed", tenant: tenant.view.tenant, requestId, cause: failure });
  }
}

function mayRecord(tenant: TenantContext, now: number): boolean {
  const times = (recent.get(tenant) ?? []).filter((at) => now - at < 60_000);
  if (times.length >= PER_MINUTE) return false;
  recent.set(tenant, [...times, now]);
  return true;
}

/** One line a request: what was asked, what was answered, how long it took. Never a header, a query or a body. */
import { createMiddleware } from "hono/factory";
import { type LogLevel, log, logs } from "../log.ts";
import type { AppBindings } from "./variables.ts";

/** Tokens that links carry in their path open something for whoever reads them. */
const TOKEN_IN_PATH = /(\/croftinv_|\/reset-password\/)[^/]+/;

export const requestLog = createMiddleware<AppBindings>(async (context, next) => {
  const start = Date.now();
  await next();
  const { status } = context.res;
  const level = levelOf(status);
  if (!logs(level)) return;
  log(level, {
    event: "request",
    requestId: context.get("requestId"),
    method: context.req.method,
    path: context.req.path.replace(TOKEN_IN_PATH, "$1…"),
    status,
    ms: Date.now() - start,
    actor: context.get("actor")?.kind ?? "anonymous",
  });
});

/**
 * What went well is for debugging alone: the line costs a read an eighth more, the platform counts requests anyway, and writes
 * are in the tenant's log, with the request id.
 */
function levelOf(status: number): LogLevel {
  if (status >= 500) return "error";
  return status < 400 ? "debug" : "info";
}

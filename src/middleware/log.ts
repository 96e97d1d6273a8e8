/** One line a request: what was asked, what was answered, how long it took. Never a header, a query or a body. */
import { createMiddleware } from "hono/factory";
import { type LogLevel, log, logs } from "../log.ts";
import type { AppBindings } from "./variables.ts";

export const requestLog = createMiddleware<AppBindings>(async (context, next) => {
  const start = Date.now();
  await next();
  const { status } = context.res;
  const { method } = context.req;
  const level = levelOf(method, status);
  if (!logs(level)) return;
  log(level, {
    event: "request",
    requestId: context.get("requestId"),
    method,
    path: context.req.path,
    status,
    ms: Date.now() - start,
    actor: context.get("actor")?.kind ?? "anonymous",
  });
});

/** Reads that went well are for debugging alone: a line costs such a request an eighth more, and the platform counts it anyway. */
function levelOf(method: string, status: number): LogLevel {
  if (status >= 500) return "error";
  return status < 400 && (method === "GET" || method === "HEAD") ? "debug" : "info";
}

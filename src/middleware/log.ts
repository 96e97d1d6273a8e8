/** One line a request: what was asked, what was answered, how long it took. Never a header, a query or a body. */
import { createMiddleware } from "hono/factory";
import { log } from "../log.ts";
import type { AppBindings } from "./variables.ts";

export const requestLog = createMiddleware<AppBindings>(async (context, next) => {
  const start = Date.now();
  await next();
  const { status } = context.res;
  log(status >= 500 ? "error" : "info", {
    event: "request",
    requestId: context.get("requestId"),
    method: context.req.method,
    path: context.req.path,
    status,
    ms: Date.now() - start,
    actor: context.get("actor")?.kind ?? "anonymous",
  });
});

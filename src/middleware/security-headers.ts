/** Adds the base headers to answers that do not have them yet. */
import { createMiddleware } from "hono/factory";
import { BASE_HEADERS } from "../response-headers.ts";
import type { AppBindings } from "./variables.ts";

export const securityHeaders = createMiddleware<AppBindings>(async (context, next) => {
  await next();
  if (context.res.webSocket || context.res.headers.has("X-Content-Type-Options")) return;
  for (const [name, value] of Object.entries(BASE_HEADERS)) {
    if (!context.res.headers.has(name)) context.header(name, value);
  }
});

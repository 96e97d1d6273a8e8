/** `X-Request-Id`: taken from the client where it is harmless, made otherwise, and on every answer. */
import { createMiddleware } from "hono/factory";
import { REQUEST_ID_HEADER } from "../response-headers.ts";
import type { AppBindings } from "./variables.ts";

const ACCEPTED = /^[A-Za-z0-9._-]{1,64}$/;

export const requestId = createMiddleware<AppBindings>(async (context, next) => {
  const given = context.req.header("x-request-id");
  context.set("requestId", given !== undefined && ACCEPTED.test(given) ? given : crypto.randomUUID());
  await next();
  if (context.res.webSocket || context.res.headers.has(REQUEST_ID_HEADER)) return;
  context.header(REQUEST_ID_HEADER, context.get("requestId"));
});

/** CORS for the origins of allowed-origin.ts, exactly as they are written there; no cookie ever counts on the data plane. */
import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { isAllowedOrigin } from "./allowed-origin.ts";
import type { AppBindings } from "./variables.ts";

const EXPOSED = [
  "ETag",
  "Location",
  "X-Request-Id",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "Idempotent-Replayed",
];
const ALLOWED = ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "X-Request-Id"];

const COMMON = {
  allowHeaders: ALLOWED,
  exposeHeaders: EXPOSED,
  maxAge: 86_400,
};

const forBrowsers: MiddlewareHandler<AppBindings> = cors({
  ...COMMON,
  origin: (origin, context) => (isAllowedOrigin(origin, context.env) ? origin : null),
  allowMethods: ["GET", "POST", "PATCH", "PUT", "DELETE"],
});

/** The session's cookie lives below `/auth` alone. */
const withCredentials: MiddlewareHandler<AppBindings> = cors({
  ...COMMON,
  origin: (origin, context) => (isAllowedOrigin(origin, context.env) ? origin : null),
  allowMethods: ["GET", "POST"],
  credentials: true,
});

/** Only browsers send an Origin; hono would copy every answer to set its headers. */
export const crossOrigin: MiddlewareHandler<AppBindings> = (context, next) => {
  if (!context.req.raw.headers.has("origin")) return next();
  return context.req.path.startsWith("/auth/") ? withCredentials(context, next) : forBrowsers(context, next);
};

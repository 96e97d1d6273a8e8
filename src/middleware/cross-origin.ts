/** CORS for the origins of croft.config.ts and of `ALLOWED_ORIGINS`, exactly as they are written there; no cookie ever counts on the data plane. */

import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { config } from "../croft.config.ts";
import { parseEnv } from "../env.ts";
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

function isAllowed(origin: string, env: unknown): boolean {
  return config.allowedOrigins.includes(origin) || parseEnv(env).allowedOrigins.includes(origin);
}

const forBrowsers: MiddlewareHandler<AppBindings> = cors({
  origin: (origin, context) => (isAllowed(origin, context.env) ? origin : null),
  allowMethods: ["GET", "POST", "PATCH", "PUT", "DELETE"],
  allowHeaders: ALLOWED,
  exposeHeaders: EXPOSED,
  maxAge: 86_400,
});

/** Only browsers send an Origin; hono would copy every answer to set its headers. */
export const crossOrigin: MiddlewareHandler<AppBindings> = (context, next) =>
  context.req.raw.headers.has("origin") ? forBrowsers(context, next) : next();

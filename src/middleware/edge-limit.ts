/**
 * Slows down whoever keeps failing to authenticate, by address, before any object is woken.
 * Counts live in the isolate: several isolates allow several times as much, which is enough against guessing 160-bit keys.
 */
import { createMiddleware } from "hono/factory";
import { network } from "../auth/network.ts";
import { config } from "../croft.config.ts";
import { AppError } from "../protocol/errors.ts";
import type { AppBindings } from "./variables.ts";

const WINDOW_MS = 60_000;
/** Addresses remembered at once; beyond it the window starts anew for all. */
const ADDRESSES = 10_000;

const failures = new Map<string, number>();
let windowStart = 0;

export const edgeLimit = createMiddleware<AppBindings>(async (context, next) => {
  const now = Date.now();
  if (now - windowStart > WINDOW_MS || failures.size > ADDRESSES) {
    failures.clear();
    windowStart = now;
  }
  const address = network(context.req.header("cf-connecting-ip") ?? "");
  if ((failures.get(address) ?? 0) >= config.unauthenticatedPerMinute) {
    throw new AppError("RATE_LIMITED", {
      headers: { "Retry-After": String(Math.ceil((windowStart + WINDOW_MS - now) / 1_000)) },
    });
  }
  await next();
  // Read again: other requests of this address have come and gone meanwhile.
  if (context.res.status === 401 || context.get("unauthenticated"))
    failures.set(address, (failures.get(address) ?? 0) + 1);
});

/**
 * Slows down whoever keeps failing to authenticate, by address, before any object is woken.
 * Counts live in the isolate: several isolates allow several times as much, which is enough against guessing 160-bit keys.
 */
import { createMiddleware } from "hono/factory";
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

/**
 * What counts as one client: an IPv4 address, the /64 of an IPv6 address (whoever has one address of it has all), and the
 * IPv4 address inside a mapped one. Every spelling of an address has one answer; what is no address is its own.
 */
export function network(address: string): string {
  if (!address.includes(":")) return address;
  const groups = groupsOf(address);
  if (!groups) return address;
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
  const prefix = groups.slice(0, 4).map((group) => group.toString(16));
  return prefix.join(":");
}

/** The eight numbers of an IPv6 address, or null for what is none. URLs know all its spellings and write one of them. */
function groupsOf(address: string): number[] | null {
  const url = `http://[${address}]`;
  if (!/^[\da-f:.]{2,45}$/i.test(address) || !URL.canParse(url)) return null;
  const [head = "", tail] = new URL(url).hostname.slice(1, -1).split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}

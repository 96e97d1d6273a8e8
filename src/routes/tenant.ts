/** Everything below `/v1/tenants/{tenant}`: handed to the tenant's object on a request built anew. */
import type { Context } from "hono";
import { ACTOR_HEADER, type RequestActor } from "../auth/actor.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { tenantExists } from "../directory/queries.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import { TENANT_PATTERN } from "../protocol/tenant.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { decodeText, readBody } from "./body.ts";

/** What a client says that an object needs to know; everything else stays at the edge. */
const FORWARDED = ["content-type", "if-match", "if-none-match", "idempotency-key"];

export async function forwardToTenant(context: Context<AppBindings>): Promise<Response> {
  const { raw } = context.req;
  const bodyless = raw.method === "GET" || raw.method === "HEAD";
  const request = await requestForTenant(context);
  const body = bodyless ? null : decodeText(await readBody(raw));
  const repeatable = bodyless || request.headers.has("idempotency-key");
  const method = raw.method === "HEAD" ? "GET" : raw.method;
  return callObject(repeatable, () =>
    tenantStub(context.env, request.tenant).fetch(request.url, { method, headers: request.headers, body }),
  );
}

/**
 * The address and headers of the request that the object gets.
 * @throws AppError UNAUTHENTICATED, NOT_FOUND
 */
export async function requestForTenant(
  context: Context<AppBindings>,
): Promise<{ tenant: string; url: string; headers: Headers }> {
  const tenant = context.req.param("tenant") ?? "";
  const actor = await admit(context.env, context.get("actor"), tenant);
  const url = new URL(context.req.url);
  requirePlainPath(url.pathname);
  return { tenant, url: url.href, headers: forwardedHeaders(context.req.raw.headers, actor, context.get("requestId")) };
}

/**
 * Who may reach the object at all: its own keys (by their MAC), and operators for tenants that the directory knows.
 * @throws AppError UNAUTHENTICATED, NOT_FOUND (one answer for absent and not yours)
 */
async function admit(env: Cloudflare.Env, actor: RequestActor | null, tenant: string): Promise<RequestActor> {
  if (!actor) throw unauthenticated();
  if (!TENANT_PATTERN.test(tenant)) throw new AppError("NOT_FOUND");
  const known = actor.kind === "key" ? actor.tenant === tenant : await isKnown(env, tenant);
  if (!known) throw new AppError("NOT_FOUND");
  return actor;
}

/** Handles that the directory confirmed, for a minute: an operator's call must not wake objects of made-up names. */
const confirmed = new Map<string, number>();
const CONFIRMED_MS = 60_000;
const CONFIRMED_KEPT = 10_000;

async function isKnown(env: Cloudflare.Env, tenant: string): Promise<boolean> {
  const now = Date.now();
  if ((confirmed.get(tenant) ?? 0) > now) return true;
  if (!(await tenantExists(env.DIRECTORY, tenant))) return false;
  if (confirmed.size >= CONFIRMED_KEPT) confirmed.clear();
  confirmed.set(tenant, now + CONFIRMED_MS);
  return true;
}

/** One spelling a path: an escape, an empty segment or a dot would be read differently by someone on the way. */
function requirePlainPath(path: string): void {
  if (/%|\/\/|;|\\/.test(path)) throw new AppError("NOT_FOUND");
}

function forwardedHeaders(from: Headers, actor: RequestActor, requestId: string): Headers {
  const headers = new Headers({ [ACTOR_HEADER]: JSON.stringify(actor), "x-request-id": requestId });
  for (const name of FORWARDED) {
    const value = from.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}

/** Everything below `/v1/tenants/{tenant}`: handed to the tenant's object on a request built anew. */
import type { Context } from "hono";
import { ACTOR_HEADER, type RequestActor } from "../auth/actor.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { tenantExists } from "../directory/queries.ts";
import { log } from "../log.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import { TENANT_PATTERN } from "../protocol/tenant.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { boundedBody, readBody } from "./body.ts";
import { requirePlainPath } from "./plain-path.ts";

/** What a client says that an object needs to know; everything else stays at the edge. */
const FORWARDED_ALWAYS = ["if-match", "if-none-match"] as const;
const FORWARDED_WITH_WRITES = [...FORWARDED_ALWAYS, "content-type", "idempotency-key"] as const;

export async function forwardToTenant(context: Context<AppBindings>): Promise<Response> {
  const { raw } = context.req;
  const bodyless = raw.method === "GET" || raw.method === "HEAD";
  const request = await requestForTenant(context);
  const repeatable = bodyless || request.headers["idempotency-key"] !== undefined;
  // A call that may be repeated needs its body again.
  const body = bodyless ? null : await (repeatable ? readBody(raw) : boundedBody(raw));
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
): Promise<{ tenant: string; url: string; headers: Record<string, string> }> {
  const tenant = context.req.param("tenant") ?? "";
  const actor = await admit(context, tenant);
  const { url } = context.req.raw;
  requirePlainPath(url);
  return { tenant, url, headers: forwardedHeaders(context.req.raw, actor, context.get("requestId")) };
}

/**
 * Who may reach the object at all: its own keys (by their MAC), and operators and people for tenants that the directory knows.
 * Whether somebody is a member, the object decides.
 * @throws AppError UNAUTHENTICATED, NOT_FOUND (one answer for absent and not yours)
 */
async function admit(context: Context<AppBindings>, tenant: string): Promise<RequestActor> {
  const actor = context.get("actor");
  if (!actor) throw context.get("refusal") ?? unauthenticated();
  if (!TENANT_PATTERN.test(tenant)) throw new AppError("NOT_FOUND");
  const known = actor.kind === "key" ? actor.tenant === tenant : await isKnown(context.env, tenant, actor.kind);
  if (!known) throw new AppError("NOT_FOUND");
  return actor;
}

/** Handles that the directory confirmed, for a minute: no call must wake objects of made-up names. */
const confirmed = new Map<string, number>();
const CONFIRMED_MS = 60_000;
const CONFIRMED_KEPT = 10_000;

async function isKnown(env: Cloudflare.Env, tenant: string, kind: "operator" | "user"): Promise<boolean> {
  const now = Date.now();
  if ((confirmed.get(tenant) ?? 0) > now) return true;
  try {
    if (!(await tenantExists(env.DIRECTORY, tenant))) return false;
  } catch (cause) {
    // People work on while the directory is away: an object that was never provisioned says so itself.
    if (kind === "operator") throw cause;
    log("warn", { event: "tenant not looked up", tenant, cause });
    return true;
  }
  if (confirmed.size >= CONFIRMED_KEPT) confirmed.clear();
  confirmed.set(tenant, now + CONFIRMED_MS);
  return true;
}

/** A plain object: filling a `Headers` costs as much as the rest of this file. */
function forwardedHeaders(request: Request, actor: RequestActor, requestId: string): Record<string, string> {
  const headers: Record<string, string> = { [ACTOR_HEADER]: actorHeader(actor), "x-request-id": requestId };
  for (const name of request.method === "GET" ? FORWARDED_ALWAYS : FORWARDED_WITH_WRITES) {
    const value = request.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return headers;
}

const actorHeaders = new WeakMap<RequestActor, string>();

/** Made once for each actor that the edge remembers. */
function actorHeader(actor: RequestActor): string {
  const known = actorHeaders.get(actor);
  if (known !== undefined) return known;
  const header = JSON.stringify(actor);
  actorHeaders.set(actor, header);
  return header;
}

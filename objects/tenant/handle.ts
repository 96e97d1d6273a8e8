/** One request inside the object, from the actor to the answer. */

import { sha256 } from "../../src/auth/key-format.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { decodeText } from "../../src/protocol/json.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import { type Address, addressOf } from "./address.ts";
import { Call, planOf, type TenantContext } from "./call.ts";
import { reportError } from "./error-log.ts";
import { idempotencyKey, type Repeatable } from "./idempotency.ts";
import { actorOf, principalOf } from "./principal.ts";
import { asAppError, errorReply, type Reply } from "./reply.ts";
import { findRoute } from "./routes.ts";

const PREFIX = "/v1/tenants/";

/** Answers a request; never throws. `tenant` is null in an object that was never provisioned. */
export async function handle(
  tenant: TenantContext | null,
  request: Request,
  requestId: string,
  now: number,
): Promise<Reply> {
  let limitHeaders: Record<string, string> = {};
  try {
    if (!tenant) throw new AppError("NOT_FOUND");
    const address = addressOf(request.url);
    const path = pathBelow(tenant, address);
    const actor = actorOf(request.headers);
    const body = request.method === "GET" ? "" : await readText(request);
    const repeated = await repeatableOf(request, address, body);
    // After the last await: from here to the write nothing else runs, so what holds of the actor now holds of the write.
    const principal = principalOf(tenant, actor, now);
    limitHeaders = takeToken(tenant, request.method, principal, now);
    const { handler, params } = findRoute(request.method, path);
    const repeatable = repeated && { ...repeated, actorId: principal.id };
    const answer = await handler(
      new Call({ tenant, principal, request, search: address.search, params, requestId, now, body, repeatable }),
    );
    return { ...answer, headers: { ...limitHeaders, ...answer.headers } };
  } catch (error) {
    const known = asAppError(error);
    if (tenant && isFault(known)) reportError(tenant, "request", known, requestId, now);
    const answer = errorReply(known, requestId);
    return { ...answer, headers: { ...limitHeaders, ...answer.headers } };
  }
}

/** @throws AppError BAD_REQUEST for a body that is no UTF-8, or whose sender went away. */
async function readText(request: Request): Promise<string> {
  const bytes = await request.arrayBuffer().catch((cause: unknown) => {
    throw new AppError("BAD_REQUEST", { message: "The body broke off.", cause });
  });
  return decodeText(bytes);
}

/** A full tenant is refused as it should be; a row in its error log for each refusal would fill it further. */
function isFault({ status, code }: AppError): boolean {
  return status >= 500 && code !== "STORAGE_FULL";
}

/** The object checks its own name: a request for another tenant finds nothing here. */
export function pathBelow(tenant: TenantContext, { path }: Address): string {
  const prefix = PREFIX + tenant.view.tenant;
  if (path === prefix) return "/";
  if (!path.startsWith(`${prefix}/`)) throw new AppError("NOT_FOUND");
  const below = path.slice(prefix.length);
  return below.length > 1 && below.endsWith("/") ? below.slice(0, -1) : below;
}

/** @throws AppError RATE_LIMITED */
export function takeToken(
  tenant: TenantContext,
  method: string,
  principal: Principal,
  now: number,
): Record<string, string> {
  const kind = method === "GET" ? "reads" : "writes";
  return tenant.limits.take(kind, principal.id, planOf(tenant), now, principal.kind !== "operator");
}

async function repeatableOf(
  request: Request,
  { path, search }: Address,
  body: string,
): Promise<Omit<Repeatable, "actorId"> | null> {
  if (request.method === "GET") return null;
  const key = idempotencyKey(request.headers);
  if (key === null) return null;
  return { key, fingerprint: await sha256(`${request.method} ${path}${search}\n${body}`) };
}

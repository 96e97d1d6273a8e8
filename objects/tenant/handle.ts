/** One request inside the object, from the actor to the answer. */

import { actorOf } from "../../src/auth/actor-header.ts";
import { sha256 } from "../../src/auth/key-format.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { decodeText } from "../../src/protocol/json.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import { type Address, addressOf } from "../records/address.ts";
import { asAppError, errorReply, type Reply } from "../records/reply.ts";
import { Call, planOf, type TenantContext } from "./call.ts";
import { logError, reportError } from "./error-log.ts";
import { idempotencyKey, type Repeatable } from "./idempotency.ts";
import { principalOf } from "./principal.ts";
import { findRoute } from "./routes.ts";

const PREFIX = "/v1/tenants/";

/**
 * Answers a request; never throws.
 * @param open the tenant as it is when asked: null in an object that was never provisioned, another one after an erasure.
 * @param clock milliseconds since 1970.
 */
export async function handle(
  open: () => TenantContext | null,
  request: Request,
  requestId: string,
  clock: () => number,
): Promise<Reply> {
  const tenant = open();
  let limitHeaders: Record<string, string> = {};
  try {
    if (!tenant) throw new AppError("NOT_FOUND");
    const address = addressOf(request.url);
    const path = pathBelow(tenant, address);
    const actor = actorOf(request.headers);
    const arrived = clock();
    // Before the body: whoever may not come in must not fill the object's memory.
    limitHeaders = takeToken(tenant, request.method, principalOf(tenant, actor, arrived), arrived);
    const { body, repeated } = request.method === "GET" ? NO_BODY : await received(request, address);
    const { search } = address;
    const callNow = (): Call => {
      // A tenant that was erased meanwhile would still write, into the one made anew under its handle.
      if (open() !== tenant) throw new AppError("NOT_FOUND");
      // After the last await: from here to the write nothing else runs, so what holds of the actor now holds of the write.
      const now = clock();
      const principal = principalOf(tenant, actor, now);
      const { params } = findRoute(request.method, path);
      const repeatable = repeated && { ...repeated, actorId: principal.id };
      const renew = callNow;
      return new Call({ tenant, principal, request, search, params, requestId, now, body, repeatable, renew });
    };
    const call = callNow();
    const answer = await findRoute(request.method, path).handler(call);
    return { ...answer, headers: { ...limitHeaders, ...answer.headers } };
  } catch (error) {
    const known = asAppError(error);
    if (tenant && isFault(known)) {
      if (open() === tenant) reportError(tenant, "request", known, requestId, clock());
      else logError(tenant.view.tenant, "request", known, requestId);
    }
    const answer = errorReply(known, requestId);
    return { ...answer, headers: { ...limitHeaders, ...answer.headers } };
  }
}

/** What came behind the head of a request. */
interface Received {
  readonly body: string;
  /** Set where the request carries an Idempotency-Key. */
  readonly repeated: Omit<Repeatable, "actorId"> | null;
}

const NO_BODY: Received = { body: "", repeated: null };

/** @throws AppError BAD_REQUEST for a body that is no UTF-8, or whose sender went away, and for a key that is none. */
async function received(request: Request, { path, search }: Address): Promise<Received> {
  const key = idempotencyKey(request.headers);
  const bytes = await request.arrayBuffer().catch((cause: unknown) => {
    throw new AppError("BAD_REQUEST", { message: "The body broke off.", cause });
  });
  const body = decodeText(bytes);
  if (key === null) return { body, repeated: null };
  return { body, repeated: { key, fingerprint: await sha256(`${request.method} ${path}${search}\n${body}`) } };
}

/** A full tenant is refused as it should be; a row in its error log for each refusal would fill it further. */
function isFault({ status, code }: AppError): boolean {
  return status >= 500 && code !== "STORAGE_FULL";
}

/** The object checks its own name: a request for another tenant finds nothing here. */
function pathBelow(tenant: TenantContext, { path }: Address): string {
  const prefix = PREFIX + tenant.view.tenant;
  if (path === prefix) return "/";
  if (!path.startsWith(`${prefix}/`)) throw new AppError("NOT_FOUND");
  const below = path.slice(prefix.length);
  return below.length > 1 && below.endsWith("/") ? below.slice(0, -1) : below;
}

/**
 * Refuses an upgrade as an HTTP answer, where the client can still read why.
 * @throws AppError NOT_FOUND, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED
 */
export function admit(tenant: TenantContext | null, request: Request, now: number): void {
  if (!tenant) throw new AppError("NOT_FOUND");
  pathBelow(tenant, addressOf(request.url));
  const principal = principalOf(tenant, actorOf(request.headers), now);
  // Operators administer; following records takes a key or a membership.
  if (principal.role === null) throw new AppError("FORBIDDEN");
  takeToken(tenant, "GET", principal, now);
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

/** Everything below `/v1/tenants/{tenant}`: handed to the tenant's object on a request built anew. */
import type { Context } from "hono";
import { ACTOR_HEADER, type RequestActor } from "../auth/actor.ts";
import { tenantExists } from "../directory/queries.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import { AppError } from "../protocol/errors.ts";
import { TENANT_PATTERN } from "../protocol/tenant.ts";
import { SUBPROTOCOL } from "../protocol/version.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { decodeText, readBody } from "./body.ts";

/** What a client says that an object needs to know; everything else stays at the edge. */
const FORWARDED = ["content-type", "if-match", "if-none-match", "idempotency-key", "upgrade"];

export async function forwardToTenant(context: Context<AppBindings>): Promise<Response> {
  const { raw } = context.req;
  const upgrade = raw.headers.get("upgrade")?.toLowerCase() === "websocket";
  try {
    const tenant = context.req.param("tenant") ?? "";
    const actor = await admit(context.env, context.get("actor"), tenant);
    const url = new URL(raw.url);
    requirePlainPath(url.pathname);
    const headers = forwardedHeaders(raw.headers, actor, context.get("requestId"));
    const bodyless = raw.method === "GET" || raw.method === "HEAD";
    const body = bodyless ? null : decodeText(await readBody(raw));
    if (url.pathname.endsWith("/live") !== upgrade) requireUpgradeMatches(upgrade);
    const repeatable = bodyless || headers.has("idempotency-key");
    const method = raw.method === "HEAD" ? "GET" : raw.method;
    const answer = await callObject(repeatable, () =>
      tenantStub(context.env, tenant).fetch(url.href, { method, headers, body }),
    );
    return upgrade ? withSubprotocol(answer, raw.headers) : answer;
  } catch (error) {
    const refused = upgrade && error instanceof AppError ? refusedSocket(raw.headers, error) : null;
    if (refused) return refused;
    throw error;
  }
}

/**
 * Who may reach the object at all: its own keys (by their MAC), and operators for tenants that the directory knows.
 * @throws AppError UNAUTHENTICATED, NOT_FOUND (one answer for absent and not yours)
 */
async function admit(env: Cloudflare.Env, actor: RequestActor | null, tenant: string): Promise<RequestActor> {
  if (!actor) throw new AppError("UNAUTHENTICATED", { headers: { "WWW-Authenticate": "Bearer" } });
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

function requireUpgradeMatches(upgrade: boolean): void {
  if (upgrade) throw new AppError("NOT_FOUND");
  throw new AppError("BAD_REQUEST", { message: "This is a WebSocket: send an Upgrade request." });
}

/** Answers with the subprotocol that was offered; browsers drop a connection that names another one. */
function withSubprotocol(answer: Response, offered: Headers): Response {
  const names = (offered.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
  if (!answer.webSocket || !names.includes(SUBPROTOCOL)) return answer;
  return new Response(null, {
    status: 101,
    webSocket: answer.webSocket,
    headers: { "Sec-WebSocket-Protocol": SUBPROTOCOL },
  });
}

/** A browser cannot read why an upgrade failed: for it (it offers subprotocols) the socket opens and closes with a code. */
function refusedSocket(headers: Headers, error: AppError): Response | null {
  if (headers.has("authorization") || !headers.has("sec-websocket-protocol")) return null;
  const code =
    error.code === "UNAUTHENTICATED"
      ? CLOSE.UNAUTHENTICATED
      : error.code === "RATE_LIMITED"
        ? CLOSE.TOO_MANY
        : CLOSE.FORBIDDEN;
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(
    code,
    error.code === "RATE_LIMITED" ? `retry after ${error.headers["Retry-After"] ?? 5}` : error.message,
  );
  return withSubprotocol(new Response(null, { status: 101, webSocket: client }), headers);
}

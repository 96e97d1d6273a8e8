/** `GET …/live`: the upgrade is the object's to accept; how a refusal reaches the client is decided here. */
import type { Context } from "hono";
import type { AppBindings } from "../middleware/variables.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import { AppError } from "../protocol/errors.ts";
import { SUBPROTOCOL } from "../protocol/version.ts";
import { callObject, tenantStub } from "../stubs.ts";
import { requestForTenant } from "./tenant.ts";

export async function openLive(context: Context<AppBindings>): Promise<Response> {
  const offered = context.req.raw.headers;
  if (offered.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new AppError("BAD_REQUEST", { message: "This is a WebSocket: send an Upgrade request." });
  }
  try {
    const { tenant, url, headers } = await requestForTenant(context);
    const upgrade = { headers: { ...headers, upgrade: "websocket" } };
    const answer = await callObject(true, () => tenantStub(context.env, tenant).fetch(url, upgrade));
    if (answer.webSocket) return withSubprotocol(answer.webSocket, offered);
    return refusedSocket(context, answer.status, answer.headers.get("retry-after")) ?? answer;
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError("INTERNAL", { cause: error });
    const refused = refusedSocket(context, known.status, known.headers["Retry-After"] ?? null);
    if (refused) return refused;
    throw error;
  }
}

/** Answers with the subprotocol that was offered; browsers drop a connection that names another one. */
function withSubprotocol(webSocket: WebSocket, offered: Headers): Response {
  const names = (offered.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
  const headers = names.includes(SUBPROTOCOL) ? { "Sec-WebSocket-Protocol": SUBPROTOCOL } : undefined;
  return new Response(null, { status: 101, webSocket, ...(headers ? { headers } : {}) });
}

/** A browser cannot read why an upgrade failed: for it (it offers subprotocols) the socket opens and closes with a code. */
function refusedSocket(context: Context<AppBindings>, status: number, retryAfter: string | null): Response | null {
  const { headers } = context.req.raw;
  if (headers.has("authorization") || !headers.has("sec-websocket-protocol")) return null;
  // The answer's status says nothing of it, and guesses by way of sockets count like others.
  if (status === 401) context.set("unauthenticated", true);
  const [code, reason] = closeOf(status, retryAfter);
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(code, reason);
  return withSubprotocol(client, headers);
}

function closeOf(status: number, retryAfter: string | null): readonly [number, string] {
  if (status === 401) return [CLOSE.UNAUTHENTICATED, "not authenticated"];
  if (status === 429) return [CLOSE.TOO_MANY, `retry after ${retryAfter ?? "5"}`];
  if (status >= 500) return [CLOSE.RESTARTING, "restarting"];
  return [CLOSE.FORBIDDEN, "no longer allowed"];
}

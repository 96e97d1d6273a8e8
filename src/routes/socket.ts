/** Live sockets at the edge: the upgrade is an object's to accept; how a refusal reaches the client is decided here. */
import type { Context } from "hono";
import type { AppBindings } from "../middleware/variables.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import { AppError } from "../protocol/errors.ts";
import { SUBPROTOCOL } from "../protocol/version.ts";

/** A reason of a close frame ends here, in bytes (RFC 6455, 5.5). */
const REASON_LENGTH = 123;

/**
 * Opens a socket.
 * @param connect asks the object; what it answers or throws instead of a socket reaches a browser as a close code.
 * @throws AppError BAD_REQUEST for what is no upgrade, and whatever `connect` throws where the client can read it.
 */
export async function openSocket(context: Context<AppBindings>, connect: () => Promise<Response>): Promise<Response> {
  const offered = context.req.raw.headers;
  if (offered.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new AppError("BAD_REQUEST", { message: "This is a WebSocket: send an Upgrade request." });
  }
  try {
    const answer = await connect();
    if (answer.webSocket) return withSubprotocol(answer.webSocket, offered);
    return refusedSocket(context, answer.status, answer.headers) ?? answer;
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError("INTERNAL", { cause: error });
    const refused = refusedSocket(context, known.status, new Headers(known.headers));
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
function refusedSocket(context: Context<AppBindings>, status: number, answered: Headers): Response | null {
  const { headers } = context.req.raw;
  if (headers.has("authorization") || !headers.has("sec-websocket-protocol")) return null;
  // The answer's status says nothing of it, and guesses by way of sockets count like others.
  if (status === 401) context.set("unauthenticated", true);
  const [code, reason] = closeOf(status, answered);
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(code, reason);
  return withSubprotocol(client, headers);
}

function closeOf(status: number, headers: Headers): readonly [number, string] {
  const moved = `moved to ${headers.get("location")}`;
  if (status === 301) return [CLOSE.FORBIDDEN, moved.length <= REASON_LENGTH ? moved : "moved"];
  if (status === 401) return [CLOSE.UNAUTHENTICATED, "not authenticated"];
  if (status === 429) return [CLOSE.TOO_MANY, `retry after ${headers.get("retry-after") ?? "5"}`];
  if (status >= 500) return [CLOSE.RESTARTING, "restarting"];
  return [CLOSE.FORBIDDEN, "no longer allowed"];
}

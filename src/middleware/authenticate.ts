/** Who is asking? Decided here without a database: a forged credential never wakes an object. No cookie is read. */
import { createMiddleware } from "hono/factory";
import { OPERATOR, type RequestActor } from "../auth/actor.ts";
import { equalText, sha256, verifyKey } from "../auth/key-format.ts";
import { type CroftEnv, parseEnv } from "../env.ts";
import { AppError } from "../protocol/errors.ts";
import { TOKEN_SUBPROTOCOL_PREFIX } from "../protocol/version.ts";
import type { AppBindings } from "./variables.ts";

export const authenticate = createMiddleware<AppBindings>(async (context, next) => {
  const token = credentialOf(context.req.raw.headers);
  context.set("actor", null);
  if (token !== null) context.set("actor", await actorOf(token, parseEnv(context.env)));
  await next();
});

/**
 * The credential that a request carries, or null.
 * @throws AppError UNAUTHENTICATED for a scheme other than Bearer: an unknown credential is a wrong one.
 */
export function credentialOf(headers: Headers): string | null {
  const header = headers.get("authorization");
  if (header === null) return socketToken(headers);
  const match = /^Bearer ([\x21-\x2b\x2d-\x7e]{1,4096})$/i.exec(header);
  if (!match?.[1]) throw new AppError("UNAUTHENTICATED", { headers: { "WWW-Authenticate": "Bearer" } });
  return match[1];
}

/** Browsers cannot set headers on a WebSocket: there the credential is a subprotocol. */
function socketToken(headers: Headers): string | null {
  const offered = (headers.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
  const carrier = offered.find((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX));
  return carrier ? carrier.slice(TOKEN_SUBPROTOCOL_PREFIX.length) : null;
}

/** Genuine keys seen lately, so that a busy client's MAC is computed once. Validity is asked of the object every time. */
const genuine = new Map<string, RequestActor>();
const GENUINE_KEPT = 2_000;

async function actorOf(token: string, env: CroftEnv): Promise<RequestActor> {
  const known = genuine.get(token);
  if (known) return known;
  if (token.startsWith("croft_")) {
    const key = await verifyKey(token, env.keyMacSecrets);
    if (key) return remember(token, { kind: "key", tenant: key.tenant, id: key.keyId, hash: key.hash });
  } else if (await isOperatorToken(token, env)) {
    return OPERATOR;
  }
  throw new AppError("UNAUTHENTICATED", { headers: { "WWW-Authenticate": "Bearer" } });
}

function remember(token: string, actor: RequestActor): RequestActor {
  if (genuine.size >= GENUINE_KEPT) genuine.clear();
  genuine.set(token, actor);
  return actor;
}

/** Compares digests, so that time tells nothing, not even a length. */
async function isOperatorToken(token: string, env: CroftEnv): Promise<boolean> {
  const digest = await sha256(token);
  let found = false;
  for (const candidate of env.operatorTokens) found = equalText(await sha256(candidate), digest) || found;
  return found;
}

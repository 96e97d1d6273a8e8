/** Who is asking? Decided here without a database: a forged credential never wakes an object. No cookie is read. */
import { createMiddleware } from "hono/factory";
import { OPERATOR, type RequestActor } from "../auth/actor.ts";
import { equalText, sha256, verifyKey } from "../auth/key-format.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { type CroftEnv, parseEnv } from "../env.ts";
import { TOKEN_SUBPROTOCOL_PREFIX } from "../protocol/version.ts";
import type { AppBindings } from "./variables.ts";

export const authenticate = createMiddleware<AppBindings>(async (context, next) => {
  const { headers } = context.req.raw;
  const token = bearerToken(headers) ?? socketToken(headers);
  const actor = token === null ? null : await actorOf(token, parseEnv(context.env));
  // A wrong token of a socket counts as none: how the refusal reaches a browser is the live route's to say.
  if (!actor && headers.has("authorization")) throw unauthenticated();
  context.set("actor", actor);
  await next();
});

/**
 * The token of the Authorization header, or null where there is none.
 * @throws AppError UNAUTHENTICATED for another scheme than Bearer: an unknown credential is a wrong one.
 */
function bearerToken(headers: Headers): string | null {
  const header = headers.get("authorization");
  if (header === null) return null;
  const match = /^Bearer ([\x21-\x2b\x2d-\x7e]{1,4096})$/i.exec(header);
  if (!match?.[1]) throw unauthenticated();
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

async function actorOf(token: string, env: CroftEnv): Promise<RequestActor | null> {
  const known = genuine.get(token);
  if (known) return known;
  if (token.startsWith("croft_")) {
    const key = await verifyKey(token, env.keyMacSecrets);
    if (key) return remember(token, { kind: "key", tenant: key.tenant, id: key.keyId, hash: key.hash });
  } else if (await isOperatorToken(token, env)) {
    return OPERATOR;
  }
  return null;
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

/** Who is asking? Decided here without a database: a forged credential never wakes an object. No cookie is read. */
import { createMiddleware } from "hono/factory";
import { accessTokensOf } from "../auth/access-tokens.ts";
import { OPERATOR, type RequestActor } from "../auth/actor.ts";
import { equalText, sha256, verifyKey } from "../auth/key-format.ts";
import { unauthenticated } from "../auth/unauthenticated.ts";
import { type CroftEnv, parseEnv } from "../env.ts";
import { log } from "../log.ts";
import { AppError } from "../protocol/errors.ts";
import { TOKEN_SUBPROTOCOL_PREFIX } from "../protocol/version.ts";
import type { AppBindings } from "./variables.ts";

export const authenticate = createMiddleware<AppBindings>(async (context, next) => {
  const { headers } = context.req.raw;
  if (headers.has("authorization")) {
    // Which of two credentials would count is nobody's to guess.
    if (socketTokens(headers).length > 0) throw unauthenticated();
    const actor = await actorOf(bearerToken(headers), context.env);
    if (!actor) throw unauthenticated();
    context.set("actor", actor);
  } else {
    await authenticateSocket(headers, context.env).then(
      (actor) => context.set("actor", actor),
      // How a refusal reaches a browser's socket is the live route's to say.
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        context.set("actor", null);
        context.set("refusal", error);
      },
    );
  }
  await next();
});

/** A wrong token of a socket counts as none, and so do two. */
async function authenticateSocket(headers: Headers, env: Cloudflare.Env): Promise<RequestActor | null> {
  const [token, ...others] = socketTokens(headers);
  return token === undefined || others.length > 0 ? null : actorOf(token, env);
}

/**
 * The token of the Authorization header.
 * @throws AppError UNAUTHENTICATED for another scheme than Bearer, or two headers: an unknown credential is a wrong one.
 */
function bearerToken(headers: Headers): string {
  // Of two headers the runtime makes one, with a comma between them.
  const match = /^Bearer ([\x21-\x2b\x2d-\x7e]{1,4096})$/i.exec(headers.get("authorization") ?? "");
  if (!match?.[1]) throw unauthenticated();
  return match[1];
}

/** Browsers cannot set headers on a WebSocket: there the credential is a subprotocol. */
function socketTokens(headers: Headers): string[] {
  if (headers.get("upgrade")?.toLowerCase() !== "websocket") return [];
  const offered = (headers.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
  return offered
    .filter((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX))
    .map((name) => name.slice(TOKEN_SUBPROTOCOL_PREFIX.length));
}

/** Genuine keys seen lately, so that a busy client's MAC is computed once. Validity is asked of the object every time. */
const genuine = new Map<string, RequestActor>();
const GENUINE_KEPT = 2_000;

/** @throws AppError UNAVAILABLE where nobody can tell whether an access token is still good. */
async function actorOf(token: string, env: Cloudflare.Env): Promise<RequestActor | null> {
  const known = genuine.get(token);
  if (known) return known;
  const settings = parseEnv(env);
  if (token.startsWith("croft_")) {
    const key = await verifyKey(token, settings.keyMacSecrets);
    return key && remember(token, { kind: "key", tenant: key.tenant, id: key.keyId, hash: key.hash });
  }
  const person = await accessTokensOf(env.AUTH, settings, report).actorOf(token, Date.now());
  if (person) return person;
  return (await isOperatorToken(token, settings)) ? OPERATOR : null;
}

function remember(token: string, actor: RequestActor): RequestActor {
  if (genuine.size >= GENUINE_KEPT) genuine.clear();
  genuine.set(token, actor);
  return actor;
}

function report(event: string, cause: unknown): void {
  log("warn", { event, cause });
}

/** Compares digests, so that time tells nothing, not even a length. */
async function isOperatorToken(token: string, env: CroftEnv): Promise<boolean> {
  const digest = await sha256(token);
  let found = false;
  for (const candidate of env.operatorTokens) found = equalText(await sha256(candidate), digest) || found;
  return found;
}
